"""Pure spatial analysis: frames and arrays in, frames and arrays out.

What the package promises:

* no database, no files, no settings, no logging; a function's answer depends on its arguments;
* an input without a coordinate reference system is refused, one in any other is converted;
* lengths in metres and areas in square metres on the ellipsoid, never in degrees or Web Mercator;
* arguments are not changed, and the order of rows does not change a result.
"""
