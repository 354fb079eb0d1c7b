import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createListener, type Listener } from "../listening/listen.ts";
import { type Figure, hearAll, measure, measureFollowUps } from "./measure.ts";
import { heldOutMessages, heldOutFollowUps } from "./sets.ts";

/** How far a figure may lie beyond what was measured last (docs/listening.md) before somebody must look: a share of 1. */
const SLACK = 0.015;

/** What was measured last on the held-out writers. A change that makes a figure better moves it here. */
const MEASURED: Readonly<Record<string, number>> = {};

describe("listening, measured on writers that nobody tuned for", () => {
  let figures: readonly Figure[];
  before(async () => {
    const listen: Listener = await createListener();
    figures = [...measure(hearAll(listen, heldOutMessages())), ...measureFollowUps(listen, heldOutFollowUps())];
  });

  for (const [what, share] of Object.entries(MEASURED)) {
    it(`${what}: ${(share * 100).toFixed(1)} %`, () => {
      const figure = figures.find((each) => each.what === what) ?? assert.fail("not measured");
      const now = figure.hits / figure.of;
      const worse = "atLeast" in figure.goal ? share - now : now - share;
      assert.ok(worse <= SLACK, [`${(now * 100).toFixed(1)} %`, ...figure.misses].join("\n"));
    });
  }
});
