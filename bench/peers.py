"""Other libraries beside ours, installed into a folder of the run and run in their own process.

Nothing of them comes into the project's environment; arrays go over as a NumPy archive.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent


def installed(folder: Path, *packages: str) -> Path:
    """Return the interpreter of an environment in the folder that has the packages."""
    place = folder / "environment"
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
    wanted = [python, "-m", "pip", "install", "--quiet", *packages]
    subprocess.run(wanted, check=True, stderr=subprocess.DEVNULL)
    return python


def ran(python: Path, script: str, folder: Path, *more: object, **arrays: np.ndarray) -> dict:
    """Run a script of this folder on arrays, and return the JSON it prints last."""
    archive = folder / "arrays.npz"
    np.savez(archive, **arrays)
    command = [python, HERE / script, archive, *map(str, more)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    sys.stdout.flush()
    return json.loads(told.strip().splitlines()[-1])
