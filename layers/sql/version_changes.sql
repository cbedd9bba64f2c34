-- What differs between two versions, rows of a version in batches, giving a version's space back.

-- name: pinned_versions
-- Versions that scenarios stand on: those of their roles and of their context.
SELECT DISTINCT (pin #>> '{}')::integer AS version
  FROM scenario, jsonb_path_query(base, 'strict $.**.version_id') AS pin
 WHERE jsonb_typeof(pin) = 'number';

-- name: feature_rows_after
-- A batch of a version's rows in their order.
SELECT seq, id, st_asbinary(geom) AS wkb, attributes
  FROM feature WHERE version_id = %(version)s AND seq > %(after)s ORDER BY seq LIMIT %(limit)s;

-- name: feature_rows_by_id
SELECT seq, id, st_asbinary(geom) AS wkb, attributes
  FROM feature WHERE version_id = %(version)s AND id = ANY(%(ids)s);

-- name: changes_by_key
-- Pairs features of two versions by their id. A geometry has changed when one of its coordinates
-- has, seen to seven digits, which is what readers are given.
CREATE TEMPORARY TABLE change ON COMMIT DROP AS
SELECT before.seq AS before_seq, after.seq AS after_seq,
       CASE WHEN before.seq IS NULL THEN 'added' WHEN after.seq IS NULL THEN 'removed'
            ELSE 'changed' END AS kind,
       before.seq IS NOT NULL AND after.seq IS NOT NULL
       AND before.place IS DISTINCT FROM after.place AS geometry_changed,
       before.seq IS NOT NULL AND after.seq IS NOT NULL
       AND before.attributes <> after.attributes AS attributes_changed
  FROM (
    SELECT seq, id, attributes, md5(st_asbinary(st_snaptogrid(geom, 1e-7))) AS place
      FROM feature WHERE version_id = %(before)s
  ) AS before
  FULL JOIN (
    SELECT seq, id, attributes, md5(st_asbinary(st_snaptogrid(geom, 1e-7))) AS place
      FROM feature WHERE version_id = %(after)s
  ) AS after USING (id)
 WHERE before.seq IS NULL OR after.seq IS NULL
    OR before.place IS DISTINCT FROM after.place OR before.attributes <> after.attributes;

-- name: changes_by_content
-- Without a key: first the features that are the same in every way are set aside, then those at
-- the same place are paired, then those with the same attributes; the rest came or went. Equal
-- features are told apart by how many there are.
CREATE TEMPORARY TABLE change ON COMMIT DROP AS
WITH both_sides AS MATERIALIZED (
    SELECT version_id = %(after)s AS is_after, seq, attributes,
           coalesce(md5(st_asbinary(st_snaptogrid(geom, 1e-7))), '') AS place
      FROM feature WHERE version_id IN (%(before)s, %(after)s)
), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY is_after, place, attributes ORDER BY seq) AS nth
      FROM both_sides
), left_over AS MATERIALIZED (
    SELECT is_after, seq, attributes, place FROM (
        SELECT *, count(*) OVER (PARTITION BY place, attributes, nth) AS sides FROM numbered
    ) AS counted WHERE sides = 1
), at_place AS MATERIALIZED (
    SELECT *, row_number() OVER (PARTITION BY is_after, place ORDER BY seq) AS nth FROM left_over
     WHERE place <> ''
), same_place AS MATERIALIZED (
    SELECT before.seq AS before_seq, after.seq AS after_seq
      FROM at_place AS before JOIN at_place AS after USING (place, nth)
     WHERE NOT before.is_after AND after.is_after
), unplaced AS MATERIALIZED (
    SELECT *, row_number() OVER (PARTITION BY is_after, attributes ORDER BY seq) AS nth
      FROM left_over
     WHERE NOT EXISTS (
        SELECT 1 FROM same_place
         WHERE seq = CASE WHEN is_after THEN after_seq ELSE before_seq END)
), same_attributes AS MATERIALIZED (
    SELECT before.seq AS before_seq, after.seq AS after_seq
      FROM unplaced AS before JOIN unplaced AS after USING (attributes, nth)
     WHERE NOT before.is_after AND after.is_after
)
SELECT before_seq, after_seq, 'changed' AS kind, false AS geometry_changed,
       true AS attributes_changed FROM same_place
UNION ALL
SELECT before_seq, after_seq, 'changed', true, false FROM same_attributes
UNION ALL
SELECT CASE WHEN NOT is_after THEN seq END, CASE WHEN is_after THEN seq END,
       CASE WHEN is_after THEN 'added' ELSE 'removed' END, false, false
  FROM unplaced
 WHERE NOT EXISTS (
    SELECT 1 FROM same_attributes
     WHERE seq = CASE WHEN is_after THEN after_seq ELSE before_seq END);

-- name: change_counts
SELECT count(*) FILTER (WHERE kind = 'added')::integer AS added,
       count(*) FILTER (WHERE kind = 'removed')::integer AS removed,
       count(*) FILTER (WHERE kind = 'changed')::integer AS changed,
       count(*) FILTER (WHERE geometry_changed)::integer AS changed_geometry,
       count(*) FILTER (WHERE attributes_changed)::integer AS changed_attributes
  FROM change;

-- name: change_page
-- One page of changes with both states; what went comes first, then what changed, then what came.
SELECT kind, geometry_changed, attributes_changed,
       coalesce(after.id, before.id) AS id,
       before.attributes AS before_attributes, after.attributes AS after_attributes,
       st_asgeojson(before.geom, 7) AS before_geometry,
       st_asgeojson(after.geom, 7) AS after_geometry
  FROM (
    SELECT * FROM change
     ORDER BY kind DESC, before_seq, after_seq LIMIT %(limit)s OFFSET %(offset)s
  ) AS page
  LEFT JOIN feature AS before ON before.version_id = %(before)s AND before.seq = before_seq
  LEFT JOIN feature AS after ON after.version_id = %(after)s AND after.seq = after_seq
 ORDER BY kind DESC, before_seq, after_seq;

-- name: drop_partition
-- The features of a version, with their generalised copy.
DROP TABLE IF EXISTS feature_v{version}, feature_v{version}_coarse;

-- name: partitions
-- Every table that belongs to one version, and whether readers can reach it.
SELECT substring(relname FROM '^feature_v([0-9]+)')::integer AS version,
       relname ~ '_coarse$' AS coarse, relispartition AS attached,
       pg_total_relation_size(pg_class.oid) AS bytes
  FROM pg_class
 WHERE relname ~ '^feature_v[0-9]+(_coarse)?$' AND relkind = 'r'
   AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'feature'::regclass);

-- name: drop_changes
-- The pairs of an earlier question of the same transaction.
DROP TABLE IF EXISTS pg_temp.change;
