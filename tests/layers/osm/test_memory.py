"""A large extract must not need large memory."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

NODES = 1_000_000
WAY_NODES = 10

# Reads the file given, in batches of 5 000, with the node index on disk.
CHILD = """
import json, resource, sys
from pathlib import Path
import geopandas, shapely
from layers import osm
from layers.osm import source

source.IN_MEMORY_BYTES = 0
counties = geopandas.GeoDataFrame(
    {"adcode": ["140702"], "name_zh": ["县"]}, geometry=[shapely.box(110, 30, 120, 60)], crs=4326
)
peak_kb = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak_kb()
with osm.read(Path(sys.argv[1]), counties, batch_rows=5_000) as extract:
    (roads,) = extract.layers
    sizes = [len(batch) for batch in roads.batches()]
print(json.dumps({"rows": sum(sizes), "largest": max(sizes), "grown_kb": peak_kb() - before}))
"""


@pytest.mark.slow
def test_a_million_nodes_in_bounded_memory(osm_file):
    """Holding all features at once takes 160 MB more than the start; reading by batch 65 MB."""
    file = osm_file("large.osm.pbf")
    for number in range(NODES):
        file.node(112 + number % 1000 * 1e-4, 37 + number // 1000 * 1e-4)
    for number in range(NODES // WAY_NODES):
        first = number * WAY_NODES + 1
        file.way(number + 1, range(first, first + WAY_NODES), tags={"highway": "residential"})
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(file.close())],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["rows"] == NODES // WAY_NODES
    assert told["largest"] == 5_000
    assert told["grown_kb"] < 110_000
