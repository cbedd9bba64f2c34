import { PageError } from "../core/errors.js";

const TIMEOUT_MS = 30_000;

/**
 * The one door to the service: JSON in, JSON out, every failure a PageError.
 *
 * @param {() => string} language of the messages that the service writes
 */
export function createClient(language) {
  /**
   * @param {string} path
   * @param {RequestInit} [init]
   */
  async function request(path, init = {}) {
    const response = await send(path, {
      ...init,
      headers: { accept: "application/json", "accept-language": language(), ...init.headers },
    });
    const body = await readJson(response, path);
    if (!response.ok) throw refusal(response, body, path);
    return body;
  }

  return {
    /** @param {string} path @param {AbortSignal} [signal] */
    get: (path, signal) => request(path, { signal }),
    /** @param {string} path @param {object} body */
    post: (path, body) =>
      request(path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  };
}

/** @typedef {ReturnType<typeof createClient>} Client */

/** @param {string} path @param {RequestInit} init */
async function send(path, init) {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
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
