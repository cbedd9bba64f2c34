"""Documents: schemas, the OpenAPI 3.0 document, conformance, pages for people, languages."""

from __future__ import annotations

import html.parser
import json
import re

import geopandas as gpd
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator
from shapely.geometry import Point

from layers import loading
from layers.db import Database
from layers.types import LayerContent, LayerMeta

BASE = "http://127.0.0.1"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
STATIONS = "/ogc/collections/stations"
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PAGES = [
    "/ogc", "/ogc/conformance", "/ogc/collections", STATIONS, f"{STATIONS}/queryables",
    f"{STATIONS}/schema", f"{STATIONS}/feature-schema", f"{STATIONS}/items", f"{STATIONS}/tiles",
    f"{STATIONS}/tiles/WebMercatorQuad", f"{STATIONS}/tiles/CGCS2000Quad/tilejson",
    "/ogc/tileMatrixSets", "/ogc/tileMatrixSets/CGCS2000Quad",
]  # fmt: skip


# --- the OpenAPI document ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def api(reader):
    return reader.get("/ogc/api").json()


def test_the_entry_names_the_document_by_its_media_type(reader):
    links = {link["rel"]: link for link in reader.get("/ogc").json()["links"]}
    assert links["service-desc"]["type"] == OPENAPI
    answer = reader.get(links["service-desc"]["href"].removeprefix(BASE))
    assert answer.headers["content-type"] == OPENAPI
    assert links["data"]["type"] == "application/json"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_document_is_valid_openapi_3_0(reader, language):
    document = reader.get(f"/ogc/api?lang={language}").json()
    assert document["openapi"].startswith("3.0")
    assert list(OpenAPIV30SpecValidator(document).iter_errors()) == []
    described = json.dumps(document, ensure_ascii=False)
    assert "ogc.parameter" not in described
    assert "ogc.operation" not in described


def test_the_limit_is_stated_where_clients_look_for_it(api):
    """QGIS reads components.parameters.limit; without both figures it asks for 100 at a time."""
    schema = api["components"]["parameters"]["limit"]["schema"]
    assert (schema["default"], schema["maximum"]) == (1_000, 10_000)


def test_only_attributes_look_like_attributes_to_qgis(api):
    """It takes form-style, unexploded parameters beside seven known ones for attributes."""
    known = {"crs", "bbox", "bbox-crs", "filter", "filter-lang", "filter-crs", "datetime", "limit"}
    parameters = api["paths"]["/collections/stations/items"]["get"]["parameters"]
    resolved = [
        api["components"]["parameters"][one["$ref"].rsplit("/", 1)[-1]] if "$ref" in one else one
        for one in parameters
    ]
    seen = {
        one["name"]
        for one in resolved
        if one.get("style") == "form" and one.get("explode") is False and one["name"] not in known
    }
    assert seen == {"id", "name_zh", "county_code", "township_code", "year", "piles"}


def test_every_path_of_the_document_answers(reader, api):
    values = {"tileMatrixSetId": "CGCS2000Quad", "tileMatrix": "8", "tileRow": "36",
              "tileCol": "208", "featureId": "x"}  # fmt: skip
    for path in api["paths"]:
        if not re.match(r"/(collections/stations|collections$|conformance|tileMatrixSets|$)", path):
            continue
        address = "/ogc" + path.rstrip("/")
        for name, value in values.items():
            address = address.replace(f"{{{name}}}", value)
        expected = {404} if address.endswith("/x") else {200, 204}
        assert reader.get(address).status_code in expected, path


def test_every_parameter_of_items_works(reader, api):
    """Each advertised parameter, given alone with a good value, is taken."""
    good = {
        "limit": "5", "offset": "3", "bbox": "112,37,113,38", "crs": "", "bbox-crs": "",
        "datetime": "2024", "filter": "piles > 1", "filter-lang": "cql2-text", "filter-crs": "",
        "properties": "piles", "sortby": "-piles", "f": "json", "lang": "en",
    }  # fmt: skip
    crs84 = api["components"]["parameters"]["crs"]["schema"]["default"]
    for one in api["paths"]["/collections/stations/items"]["get"]["parameters"]:
        name = one["name"] if "name" in one else one["$ref"].rsplit("/", 1)[-1]
        value = good.get(name, "2024") or crs84
        assert reader.get(f"{STATIONS}/items", params={name: value}).status_code == 200, name


