"""The servers that are measured: how each is started, and its address for each operation."""

# ruff: noqa: RUF012 - the tables of addresses are never changed

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict
from serving_data import BOX, POINTS, tile

from layers.db import driver_url

PROJECT = Path(__file__).resolve().parent.parent
CODE = "140700050"
PAGE = 10_000
PACKED = {"Accept-Encoding": "br"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Peer:
    """A server with a process group of its own."""

    name = ""
    ready = "/"
    paths: dict[str, str] = {}
    headers: dict[str, dict[str, str]] = {}

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder, self.database_url = folder, database_url
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def command(self) -> tuple[list[str], dict[str, str]]:
        raise NotImplementedError

    def start(self) -> None:
        command, environment = self.command()
        with (self.folder / f"{self.name}.log").open("w") as log:
            self.process = subprocess.Popen(
                command, env=os.environ | environment, stdout=log, stderr=log, cwd=PROJECT,
                start_new_session=True,
            )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        for _ in range(1_200):
            try:
                with urllib.request.urlopen(self.url + self.ready):  # noqa: S310
                    return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        message = f"{self.name} does not answer"
        raise RuntimeError(message)

    def stop(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(20)

    def points(self) -> list[str]:
        """The addresses that give all points: one, or as many pages as the server needs."""
        address = self.url + self.paths["points"]
        if "{}" not in address:
            return [address]
        return [address.format(offset) for offset in range(0, POINTS, PAGE)]

    def peak_mb(self) -> float:
        """Peak resident memory of the process and those it started."""
        total = 0
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                if os.getpgid(int(status.parent.name)) == self.process.pid:
                    line = [one for one in status.read_text().splitlines() if "VmHWM" in one]
                    total += int(line[0].split()[1]) if line else 0
            except (ProcessLookupError, FileNotFoundError):
                continue
        return total / 1024


def uvicorn(*arguments: str) -> list[str]:
    fast = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    return [sys.executable, "-m", "uvicorn", *arguments, *fast]


class Ceiling(Peer):
    name = "ceiling"
    ready = "/held"
    paths = {
        "items": "/items", "box": f"/box?bbox={BOX}", "item": f"/items/{CODE}",
        "tile 8": "/tiles/{}/{}/{}".format(*tile(8)),
        "tile 12": "/tiles/{}/{}/{}".format(*tile(12)),
        "points": "/points", "warm tile": "/held", "warm collection": "/held", "304": "/known",
    }  # fmt: skip

    def command(self):
        more = {"BENCH_DATABASE": driver_url(self.database_url)}
        place = ["--app-dir", str(PROJECT / "bench"), "--port", str(self.port)]
        return uvicorn("serving_ceiling:app", *place), more


class Jintu(Peer):
    """With nothing cached, so that every request is made anew."""

    name = "jintu"
    ready = "/api/health"
    cache_mb = 0
    _tiles = "/ogc/collections/town/tiles/WebMercatorQuad/{0}/{2}/{1}"
    paths = {
        "items": "/ogc/collections/town/items",
        "box": f"/ogc/collections/town/items?bbox={BOX}",
        "item": f"/ogc/collections/town/items/{CODE}",
        "tile 8": _tiles.format(*tile(8)),
        "tile 12": _tiles.format(*tile(12)),
        "points": "/ogc/collections/pt/items?limit=10000&offset={}",
    }

    def command(self):
        command = [sys.executable, "-m", "api.cli", "serve", "--port", str(self.port)]
        data = self.folder / "data"
        return command, {
            "JINTU_DATABASE_URL": self.database_url, "JINTU_CACHE_MB": str(self.cache_mb),
            "JINTU_DATA_DIR": str(data), "JINTU_WORKER": "false",
        }  # fmt: skip


class JintuWarm(Jintu):
    """With its cache, asked for what it has answered before."""

    name = "jintu warm"
    cache_mb = 64
    paths = {
        "warm tile": Jintu.paths["tile 8"],
        "warm collection": Jintu.paths["box"],
        "304": Jintu.paths["items"],
    }
    headers = {"warm tile": PACKED, "warm collection": PACKED, "304": PACKED}


class Tipg(Peer):
    name = "tipg"
    ready = "/healthz"
    _town = "/collections/plain.town"
    _which = "geom-column=geom&f=geojson"
    paths = {
        "items": f"{_town}/items?limit=1000&{_which}",
        "box": f"{_town}/items?limit=1000&bbox={BOX}&{_which}",
        "item": f"{_town}/items/51?{_which}",
        "tile 8": _town + "/tiles/WebMercatorQuad/{}/{}/{}?geom-column=geom".format(*tile(8)),
        "tile 12": _town + "/tiles/WebMercatorQuad/{}/{}/{}?geom-column=geom".format(*tile(12)),
        "points": f"/collections/plain.pt/items?limit={POINTS}&{_which}",
    }

    def command(self):
        place = self.folder / "tipg"
        if not place.exists():
            install = ["-m", "pip", "install", "--quiet", "--target", str(place)]
            packages = ["tipg", "uvicorn", "uvloop", "httptools"]
            subprocess.run([sys.executable, *install, *packages], check=True)
        more = {
            "PYTHONPATH": str(place), "DATABASE_URL": by_host(self.database_url),
            "TIPG_DB_SCHEMAS": '["plain"]', "TIPG_MAX_FEATURES_PER_QUERY": str(POINTS),
        }  # fmt: skip
        return uvicorn("tipg.main:app", "--port", str(self.port)), more


class Fcgi(Peer):
    """Two FastCGI processes behind nginx."""

    program = ""

    def environment(self) -> dict[str, str]:
        raise NotImplementedError

    def command(self):
        backends = [free_port(), free_port()]
        conf = self.folder / f"{self.name}-nginx.conf"
        servers = " ".join(f"server 127.0.0.1:{port};" for port in backends)
        conf.write_text(
            NGINX.format(folder=self.folder, name=self.name, port=self.port, servers=servers)
        )
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        spawn = [f"spawn-fcgi -n -a 127.0.0.1 -p {port} -- {self.program} &" for port in backends]
        return ["sh", "-c", " ".join([*spawn, f"exec {nginx} -c {conf}"])], self.environment()


class MapServer(Fcgi):
    """GeoJSON by WFS, tiles by its tile mode."""

    program = "/usr/lib/cgi-bin/mapserv"
    name = "mapserver"
    _wfs = "/?service=WFS&version=2.0.0&request=GetFeature&outputformat=geojson&typenames="
    _mvt = "/?mode=tile&tilemode=gmap&layers=town&map.imagetype=mvt&tile={1}+{2}+{0}"
    paths = {
        "items": f"{_wfs}town",
        "box": f"{_wfs}town&bbox={BOX},urn:ogc:def:crs:OGC:1.3:CRS84",
        "item": f"{_wfs}town&featureid=town.51",
        "tile 8": _mvt.format(*tile(8)),
        "tile 12": _mvt.format(*tile(12)),
        "points": f"{_wfs}pt",
    }
    ready = "/?service=WFS&request=GetCapabilities"

    def environment(self):
        mapfile, config = self.folder / "bench.map", self.folder / "mapserver.conf"
        mapfile.write_text(MAPFILE.format(database=by_words(self.database_url), url=self.url))
        lines = ["CONFIG", "ENV", 'MS_MAP_PATTERN "."', f'MS_MAPFILE "{mapfile}"', "END", "END"]
        config.write_text("\n".join(lines))
        return {"MAPSERVER_CONFIG_FILE": str(config)}


class QgisServer(Fcgi):
    """Its OGC API Features, on a project made by PyQGIS."""

    name = "qgis"
    program = "/usr/lib/cgi-bin/qgis_mapserv.fcgi"
    ready = "/wfs3/collections"
    paths = {
        "items": "/wfs3/collections/town/items?limit=1000",
        "box": f"/wfs3/collections/town/items?limit=1000&bbox={BOX}",
        "item": "/wfs3/collections/town/items/51",
        "points": "/wfs3/collections/pt/items?limit=10000&offset={}",
    }

    def environment(self):
        project = self.folder / "bench.qgs"
        found = parts(self.database_url)
        source = (
            f"dbname='{found['dbname']}' host={found['host']} port={found.get('port', 5432)}"
            f" user='{found['user']}' key='gid' srid=4326"
        )
        making = str(PROJECT / "bench" / "serving_project.py")
        quiet = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(self.folder)}
        command = ["/usr/bin/python3", making, str(project), source]
        subprocess.run(command, check=True, env=os.environ | quiet, stderr=subprocess.DEVNULL)
        return quiet | {"QGIS_PROJECT_FILE": str(project), "QGIS_SERVER_LOG_LEVEL": "2"}


MAPFILE = """
MAP
  NAME "bench" EXTENT 111 36 115 39 SIZE 256 256 UNITS DD
  PROJECTION "init=epsg:4326" END
  WEB METADATA
    "ows_enable_request" "*" "ows_title" "bench" "ows_onlineresource" "{url}/"
    "ows_srs" "EPSG:4326 EPSG:3857" "wfs_getfeature_formatlist" "geojson"
  END END
  OUTPUTFORMAT
    NAME "geojson" DRIVER "OGR/GEOJSON" MIMETYPE "application/geo+json"
    FORMATOPTION "STORAGE=stream" FORMATOPTION "FORM=SIMPLE"
    FORMATOPTION "LCO:COORDINATE_PRECISION=7"
  END
  OUTPUTFORMAT NAME "mvt" DRIVER "MVT" MIMETYPE "application/vnd.mapbox-vector-tile" END
  LAYER
    NAME "town" TYPE POLYGON STATUS ON CONNECTIONTYPE POSTGIS CONNECTION "{database}"
    PROCESSING "CLOSE_CONNECTION=DEFER"
    DATA "geom FROM single.town USING UNIQUE gid USING SRID=4326"
    PROJECTION "init=epsg:4326" END
    METADATA "ows_title" "town" "gml_include_items" "all" "gml_featureid" "gid" END
  END
  LAYER
    NAME "pt" TYPE POINT STATUS ON CONNECTIONTYPE POSTGIS CONNECTION "{database}"
    PROCESSING "CLOSE_CONNECTION=DEFER"
    DATA "geom FROM single.pt USING UNIQUE gid USING SRID=4326"
    PROJECTION "init=epsg:4326" END
    METADATA "ows_title" "pt" "gml_include_items" "all" "gml_featureid" "gid" END
  END
END
"""
NGINX = """
daemon off; pid {folder}/{name}-nginx.pid; error_log {folder}/{name}-nginx.error;
worker_processes 1;
events {{ }}
http {{
  access_log off; fastcgi_buffering on; keepalive_requests 1000000;
  client_body_temp_path {folder}/body; fastcgi_temp_path {folder}/fcgi;
  proxy_temp_path {folder}/proxy; scgi_temp_path {folder}/scgi; uwsgi_temp_path {folder}/uwsgi;
  upstream back {{ {servers} }}
  server {{
    listen 127.0.0.1:{port};
    location / {{ include /etc/nginx/fastcgi_params; fastcgi_pass back; }}
  }}
}}
"""


def parts(url: str) -> dict[str, str]:
    return conninfo_to_dict(driver_url(url))


def by_host(url: str) -> str:
    """The address with the socket's folder as its host, which asyncpg reads."""
    found = parts(url)
    host = quote(found["host"], safe="")
    return f"postgresql://{found['user']}@{host}:{found.get('port', 5432)}/{found['dbname']}"


def by_words(url: str) -> str:
    return " ".join(f"{name}={value}" for name, value in parts(url).items())


PEERS = {one.name: one for one in (Ceiling, Jintu, JintuWarm, Tipg, MapServer, QgisServer)}
