/** @import { Desk } from "./desk.js" */
/** @import { Upload } from "../core/manage-types.js" */
import { discard, inspect, sendChunk } from "../api/uploads.js";
import { PageError, asPageError } from "../core/errors.js";

const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];
const AGAIN = ["page.offline", "page.timeout", "page.bad_answer", "hashing_busy", "database_unavailable"];

/**
 * A file on its way to the service.
 *
 * @typedef {{ sent: number, total: number, waiting: boolean, error: unknown }} Progress
 * @typedef {{ progress: Progress, watch: (run: (progress: Progress) => void) => () => void, cancel: () => Promise<void>, done: Promise<void> }} Transfer
 */

/**
 * The fingerprint of a file, computed beside the page.
 *
 * @param {File} file
 * @param {(share: number) => void} onShare
 * @returns {Promise<string>}
 */
export function fingerprint(file, onShare) {
  return new Promise((resolve, reject) => {
    const worker = new Worker("/static/js/hash-worker.js", { type: "module" });
    const end = (/** @type {() => void} */ settle) => {
      worker.terminate();
      settle();
    };
    worker.addEventListener("message", ({ data }) => {
      if (data.share !== undefined) onShare(data.share);
      if (data.digest) end(() => resolve(data.digest));
      if (data.failed) end(() => reject(new PageError("page.unreadable", { where: file.name })));
    });
    worker.addEventListener("error", () => end(() => reject(new PageError("page.unreadable", { where: file.name }))));
    worker.postMessage(file);
  });
}

/**
 * Send the chunks that are missing, then have the file inspected. A line that breaks is waited for.
 *
 * @param {Desk} desk
 * @param {Upload} upload
 * @param {File} file
 * @returns {Transfer}
 */
export function startTransfer(desk, upload, file) {
  const stop = new AbortController();
  /** @type {Set<(progress: Progress) => void>} */
  const watchers = new Set();
  const { total, missing } = upload.chunks;
  /** @type {Progress} */
  const progress = { sent: total - missing.length, total, waiting: false, error: null };
  const tell = (/** @type {Partial<Progress>} */ change) => {
    Object.assign(progress, change);
    [...watchers].forEach((run) => run(progress));
  };

  async function send() {
    addEventListener("beforeunload", warn);
    try {
      for (const number of missing) {
        await sendOne(desk, upload, file, number, { signal: stop.signal, onWait: (waiting) => tell({ waiting }) });
        tell({ sent: progress.sent + 1 });
      }
      await inspect(desk.client, upload.id);
    } catch (thrown) {
      tell({ error: thrown });
    } finally {
      removeEventListener("beforeunload", warn);
      desk.transfers.delete(upload.id);
      tell({});
    }
  }

  const transfer = {
    progress,
    watch: (/** @type {(progress: Progress) => void} */ run) => {
      watchers.add(run);
      return () => void watchers.delete(run);
    },
    async cancel() {
      stop.abort();
      await discard(desk.client, upload.id);
    },
    done: Promise.resolve(),
  };
  desk.transfers.set(upload.id, transfer);
  transfer.done = send();
  return transfer;
}

/** Leaving would break off what is on its way. @param {Event} event */
function warn(event) {
  event.preventDefault();
}

/** @param {Desk} desk @param {Upload} upload @param {File} file @param {number} number @param {{ signal: AbortSignal, onWait: (waiting: boolean) => void }} more */
async function sendOne(desk, upload, file, number, { signal, onWait }) {
  const { size } = upload.chunks;
  const bytes = file.slice(number * size, (number + 1) * size);
  for (let attempt = 0; ; attempt += 1) {
    try {
      await sendChunk(desk.client, upload.id, number, bytes, signal);
      onWait(false);
      return;
    } catch (thrown) {
      const wait = WAITS_MS[attempt];
      if (signal.aborted || wait === undefined || !AGAIN.includes(asPageError(thrown).code)) throw thrown;
      onWait(true);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
