"""Reading a proof bundle, which anybody may have made."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson

from geo.network import Network, UnreadableNetwork
from layers.scenarios.bundles import layer_files
from layers.scenarios.bundles.writing import FORMAT
from layers.scenarios.errors import BadBundle
from layers.scenarios.inputs import Inputs

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 2_000_000_000
"""What a bundle may hold unpacked."""
_NETWORK: Final = "inputs/network.npz"


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """The files of a bundle, and which of them are not what the manifest says."""

    manifest: dict[str, Any]
    files: dict[str, bytes]
    tampered: tuple[str, ...]

    def json(self, name: str) -> Any:  # noqa: ANN401 - JSON
        """Return a file's content.

        Raises
        ------
        BadBundle
            When it is not there, or no JSON.
        """
        try:
            return orjson.loads(self.files[name])
        except (KeyError, orjson.JSONDecodeError) as error:
            raise BadBundle(where=name, reason="content") from error

    def inputs(self) -> Inputs:
        """Return the layers and the network.

        Raises
        ------
        BadBundle
            When one cannot be read.
        """
        layers, frames = {}, {}
        for name, content in self.files.items():
            if name.startswith("inputs/") and name.endswith(".json"):
                layer, frame = layer_files.from_file(content, name)
                layers[layer["id"]], frames[layer["id"]] = layer, frame
        return Inputs(layers=layers, frames=frames, network=self._network())

    def _network(self) -> Network | None:
        if _NETWORK not in self.files:
            return None
        try:
            return Network.from_bytes(self.files[_NETWORK])
        except UnreadableNetwork as error:
            raise BadBundle(where=_NETWORK, reason="content") from error


def open_bundle(path: Path) -> Bundle:
    """Read a bundle and hold each file against its fingerprint.

    Raises
    ------
    BadBundle
        With a reason: "missing", "zip", "format", "too_large".
    """
    if not path.is_file():
        raise BadBundle(where=str(path), reason="missing")
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(info.file_size for info in archive.infolist())
            if size > MOST_BYTES:
                raise BadBundle(where=str(path), reason="too_large", bytes=size, most=MOST_BYTES)
            files = {info.filename: archive.read(info) for info in archive.infolist()}
        manifest = orjson.loads(files.pop("manifest.json"))
    except (zipfile.BadZipFile, OSError, KeyError, orjson.JSONDecodeError, EOFError) as error:
        raise BadBundle(where=str(path), reason="zip") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BadBundle(where=str(path), reason="format", needed=FORMAT)
    return Bundle(manifest=manifest, files=files, tampered=_tampered(manifest, files))


def _tampered(manifest: dict[str, Any], files: dict[str, bytes]) -> tuple[str, ...]:
    """Return files that are not what is listed, not listed, or not there."""
    listed = {name: each["sha256"] for name, each in manifest.get("files", {}).items()}
    found = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return tuple(sorted(name for name in listed | found if listed.get(name) != found.get(name)))
