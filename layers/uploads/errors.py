"""What can go wrong on the way from a file to a published version.

::

    UploadError
    ├── UnknownUpload       ├── ChunkRefused        ├── RowsRejected
    ├── WrongState          ├── UploadIncomplete    ├── LayerNotChosen
    ├── UploadTooLarge      ├── WrongHash           ├── DescriptionIncomplete
    ├── QuotaExceeded       ├── FileGone            ├── ColumnsDiffer
    ├── DiskFull            └── UploadCancelled     ├── KeyMissing
    ├── MixedGeometry                               └── KeyEmpty
    └── ReservedLayer
"""

from __future__ import annotations

from layers.errors import LayerError


class UploadError(LayerError):
    """The upload cannot go on."""

    code = "upload"


class UnknownUpload(UploadError):
    """There is no upload with this id."""

    code = "unknown_upload"


class WrongState(UploadError):
    """The upload is not at the step that this needs; the facts name both."""

    code = "upload_state"


class UploadTooLarge(UploadError):
    """The file is larger than uploads may be; the facts name the limit and its value."""

    code = "upload_too_large"


class QuotaExceeded(UploadError):
    """The files that wait to be published take up too much room; publish or discard some."""

    code = "upload_quota"


class DiskFull(UploadError):
    """There is too little free space on the server's disk for this file."""

    code = "upload_disk_full"


class ReservedLayer(UploadError):
    """Layers of this name are made by jintu itself and take no uploads."""

    code = "upload_reserved_layer"


class ChunkRefused(UploadError):
    """The chunk is not one of this upload, or not of its length."""

    code = "upload_chunk"


class UploadIncomplete(UploadError):
    """Some chunks of the file have not arrived yet."""

    code = "upload_incomplete"


class WrongHash(UploadError):
    """What arrived is not what was announced; send the file again."""

    code = "upload_hash"


class FileGone(UploadError):
    """The file of this upload is no longer kept; upload it again."""

    code = "upload_file_gone"


class UploadCancelled(UploadError):
    """The upload was discarded while work on it was going on."""

    code = "upload_cancelled"


class RowsRejected(UploadError):
    """Some rows cannot be used; say that the valid ones shall be published, or correct the file."""

    code = "upload_rows_rejected"


class LayerNotChosen(UploadError):
    """The file holds several layers, or not the one named; name one of those it holds."""

    code = "upload_layer_choice"


class MixedGeometry(UploadError):
    """The layer mixes points, lines or polygons; split it by kind before publishing."""

    code = "upload_mixed"


class DescriptionIncomplete(UploadError):
    """Details that a publication needs are missing; the facts name them."""

    code = "upload_description"


class ColumnsDiffer(UploadError):
    """A column holds another kind of value than in the published version."""

    code = "upload_columns"


class KeyMissing(UploadError):
    """The key column is not there, or not the one that the layer has."""

    code = "upload_key"


class KeyEmpty(UploadError):
    """Some features have no value in the key column."""

    code = "upload_key_empty"
