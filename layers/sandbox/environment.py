"""The environment of the confined process: nothing of ours in it, and every door of GDAL shut."""

from __future__ import annotations

from functools import cache

DEAD_PROXY = "http://127.0.0.1:9"
"""Port 9 (discard) of this machine: whatever still tries to fetch something gets nowhere."""

_SHUT = {
    "GDAL_HTTP_PROXY": DEAD_PROXY,
    "GDAL_HTTPS_PROXY": DEAD_PROXY,
    "http_proxy": DEAD_PROXY,
    "https_proxy": DEAD_PROXY,
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_TIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "PROJ_NETWORK": "OFF",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
    "SHAPE_RESTORE_SHX": "YES",
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_PYTHON_DRIVER_PATH": "",
}

_MODEST = {
    "GDAL_NUM_THREADS": "1",
    "OGR_GPKG_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "ARROW_IO_THREADS": "1",
    # The other allocators reserve address space in advance, which the memory limit counts.
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
}


def environment(code: str, temporary: str) -> dict[str, str]:
    """Return every variable of the confined process.

    Parameters
    ----------
    code
        The folder that holds the packages ``layers`` and ``geo``, as the process sees it.
    temporary
        Its folder for temporary files.
    """
    drivers = ",".join(known_drivers())
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": temporary,
        "TMPDIR": temporary,
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": code,
        "GDAL_SKIP": drivers,
        "OGR_SKIP": drivers,
        "JINTU_GDAL_DRIVERS": drivers,
        **_SHUT,
        **_MODEST,
    }


@cache
def known_drivers() -> list[str]:
    """Return the name of every driver that the installed library has."""
    import pyogrio

    return sorted(pyogrio.list_drivers())
