"""Which drivers the reading library has inside the confined process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from layers.sandbox import levels
from layers.sandbox.environment import environment, known_drivers


def inside(statement: str) -> str:
    """Execute statements with the environment of the confined process."""
    done = subprocess.run(
        [sys.executable, "-c", statement],
        env=environment(str(levels.PROJECT), "/tmp"),  # noqa: S108 - nothing is written
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr.strip().rpartition("\n")[2]


def test_it_knows_no_driver_at_first():
    assert inside("import pyogrio; print(pyogrio.list_drivers())").startswith("{}")


@pytest.mark.parametrize("driver", ["GPKG", "ESRI Shapefile", "MapInfo File", "LIBKML"])
def test_it_knows_the_wanted_driver_alone(driver):
    said = inside(
        f"from layers.sandbox import drivers\nprint(list(drivers.only({driver!r}).list_drivers()))"
    )
    assert said.startswith(str([driver]))


def test_another_driver_than_the_first_is_refused():
    said = inside(
        "from layers.sandbox import drivers\ndrivers.only('GPKG')\ndrivers.only('GeoJSON')"
    )
    assert "SandboxError" in said


def test_all_drivers_are_named_to_be_skipped():
    variables = environment("/code", "/nowhere")
    assert set(variables["GDAL_SKIP"].split(",")) == set(known_drivers())
    assert {"OGR_VRT", "GDALG", "WFS", "HTTP", "CSV"} <= set(known_drivers())
