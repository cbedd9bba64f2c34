"""What QGIS does with the service, told as JSON; run by the Python that QGIS was built for.

It takes the address of the service and a folder for the picture of the tiles.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorTileLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

YUCI = QgsRectangle(112.5, 37.5, 112.9, 37.9)
COUNTY = "\"county_code\" = '140702'"
SINCE = "\"date\" >= '2024-03-01T00:00:00Z'"
WHITE = QColor("white").rgb()


def opened(url: str, name: str, more: str = "") -> QgsVectorLayer:
    source = f" url='{url}/ogc' typename='{name}' pagingEnabled='true'{more}"
    return QgsVectorLayer(source, name, "OAPIF")


def features(layer: QgsVectorLayer) -> dict[str, object]:
    fields = {field.name(): field.typeName() for field in layer.fields().toList()}
    rows = [dict(zip(fields, one.attributes(), strict=True)) for one in layer.getFeatures()]
    return {
        "valid": layer.isValid(),
        "system": layer.crs().authid(),
        "fields": fields,
        "ids": [row["id"] for row in rows],
        "names": [row["name_zh"] for row in rows],
    }


def filtered(url: str, name: str, condition: str) -> dict[str, object]:
    layer = opened(url, name)
    taken = layer.setSubsetString(condition)
    ids = [one["id"] for one in layer.getFeatures()]
    return {"taken": taken, "ids": sorted(ids), "count": layer.featureCount()}


def in_a_box(url: str) -> dict[str, object]:
    layer = opened(url, "counties", " restrictToRequestBBOX='1'")
    found = layer.getFeatures(QgsFeatureRequest().setFilterRect(YUCI))
    return {"names": sorted(one["name_zh"] for one in found)}


def tiles(url: str, picture: Path) -> dict[str, object]:
    address = f"{url}/ogc/collections/counties/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}"
    layer = QgsVectorTileLayer(f"type=xyz&url={address}&zmin=0&zmax=14", "tiles")
    mercator = QgsCoordinateReferenceSystem("EPSG:3857")
    way = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), mercator, QgsProject.instance()
    )
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(mercator)
    settings.setExtent(way.transformBoundingBox(YUCI))
    settings.setOutputSize(QSize(400, 400))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(str(picture))
    drawn = sum(
        image.pixel(x, y) != WHITE
        for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)
    )  # fmt: skip
    return {"valid": layer.isValid(), "drawn": drawn, "faults": [e.message for e in job.errors()]}


def main(url: str, folder: Path) -> None:
    QgsApplication.setPrefixPath("/usr", useDefaultPaths=True)
    application = QgsApplication([], GUIenabled=False)
    application.initQgis()
    told = {
        "stations": features(opened(url, "stations")),
        "version": Qgis.QGIS_VERSION_INT,
        "of_a_county": filtered(url, "stations", COUNTY),
        "since": filtered(url, "inspections", SINCE),
        "boxed": in_a_box(url),
        "tiles": tiles(url, folder / "tiles.png"),
    }
    (folder / "told.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    application.exitQgis()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
