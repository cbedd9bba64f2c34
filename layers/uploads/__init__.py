"""From a file that somebody sends to a version that readers see.

::

    receiving → received → inspected ⇄ staged → published
        │           │       refused      │
        └───────────┴───────────┴────────┴──→ discarded → received (restored)

A step is written down only when everything it stands for is safely there, and every step can be
done again. So the service, a worker or the database may be killed at any moment: the upload is
then at the step before, and goes on from there.
"""

from layers.uploads.deciding import set_visibility
from layers.uploads.description import Description
from layers.uploads.discarding import discard, restore
from layers.uploads.folder import UploadFolder
from layers.uploads.inspected import preview, report_of, source_of
from layers.uploads.inspecting import READY as INSPECTABLE
from layers.uploads.inspecting import asked_of, current, inspect
from layers.uploads.publication import MODES, Publication
from layers.uploads.publishing import (
    answer_standing,
    check,
    is_staged_as,
    make_visible,
    publish,
    published_already,
)
from layers.uploads.quotas import Quotas
from layers.uploads.receiving import Announced, announce, complete_file, take_chunk
from layers.uploads.records import EVERYBODYS, Seen, describe, find, listing
from layers.uploads.sweeping import Swept, sweep

__all__ = [
    "EVERYBODYS",
    "INSPECTABLE",
    "MODES",
    "Announced",
    "Description",
    "Publication",
    "Quotas",
    "Seen",
    "Swept",
    "UploadFolder",
    "announce",
    "answer_standing",
    "asked_of",
    "check",
    "complete_file",
    "current",
    "describe",
    "discard",
    "find",
    "inspect",
    "is_staged_as",
    "listing",
    "make_visible",
    "preview",
    "publish",
    "published_already",
    "report_of",
    "restore",
    "set_visibility",
    "source_of",
    "sweep",
    "take_chunk",
]
