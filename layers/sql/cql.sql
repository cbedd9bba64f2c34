-- Parts of filters. {left} and {right} are parts as well: a column, or a value that is bound.

-- name: cql_geometry
-- A geometry of the filter, given as WKB in longitude and latitude.
st_geomfromwkb({wkb}, 4326);

-- name: cql_s_intersects
st_intersects({left}, {right});

-- name: cql_s_disjoint
st_disjoint({left}, {right});

-- name: cql_s_equals
st_equals({left}, {right});

-- name: cql_s_touches
st_touches({left}, {right});

-- name: cql_s_within
st_within({left}, {right});

-- name: cql_s_overlaps
st_overlaps({left}, {right});

-- name: cql_s_crosses
st_crosses({left}, {right});

-- name: cql_s_contains
st_contains({left}, {right});
