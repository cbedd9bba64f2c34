-- Reading features. A version id is always bound, so only its partition is touched.

-- name: feature_rows
-- Rows for analysis and export: geometry as WKB, attributes as they are stored.
SELECT seq, id, st_asbinary(geom) AS wkb, attributes
  FROM feature WHERE version_id = %(version)s ORDER BY seq;

-- name: layer_pointer
-- The version that readers of a layer see now, when they may know of the layer.
SELECT layer_version.id AS version_id, layer_version.feature_count
  FROM layer LEFT JOIN layer_version ON layer_version.id = layer.current_version_id
 WHERE layer.id = %(layer)s AND may_read(layer.id, %(internal)s);

-- name: newest_year
-- The newest year that a version's features state under one of some names.
SELECT max(CASE WHEN value #>> '{}' ~ '^[0-9]{4}$' THEN (value #>> '{}')::integer END) AS year
  FROM feature, jsonb_each(attributes) AS attribute (key, value)
 WHERE version_id = %(version)s AND lower(key) = ANY(%(names)s);
