// The one line that names the version of Leaflet in use; everything in map/ imports from here.
export * from "../../vendor/leaflet/leaflet-src.esm.js";
