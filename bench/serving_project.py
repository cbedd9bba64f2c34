"""Makes the project of QGIS Server; run by the Python that QGIS was built for."""

import sys

from qgis.core import QgsApplication, QgsProject, QgsVectorLayer

KINDS = {"town": "Polygon", "pt": "Point"}


def main(path: str, source: str) -> None:
    application = QgsApplication([], GUIenabled=False)
    application.initQgis()
    project = QgsProject.instance()
    layers = [
        QgsVectorLayer(f'{source} type={kind} table="single"."{name}" (geom)', name, "postgres")
        for name, kind in KINDS.items()
    ]
    project.addMapLayers(layers)
    project.writeEntry("WFSLayers", "/", [layer.id() for layer in layers])
    for layer in layers:
        project.writeEntry("WFSLayersPrecision", f"/{layer.id()}", 7)
        layer.setShortName(layer.name())
    project.write(path)
    application.exitQgis()


main(*sys.argv[1:])
