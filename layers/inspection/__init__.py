"""What an upload is and what is wrong with it: one report, made in a confined process.

``inspect`` takes a file and a folder and leaves there the report (``report.json``), the features of
each layer in longitude and latitude (``layer-0.parquet``) and a table of the rows that were kept
out (``layer-0-rejected.csv``). ``layers.uploads`` makes a version of such a folder.
"""

from layers.formats.base import Asked
from layers.inspection.contents import batches, rejected_table
from layers.inspection.findings import Finding, UploadRefused, Where
from layers.inspection.report import InspectionReport, LayerReport
from layers.inspection.running import Upload, files_of, inspect, inspect_all, read_report

__all__ = [
    "Asked",
    "Finding",
    "InspectionReport",
    "LayerReport",
    "Upload",
    "UploadRefused",
    "Where",
    "batches",
    "files_of",
    "inspect",
    "inspect_all",
    "read_report",
    "rejected_table",
]
