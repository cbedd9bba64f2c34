"""Writing a proof bundle."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

from layers.evaluation import bindings
from layers.scenarios.bundles import layer_files
from layers.scenarios.bundles.results import results, rules, written
from layers.texts import LANGUAGES, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.plans import Registry
    from layers.scenarios.live import Outcome, State

FORMAT: Final = "jintu scenario bundle 1"
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
"""The time on every file in the zip: equal scenarios give equal bytes."""


def write(state: State, outcome: Outcome, registry: Registry, about: Mapping[str, Any]) -> bytes:
    """Return the bundle of a scenario as the bytes of a zip file.

    ``about`` is what is told of the scenario: id, title, revision, parameters, edits.
    """
    files = {
        "README.txt": _readme(about),
        "scenario.json": written({**about, "base": state.base}),
        "rules/bindings.toml": bindings.PATH.read_bytes(),
        "rules/targets.json": written(rules(state, registry)),
        **_inputs(state),
    }
    for name, value in results(state, outcome, registry).items():
        files[f"results/{name}.json"] = written(value)
    listed = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in sorted(files.items())
    }
    manifest = {"format": FORMAT, "files": listed, "rules_sha256": bindings.load().sha256}
    return _zipped({"manifest.json": written(manifest), **files})


def _inputs(state: State) -> dict[str, bytes]:
    given = state.given
    found = {
        f"inputs/{name}.json": layer_files.to_file(given.layers[name], frame)
        for name, frame in given.frames.items()
    }
    if given.network is not None:
        found["inputs/network.npz"] = given.network.to_bytes()
    return found


def _readme(about: Mapping[str, Any]) -> bytes:
    told = {"title": about["title"], "revision": about["revision"], "id": about["id"]}
    lines = [text("scenario.bundle.readme", language, **told) for language in LANGUAGES]
    return ("\n\n".join(lines) + "\n").encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
