"""The layer store: PostGIS catalogue, versions, loading, export. All SQL is here."""
