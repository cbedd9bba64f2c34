-- What an export needs to know beside the features themselves, which feature_rows reads.

-- name: feature_kinds
-- The types among the geometries of a version, in PostGIS' capitals.
SELECT DISTINCT geometrytype(geom) AS kind
  FROM feature WHERE version_id = %(version)s AND geom IS NOT NULL;
