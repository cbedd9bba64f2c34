// Computes the fingerprint of a file beside the page, so that the page stays at hand meanwhile.
import { createSha256 } from "./core/sha256.js";

const PIECE = 4 * 2 ** 20;

addEventListener("message", async ({ data: file }) => {
  const hash = createSha256();
  try {
    for (let at = 0; at < file.size; at += PIECE) {
      hash.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
      postMessage({ share: Math.min(1, (at + PIECE) / file.size) });
    }
    postMessage({ digest: hash.digest() });
  } catch {
    postMessage({ failed: true });
  }
});
