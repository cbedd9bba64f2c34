"""Proof bundles: everything a scenario's figures follow from, and a check that they do.

A bundle is a zip file. ``manifest.json`` lists every other file with its SHA-256.

=====================  ===========================================================
``scenario.json``      title, revision, parameters, edits, pinned versions
``inputs/*.json``      the layers as GeoJSON, coordinates to the last bit
``inputs/network.npz`` the road network, where distances are by road
``rules/*``            the table of rules and the targets they were applied to
``results/*.json``     units, summary, stations, targets
``README.txt``         what this is and how to check it
=====================  ===========================================================
"""

from layers.scenarios.bundles.reading import Bundle, open_bundle
from layers.scenarios.bundles.verifying import Check, Verification, verify
from layers.scenarios.bundles.writing import write

__all__ = ["Bundle", "Check", "Verification", "open_bundle", "verify", "write"]
