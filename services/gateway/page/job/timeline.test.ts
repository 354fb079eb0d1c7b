import assert from "node:assert/strict";
import { test } from "node:test";
import { spansOf } from "./timeline.ts";

const at = (ms: number) => new Date(ms).toISOString();

test("a step's bar shows each attempt and the wait before it, and goes on while it works", () => {
  const spans = spansOf([
    { at: at(0), event: "created" },
    { at: at(100), event: "began", step: "draw", attempt: 1, queueMs: 60 },
    { at: at(200), event: "retrying", step: "draw", attempt: 1 },
    { at: at(300), event: "began", step: "draw", attempt: 2, queueMs: 0 },
    { at: at(400), event: "completed", step: "draw", attempt: 2 },
    { at: at(400), event: "began", step: "say", attempt: 1 },
  ]);
  assert.deepEqual(spans.get("draw"), [
    { kind: "waited", from: 40, to: 100 },
    { kind: "failed", from: 100, to: 200 },
    { kind: "worked", from: 300, to: 400 },
  ]);
  assert.deepEqual(spans.get("say"), [{ kind: "worked", from: 400, to: undefined }]);
});

test("an attempt whose process died ends with the next one; a wait for an event is a wait", () => {
  const spans = spansOf([
    { at: at(0), event: "began", step: "draw", attempt: 1 },
    { at: at(500), event: "began", step: "draw", attempt: 2, queueMs: 20 },
    { at: at(0), event: "waits", step: "approval" },
    { at: at(900), event: "event", step: "approval" },
  ]);
  assert.deepEqual(
    spans.get("draw")?.map(({ kind, from, to }) => [kind, from, to]),
    [
      ["worked", 0, 500],
      ["waited", 480, 500],
      ["worked", 500, undefined],
    ],
  );
  assert.deepEqual(spans.get("approval"), [{ kind: "waited", from: 0, to: 900 }]);
});
