-- name: named_features
-- The features of a version that have a name and a shape: id, name, county, kind and bounds.
SELECT id, named.name, county.code AS county, ST_Dimension(geom) = 1 AS is_line,
       ST_XMin(geom) AS west, ST_YMin(geom) AS south, ST_XMax(geom) AS east, ST_YMax(geom) AS north
FROM feature
CROSS JOIN LATERAL (
    SELECT btrim(attributes ->> asked.name) AS name
    FROM unnest(%(names)s::text[]) WITH ORDINALITY AS asked (name, place)
    WHERE btrim(attributes ->> asked.name) <> ''
    ORDER BY asked.place LIMIT 1
) AS named
LEFT JOIN LATERAL (
    SELECT left(attributes ->> asked.name, 6) AS code
    FROM unnest(%(counties)s::text[]) WITH ORDINALITY AS asked (name, place)
    WHERE attributes ->> asked.name ~ '^[0-9]{6}'
    ORDER BY asked.place LIMIT 1
) AS county ON true
WHERE version_id = %(version)s AND geom IS NOT NULL
ORDER BY seq
