"""Inside the confined process: let the reading library know one driver, before it is imported."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from layers.sandbox.errors import SandboxError
from layers.sandbox.privileges import drop

if TYPE_CHECKING:
    from types import ModuleType

_KNOWN = "JINTU_GDAL_DRIVERS"


def only(driver: str) -> ModuleType:
    """Import the reading library with one driver and return it.

    Outside of a confined process (in tests of a reader) the library keeps all its drivers.

    Raises
    ------
    SandboxError
        When the library is there already or knows another driver than the wanted one.
    """
    if _KNOWN not in os.environ:
        import pyogrio

        return pyogrio  # type: ignore[no-any-return]
    if "pyogrio" not in sys.modules:
        unwanted = [name for name in os.environ[_KNOWN].split(",") if name != driver]
        os.environ["GDAL_SKIP"] = os.environ["OGR_SKIP"] = ",".join(unwanted)
    import pyogrio

    drop()
    present = set(pyogrio.list_drivers())
    if present != {driver}:
        raise SandboxError(reason="drivers", found=", ".join(sorted(present)), expected=driver)
    return pyogrio  # type: ignore[no-any-return]
