"""What the service does not hold until somebody asks for an analysis, an upload or a file."""

import subprocess
import sys

HEAVY = ("pandas", "geopandas", "pyarrow", "pyogrio", "scipy.sparse", "scipy.spatial")
"""Together 130 MB and half a second."""


SERVED = """
import sys
import api.app, api.commands.serve, api.server, api.services
from layers import bundled
bundled.contents()
print(*sys.modules)
"""
"""What a service imports that finds its own layers loaded already."""


def test_answering_needs_no_library_of_analyses():
    told = subprocess.run(
        [sys.executable, "-c", SERVED],
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = set(told.stdout.split())
    assert "api.routes.ogc.hot" in loaded
    assert loaded.isdisjoint(HEAVY)
