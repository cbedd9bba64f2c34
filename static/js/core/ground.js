/** Ground lengths on the CGCS2000 ellipsoid for a Web Mercator screen. */

const SEMI_MAJOR_M = 6378137;
const FLATTENING = 1 / 298.257222101;
const ECCENTRICITY_2 = FLATTENING * (2 - FLATTENING);
const TILE_PX = 256;

/**
 * Metres on the ground, east to west, under one screen pixel.
 *
 * @param {number} lat degrees
 * @param {number} zoom Web Mercator zoom, fractions allowed
 */
export function metresPerPixel(lat, zoom) {
  const phi = (lat * Math.PI) / 180;
  const parallelM = (SEMI_MAJOR_M * Math.cos(phi)) / Math.sqrt(1 - ECCENTRICITY_2 * Math.sin(phi) ** 2);
  return (2 * Math.PI * parallelM) / (TILE_PX * 2 ** zoom);
}

/**
 * The longest round length (1, 2 or 5 times a power of ten) that fits.
 *
 * @param {number} metresPerPx
 * @param {number} widthPx room for the bar
 * @returns {{ lengthM: number, widthPx: number }}
 */
export function scaleBar(metresPerPx, widthPx) {
  const room = metresPerPx * widthPx;
  const power = 10 ** Math.floor(Math.log10(room));
  const factor = [5, 2, 1].find((step) => step * power <= room) ?? 1;
  const lengthM = factor * power;
  return { lengthM, widthPx: lengthM / metresPerPx };
}

/**
 * A place so many metres to the east and to the north, for steps that are short against the Earth.
 *
 * @param {[number, number]} lonLat degrees
 * @param {number} eastM
 * @param {number} northM
 * @returns {[number, number]} degrees
 */
export function shifted([lon, lat], eastM, northM) {
  const phi = (lat * Math.PI) / 180;
  const under = 1 - ECCENTRICITY_2 * Math.sin(phi) ** 2;
  const meridianM = (SEMI_MAJOR_M * (1 - ECCENTRICITY_2)) / under ** 1.5;
  const parallelM = (SEMI_MAJOR_M * Math.cos(phi)) / Math.sqrt(under);
  return [lon + ((eastM / parallelM) * 180) / Math.PI, lat + ((northM / meridianM) * 180) / Math.PI];
}
