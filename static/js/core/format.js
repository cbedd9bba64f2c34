/** @import { Lang } from "./types.js" */
import { judge } from "./judge.js";

const LOCALE = { zh: "zh-CN", en: "en-GB" };
export const NOTHING = "–";

/**
 * Numbers and dates of one language.
 *
 * @param {Lang} lang
 */
export function createFormat(lang) {
  const locale = LOCALE[lang];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const date = new Intl.DateTimeFormat(locale, { year: "numeric", month: "short", day: "numeric" });
  const moment = new Intl.DateTimeFormat(locale, {
    year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false,
  });

  return {
    /** @param {number | null | undefined} value */
    count: (value) => (isNumber(value) ? whole.format(value) : NOTHING),
    /** @param {number | null | undefined} value up to three significant decimals */
    decimal: (value) => (isNumber(value) ? decimals.format(value) : NOTHING),
    /** @param {number | null | undefined} distanceM */
    metres: (distanceM) => (isNumber(distanceM) ? whole.format(distanceM) : NOTHING),
    km: formatKm,
    /** @param {number | null | undefined} share 0 to 1 */
    percent: (share) => (isNumber(share) ? `${(share * 100).toFixed(1)} %` : NOTHING),
    /** @param {string | null | undefined} text */
    date: (text) => formatWith(date, text),
    /** @param {string | null | undefined} text */
    moment: (text) => formatWith(moment, text),
  };
}

/** @typedef {ReturnType<typeof createFormat>} Format */

/**
 * Kilometres to one decimal. Where rounding would carry the figure across the limit (9 960 m
 * against 10 km), decimals are added until the figure stands on the side where the distance is.
 *
 * @param {number | null | undefined} distanceM
 * @param {number | null} [limitKm]
 */
export function formatKm(distanceM, limitKm = null) {
  if (!isNumber(distanceM)) return NOTHING;
  const km = distanceM / 1000;
  for (let digits = 1; digits < 7; digits += 1) {
    const text = km.toFixed(digits);
    if (limitKm === null || judge(Number(text), "<", limitKm) === judge(km, "<", limitKm)) return text;
  }
  return String(km);
}

/** @param {unknown} value @returns {value is number} */
function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

/** @param {Intl.DateTimeFormat} format @param {string | null | undefined} text */
function formatWith(format, text) {
  if (!text) return NOTHING;
  const value = new Date(text);
  return Number.isNaN(value.getTime()) ? text : format.format(value);
}

/**
 * Longitude and latitude in degrees with hemisphere letters, as a map sheet prints them.
 *
 * @param {number} lon
 * @param {number} lat
 */
export function formatLonLat(lon, lat) {
  const ew = lon < 0 ? "W" : "E";
  const ns = lat < 0 ? "S" : "N";
  return `${Math.abs(lon).toFixed(4)}° ${ew}  ${Math.abs(lat).toFixed(4)}° ${ns}`;
}
