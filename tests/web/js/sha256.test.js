// The fingerprint of a file, against the one that Node's own library computes.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { createSha256 } from "../../../static/js/core/sha256.js";

const own = (...pieces) => {
  const hash = createSha256();
  pieces.forEach((piece) => hash.update(piece));
  return hash.digest();
};
const bytes = (length) => Uint8Array.from({ length }, (_, at) => (at * 131 + (at >> 3)) & 255);

test("the examples of the standard", () => {
  const text = (words) => new TextEncoder().encode(words);
  assert.equal(own(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert.equal(own(text("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("every length around the borders of a block", () => {
  for (let length = 0; length < 200; length += 1) {
    assert.equal(own(bytes(length)), createHash("sha256").update(bytes(length)).digest("hex"), `${length} bytes`);
  }
});

test("pieces of any length make one file", () => {
  const whole = bytes(1_000_003);
  const expected = createHash("sha256").update(whole).digest("hex");
  for (const size of [63, 64, 65, 4096]) {
    const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, at) => whole.subarray(at * size, (at + 1) * size));
    assert.equal(own(...pieces), expected, `pieces of ${size}`);
  }
  assert.equal(own(...[...whole.subarray(0, 500)].map((byte) => Uint8Array.of(byte))), createHash("sha256").update(whole.subarray(0, 500)).digest("hex"));
});