# --- schemas -------------------------------------------------------------------------------------


def links_of(document: dict) -> dict[str, dict]:
    return {link["rel"]: link for link in document["links"]}


def test_a_collection_leads_to_its_schemas(reader):
    links = links_of(reader.get(STATIONS).json())
    for rel in (
        "describedby",
        "http://www.opengis.net/def/rel/ogc/1.0/schema",
        "http://www.opengis.net/def/rel/ogc/1.0/queryables",
    ):
        assert links[rel]["type"] == "application/schema+json"
        answer = reader.get(links[rel]["href"].removeprefix(BASE))
        assert answer.headers["content-type"] == "application/schema+json"
        assert answer.json()["$id"] == links[rel]["href"]


def test_the_schema_gives_types_roles_units_and_order(reader):
    properties = reader.get(f"{STATIONS}/schema?lang=en").json()["properties"]
    assert properties["geometry"]["x-ogc-role"] == "primary-geometry"
    assert properties["geometry"]["format"] == "geometry-point"
    assert properties["id"]["x-ogc-role"] == "id"
    assert (properties["piles"]["type"], properties["piles"]["x-ogc-unit"]) == ("integer", "piles")
    order = [one["x-ogc-propertySeq"] for one in properties.values()]
    assert order == list(range(1, len(order) + 1))


def test_queryables_are_what_a_filter_may_name(reader):
    document = reader.get(f"{STATIONS}/queryables?lang=zh").json()
    assert document["additionalProperties"] is False
    assert document["properties"]["geometry"]["$ref"] == "https://geojson.org/schema/Point.json"
    assert document["properties"]["piles"]["title"] == "充电桩数"
    for name in document["properties"]:
        answer = reader.get(f"{STATIONS}/items", params={"filter": f'"{name}" IS NOT NULL'})
        assert answer.json()["numberMatched"] > 0, name


@pytest.mark.parametrize("collection", ["counties", "stations", "townships", "rivers"])
def test_every_feature_keeps_to_its_schema(reader, collection):
    from jsonschema import Draft202012Validator

    schema = reader.get(f"/ogc/collections/{collection}/feature-schema").json()
    Draft202012Validator.check_schema(schema)
    attributes = Draft202012Validator(schema["properties"]["properties"])
    for feature in reader.get(f"/ogc/collections/{collection}/items?limit=10000").json()[
        "features"
    ]:
        # GeoJSON writes null for a value that is not there.
        present = {k: v for k, v in feature["properties"].items() if v is not None}
        assert list(attributes.iter_errors(present)) == []
        assert (
            feature["properties"].keys() <= schema["properties"]["properties"]["properties"].keys()
        )


# --- conformance ---------------------------------------------------------------------------------


def test_the_classes_that_clients_ask_for_are_declared(reader):
    classes = reader.get("/ogc/conformance").json()["conformsTo"]
    assert len(classes) == len(set(classes))
    for needed in (
        "ogcapi-features-1/1.0/conf/core", "ogcapi-features-1/1.0/conf/oas30",
        "ogcapi-features-2/1.0/conf/crs", "ogcapi-features-3/1.0/conf/filter",
        "ogcapi-features-3/1.0/conf/features-filter", "ogcapi-features-3/1.0/conf/queryables",
        "cql2/1.0/conf/cql2-text", "cql2/1.0/conf/cql2-json", "cql2/1.0/conf/basic-cql2",
        "cql2/1.0/conf/advanced-comparison-operators", "cql2/1.0/conf/basic-spatial-functions",
        "cql2/1.0/conf/case-insensitive-comparison", "cql2/1.0/conf/basic-spatial-operators",
        "ogcapi-features-5/1.0/conf/schemas", "ogcapi-tiles-1/1.0/conf/mvt",
    ):  # fmt: skip
        assert f"http://www.opengis.net/spec/{needed}" in classes


