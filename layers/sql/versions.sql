-- Making, filling and publishing versions. {version} is an integer of ours, never outside text.

-- name: create_partition
-- A table of its own first: attaching it later needs no lock that a reader would feel.
CREATE TABLE feature_v{version} (
    LIKE feature INCLUDING DEFAULTS INCLUDING GENERATED,
    CONSTRAINT ck_feature_v{version}_version CHECK (version_id = {version})
);

-- name: index_partition
-- Indexes are built after the rows are in; the parent's indexes find them when attaching.
ALTER TABLE feature_v{version} ADD CONSTRAINT pk_feature_v{version} PRIMARY KEY (version_id, seq);
CREATE INDEX ix_feature_v{version}_id ON feature_v{version} (id);
CREATE INDEX ix_feature_v{version}_geom ON feature_v{version} USING gist (geom);
ANALYZE feature_v{version};

-- name: attach_partition
ALTER TABLE feature ATTACH PARTITION feature_v{version} FOR VALUES IN ({version});

-- name: copy_features
COPY feature_v{version} (version_id, seq, id, geom, attributes) FROM STDIN (FORMAT binary);

-- name: measure_version
-- Counts and extent of a filled partition.
SELECT count(*)::integer AS feature_count,
       count(*) FILTER (WHERE geom IS NULL)::integer AS awaited_count,
       CASE WHEN count(geom) > 0 THEN ARRAY[
           min(st_xmin(geom)), min(st_ymin(geom)), max(st_xmax(geom)), max(st_ymax(geom))
       ] END AS bbox
  FROM feature_v{version};

-- name: duplicate_ids
-- Ids that more than one feature of a filled partition carries.
SELECT id, count(*)::integer AS times
  FROM feature_v{version} GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 10;

-- name: move_pointer
-- The one statement that makes a version the published one, only if the layer still stands where
-- the caller saw it.
UPDATE layer SET current_version_id = %(version)s
 WHERE id = %(layer)s AND current_version_id IS NOT DISTINCT FROM %(expected)s;

-- name: supersede_version
UPDATE layer_version SET state = 'superseded' WHERE layer_id = %(layer)s AND state = 'published';

-- name: mark_published
UPDATE layer_version SET state = 'published', published_at = now()
 WHERE id = %(version)s AND layer_id = %(layer)s AND state IN ('staged', 'superseded');
