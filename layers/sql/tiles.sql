-- Vector tiles, and the generalised geometry that makes those of low zooms small.
-- {version} and {srid} are integers of ours, {features} and {generalised} names of tables that hold
-- one; {near}, {shape}, {exact}, {column} and {spread} are parts of this file, chosen by
-- layers.tiles.

-- name: tile_pointer
-- The version of a layer that readers see, or the one of a number that was published once.
SELECT layer_version.id AS version_id, layer_version.feature_count, layer_version.number,
       to_regclass('feature_v' || layer_version.id || '_coarse') IS NOT NULL AS is_generalised
  FROM layer JOIN layer_version ON layer_version.layer_id = layer.id
 WHERE layer.id = %(layer)s AND may_read(layer.id, %(internal)s)
   AND CASE WHEN %(number)s::integer IS NULL THEN layer_version.id = layer.current_version_id
            ELSE layer_version.number = %(number)s::integer
                 AND layer_version.state IN ('published', 'superseded') END;

-- name: tile_body
-- One tile: features that come near it, each cut to it, in their own order. The offset is a fence:
-- without it the condition after it has every shape cut a second time.
SELECT st_asmvt(feature, %(layer)s, 4096, 'shape', 'seq') AS body, count(*)::integer AS shown
  FROM (
    SELECT taken.seq, taken.attributes,
           st_asmvtgeom(
               {shape}, st_makeenvelope(%(west)s, %(south)s, %(east)s, %(north)s, {srid}),
               4096, 64, TRUE
           ) AS shape
      FROM (
        SELECT seq, attributes, geom
          FROM {features}
         WHERE {near}
         ORDER BY {spread} seq LIMIT %(limit)s
      ) AS taken
     ORDER BY taken.seq OFFSET 0
  ) AS feature
 WHERE shape IS NOT NULL;

-- name: tile_count
-- How many features come near a tile.
SELECT count(*)::integer FROM {features} WHERE {near};

-- name: tile_near
geom && st_makeenvelope(%(west_lon)s, %(south_lat)s, %(east_lon)s, %(north_lat)s, 4326);

-- name: tile_exact_3857
st_transform(taken.geom, 3857);

-- name: tile_exact_4326
taken.geom;

-- name: tile_spread
-- The same scattered order each time, so that a tile above the limit is thinned out evenly.
hashint8(seq),

-- name: tile_coarse_shape
-- Looked up for each feature: joined, a band is read whole wherever few features are expected.
coalesce(
    (SELECT coarse.{column} FROM {generalised} AS coarse
      WHERE coarse.version_id = {version} AND coarse.zoom = %(band)s AND coarse.seq = taken.seq),
    {exact}
);

-- name: coarse_input
-- The shapes of a filled partition that can be generalised, with the number of their vertices.
SELECT seq, st_asbinary(st_transform(geom, 3857)) AS wkb
  FROM feature_v{version} WHERE st_dimension(geom) > 0 ORDER BY seq;

-- name: coarse_size
SELECT coalesce(sum(st_npoints(geom)), 0)::bigint AS vertices
  FROM feature_v{version} WHERE st_dimension(geom) > 0;

-- name: create_coarse
-- A table of its own first, as for the features themselves.
CREATE TABLE feature_v{version}_coarse (
    LIKE feature_coarse INCLUDING DEFAULTS INCLUDING GENERATED,
    CONSTRAINT ck_feature_v{version}_coarse_version CHECK (version_id = {version})
);

-- name: copy_coarse
COPY feature_v{version}_coarse (version_id, zoom, seq, geom_3857) FROM STDIN (FORMAT binary);

-- name: index_coarse
ALTER TABLE feature_v{version}_coarse
    ADD CONSTRAINT pk_feature_v{version}_coarse PRIMARY KEY (version_id, zoom, seq);
ANALYZE feature_v{version}_coarse;

-- name: attach_coarse
ALTER TABLE feature_coarse ATTACH PARTITION feature_v{version}_coarse FOR VALUES IN ({version});
