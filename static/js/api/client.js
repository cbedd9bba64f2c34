import { PageError } from "../core/errors.js";

const TIMEOUT_MS = 30_000;
const SLOW_MS = 180_000;
/** No other site can make a browser send this: by it the service knows a change as asked for here. */
const OURS = { "x-jintu": "1" };

/**
 * The one door to the service: JSON in, JSON out, every failure a PageError.
 *
 * @param {() => string} language of the messages that the service writes
 */
export function createClient(language) {
  /**
   * @param {string} path
   * @param {RequestInit} [init]
   * @param {number} [timeoutMs]
   */
  async function request(path, init = {}, timeoutMs = TIMEOUT_MS) {
    const headers = { accept: "application/json", "accept-language": language(), ...(init.method ? OURS : {}), ...init.headers };
    const response = await send(path, { ...init, headers }, timeoutMs);
    const body = response.status === 204 ? null : await readJson(response, path);
    if (!response.ok) throw refusal(response, body, path);
    return body;
  }

  return {
    /** @param {string} path @param {AbortSignal} [signal] */
    get: (path, signal) => request(path, { signal }),
    /** @param {string} path @param {object} body */
    post: (path, body) => request(path, { method: "POST", ...json(body) }),
    /** @param {string} path @param {object} body */
    put: (path, body) => request(path, { method: "PUT", ...json(body) }),
    /** @param {string} path @param {object} body */
    patch: (path, body) => request(path, { method: "PATCH", ...json(body) }),
    /** @param {string} path */
    delete: (path) => request(path, { method: "DELETE" }),
    /** Bare bytes, for which a slow line may need longer. @param {string} path @param {Blob} bytes @param {AbortSignal} [signal] */
    putBytes: (path, bytes, signal) =>
      request(path, { method: "PUT", body: bytes, signal, headers: { "content-type": "application/octet-stream" } }, SLOW_MS),
  };
}

/** @typedef {ReturnType<typeof createClient>} Client */

/** @param {object} body */
function json(body) {
  return { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

/** @param {string} path @param {RequestInit} init @param {number} timeoutMs */
async function send(path, init, timeoutMs) {
  const limit = AbortSignal.timeout(timeoutMs);
  const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
  try {
    return await fetch(path, { ...init, signal });
  } catch (thrown) {
    if (init.signal?.aborted) throw new PageError("page.aborted", { where: path });
    const late = thrown instanceof DOMException && thrown.name === "TimeoutError";
    throw new PageError(late ? "page.timeout" : "page.offline", { where: path });
  }
}

/** @param {Response} response @param {string} path */
async function readJson(response, path) {
  try {
    return await response.json();
  } catch {
    throw new PageError("page.bad_answer", { where: path, status: response.status });
  }
}

/** @param {Response} response @param {any} body @param {string} path */
function refusal(response, body, path) {
  const error = body?.error ?? {};
  return new PageError(String(error.code ?? "page.refused"), {
    message: String(error.message ?? ""),
    where: String(error.where || path),
    status: response.status,
    detail: error.detail ?? {},
  });
}

/**
 * A path with a query; absent values are left out.
 *
 * @param {string} path
 * @param {{ [name: string]: string | number | null | undefined }} query
 */
export function withQuery(path, query) {
  const kept = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}
