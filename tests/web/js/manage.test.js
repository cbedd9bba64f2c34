// Where an address leads, and why background work failed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createTranslator } from "../../../static/js/core/i18n.js";
import { jobErrorText } from "../../../static/js/core/job-error.js";
import { linkTo, readRoute } from "../../../static/js/core/route.js";

test("an address leads where it was made for", () => {
  assert.equal(linkTo("layers", "wells", "diff", 1, 2), "#/layers/wells/diff/1/2");
  assert.deepEqual(readRoute(linkTo("users", "王 / 50%")), { section: "users", parts: ["王 / 50%"] });
  assert.deepEqual(readRoute(""), { section: "", parts: [] });
  assert.deepEqual(readRoute("#/uploads/%E0%A4%A"), { section: "uploads", parts: ["%E0%A4%A"] });
});

test("a failed job is told in the service's own sentence", () => {
  const t = createTranslator({
    "error.internal": "something broke",
    "error.version_conflict": "{where} has changed",
    "error.version_conflict.counted": "{where}: {added} added by {published_by}",
  });
  assert.equal(jobErrorText(t, { code: "version_conflict", where: "wells", detail: { reason: "counted", added: "3", published_by: "li" } }), "wells: 3 added by li");
  assert.equal(jobErrorText(t, { code: "version_conflict", where: "wells", detail: {} }), "wells has changed");
  assert.equal(jobErrorText(t, { code: "no such code" }), "something broke");
  assert.equal(jobErrorText(t, null), "something broke");
});