# --- pages and languages -------------------------------------------------------------------------


class Reader(html.parser.HTMLParser):
    """Collects elements, and complains about one that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("address", PAGES)
def test_a_browser_gets_a_page_and_a_program_gets_data(reader, address):
    page = reader.get(address, headers=BROWSER)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    parsed = Reader()
    parsed.feed(page.text)
    assert parsed.open == []
    tags = [tag for tag, _ in parsed.found]
    assert {"script", "style"}.isdisjoint(tags)
    assert tags.count("h1") == 1
    assert not [a for _, a in parsed.found if any(name.startswith("on") for name in a)]
    assert "json" in reader.get(address).headers["content-type"]
    assert "json" in reader.get(f"{address}?f=json", headers=BROWSER).headers["content-type"]
    assert reader.get(f"{address}?f=html").text.startswith("<!doctype html>")


@pytest.mark.parametrize("address", PAGES)
def test_pages_and_data_are_kept_apart_by_caches(reader, address):
    assert {"Accept", "Accept-Language"} <= {
        part.strip() for part in reader.get(address).headers["vary"].split(",")
    }


def test_links_on_pages_lead_somewhere(reader):
    parsed = Reader()
    parsed.feed(reader.get(STATIONS, headers=BROWSER).text)
    ours = {a["href"] for tag, a in parsed.found if tag == "a" and a["href"].startswith(BASE)}
    assert len(ours) > 6
    for href in ours:
        assert reader.get(href.removeprefix(BASE)).status_code == 200, href


def test_documents_speak_the_readers_language(reader):
    english = reader.get(STATIONS, headers={"accept-language": "en"})
    assert english.json()["title"] == "Public charging stations (demonstration)"
    assert english.headers["content-language"] == "en"
    assert (
        reader.get(f"{STATIONS}?lang=zh", headers={"accept-language": "en"})
        .json()["title"]
        .startswith("公共充电站")
    )


@pytest.mark.parametrize("address", PAGES[:4])
@pytest.mark.parametrize(("query", "where"), [("f=pdf", "f"), ("colour=red", "colour")])
def test_documents_refuse_what_they_do_not_know(reader, address, query, where):
    answer = reader.get(f"{address}?{query}")
    assert (answer.status_code, answer.json()["error"]["where"]) == (400, where)


def test_a_feature_that_is_code_is_shown_as_text(empty_url):
    from fastapi.testclient import TestClient

    from api import services
    from api.app import create_app
    from api.settings import Settings

    evil = "<script>alert(1)</script>"
    frame = gpd.GeoDataFrame(
        {
            evil: [evil, '"><img src=x onerror=alert(1)>'],
            "u": ["javascript:alert(1)", 'http://x/"'],
        },
        geometry=[Point(112, 37)] * 2,
        crs="EPSG:4326",
    )
    meta = LayerMeta(
        id="evil", title_zh=evil, title_en=evil, role="place", geometry_type="Point",
        quality="illustrative", licence=evil, source=evil, source_date=evil, note_zh=evil,
        source_url="javascript:alert(1)",
    )  # fmt: skip
    database = Database(empty_url)
    loading.load(
        database, [LayerContent(meta=meta, batches=lambda: [frame], sha256="x")], created_by="test"
    )
    database.dispose()
    with TestClient(create_app(services.build(Settings(), empty_url)), base_url=BASE) as client:
        for address in ("/ogc/collections", "/ogc/collections/evil/items",
                        "/ogc/collections/evil", "/ogc/collections/evil/items/1",
                        "/ogc/collections/evil/queryables",
                        "/ogc/collections/evil/tiles"):  # fmt: skip
            parsed = Reader()
            parsed.feed(client.get(address, headers=BROWSER).text)
            assert {"script", "img"}.isdisjoint(tag for tag, _ in parsed.found)
            hrefs = [a.get("href") or "" for _, a in parsed.found]
            assert not [href for href in hrefs if href.startswith("javascript")]
        tilejson = client.get("/ogc/collections/evil/tiles/WebMercatorQuad/tilejson").json()
        assert "<" not in tilejson["attribution"]
