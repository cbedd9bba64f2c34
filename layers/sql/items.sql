-- Items of a collection as GeoJSON, from the table of one version: {features} is its name, which
-- holds an integer of ours, {version}. {geometry}, {properties}, {where} and {order} are parts of
-- this file or clauses made by layers.items and layers.cql, in which every value and every attribute
-- name is bound.

-- name: item_page
-- One page of features as bytes, joined in the database, and how many they are. Which ones is found
-- out first, so that nothing is written for those that are skipped; they are joined in the order of
-- the inner query, because to sort the texts again would move a megabyte about. All rows are of one
-- version; to say so lets the server read them in the order of the key, which begins with it.
SELECT convert_to(coalesce(string_agg(
           '{"type":"Feature","id":' || to_json(id)::text
           || ',"geometry":' || coalesce({geometry}, 'null')
           || ',"properties":' || ({properties})::text || '}', ','), ''), 'UTF8') AS body,
       count(*)::integer AS returned
  FROM (
    SELECT id, attributes, geom
      FROM {features} WHERE version_id = {version} {where}
     ORDER BY {order} LIMIT %(limit)s OFFSET {skipped}
  ) AS page;

-- name: after_number
-- The numbers of a version are 1, 2, 3 and so on.
AND seq > %(offset)s;

-- name: item_count
SELECT count(*)::integer FROM {features} WHERE TRUE {where};

-- name: item_one
-- One feature, its closing brace left out so that links can be added.
SELECT '{"type":"Feature","id":' || to_json(id)::text
       || ',"geometry":' || coalesce({geometry}, 'null')
       || ',"properties":' || attributes::text AS body
  FROM {features} WHERE id = %(id)s;

-- name: geometry_crs84
-- Seven digits are a centimetre.
st_asgeojson(geom, 7);

-- name: geometry_lat_lon
st_asgeojson(st_flipcoordinates(geom), 7, 0);

-- name: geometry_projected
-- Gauss-Krueger, northing first, in millimetres; PostGIS itself computes with the east axis first.
st_asgeojson(st_flipcoordinates(st_transform(st_setsrid(geom, 4490), {epsg})), 3, 0);

-- name: geometry_mercator
st_asgeojson(st_transform(geom, 3857), 3, 0);

-- name: within_box
-- Touches the box, its edge included. Features without a geometry are in no box.
st_intersects(geom, st_geomfromwkb({wkb}, 4326));

-- name: without_attributes
-- The attributes but some; their order stays.
attributes - {names}::text[];

-- name: in_years
-- A year or no year at all: what has no time belongs to every time.
coalesce((attributes ->> {name}::text)::numeric BETWEEN {first} AND {last}, TRUE);

-- name: in_days
-- ISO dates are in the order of their letters.
coalesce(left(attributes ->> {name}::text, 10) COLLATE "C" BETWEEN {first}::text AND {last}::text,
         TRUE);

-- name: version_attributes
-- What the attributes of a version are, and by which one its features are known.
SELECT attributes, key FROM layer_version WHERE id = %(version)s;
