"""OWSLib against the running service."""

from __future__ import annotations

import pytest
from owslib.ogcapi.features import Features


@pytest.fixture
def service(live_url):
    return Features(f"{live_url}/ogc")


def test_the_service_introduces_itself(service):
    assert "stations" in service.feature_collections()
    classes = service.conformance()["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter" in classes
    assert service.api()["openapi"].startswith("3.0")


def test_a_collection_and_what_can_be_asked_of_it(service):
    assert service.collection("counties")["storageCrs"].endswith("CRS84")
    properties = service.collection_queryables("stations")["properties"]
    assert properties["piles"]["type"] == "integer"


def test_items_by_filter_box_and_order(service):
    found = service.collection_items(
        "stations", filter="piles > 5", bbox=[112.5, 37.5, 112.9, 37.9], sortby=("piles", "desc"),
        limit=500,
    )  # fmt: skip
    piles = [one["properties"]["piles"] for one in found["features"]]
    assert piles == sorted(piles, reverse=True)
    assert min(piles) > 5
    assert found["numberMatched"] == len(piles)


def test_pages_by_offset(service):
    first = service.collection_items("counties", limit=20)
    second = service.collection_items("counties", limit=20, offset=20)
    ids = [one["id"] for page in (first, second) for one in page["features"]]
    assert len(ids) == len(set(ids)) == 27


def test_one_item(service):
    item = service.collection_item("counties", "140702")
    assert item["properties"]["name_zh"] == "榆次区"
