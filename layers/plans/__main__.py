"""``python -m layers.plans check [FOLDER]``: validate the plan files.

Prints one line a fault (``file: entry: code facts``) and the counts of what was read; ends with
status 1 when there is a fault.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from layers.plans.registry import check, load
from layers.plans.wire import plans_json

DATA = Path(__file__).resolve().parents[2] / "data" / "plans"


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m layers.plans")
    parser.add_argument("command", choices=["check"])
    parser.add_argument("folder", nargs="?", type=Path, default=DATA)
    folder = parser.parse_args(arguments).folder
    faults = check(folder)
    for fault in faults:
        sys.stderr.write(fault.line() + "\n")
    if faults:
        return 1
    counts = {plan["id"]: plan["counts"] for plan in plans_json(load(folder))}
    sys.stdout.write(json.dumps(counts, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
