"""What the OGC interfaces say about themselves: links, documents, schemas, media types, pages.

The routes are in ``api.routes.ogc``; here is what they answer with.
"""
