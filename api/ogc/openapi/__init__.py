"""The OpenAPI 3.0 document of the OGC interfaces, written collection by collection.

FastAPI's own document is OpenAPI 3.1, which OGC clients do not read.
"""

from api.ogc.openapi.document import document

__all__ = ["document"]
