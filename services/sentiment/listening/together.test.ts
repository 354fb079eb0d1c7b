import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { heardAs, likely } from "./testing.ts";
import { together } from "./together.ts";

const calm = { label: "neutral", score: 0.9 } as const;

describe("what is known of a message, put together", () => {
  it("is what was heard, with the engine's label", () => {
    const result = together({ heard: heardAs({ language: "th" }), sentiment: calm });
    assert.deepEqual(result, { ...calm, language: "th", listens: false, grave: false });
  });

  it("listens when the engine hears a complaint where we do not", () => {
    assert.equal(together({ heard: heardAs(), sentiment: { label: "negative", score: 0.8 } }).listens, true);
  });

  it("takes a moderator's danger, and the more certain one of two", () => {
    const doubtful = heardAs({ listens: true, danger: { certain: false, kind: "abuse" } });
    const seen = { certain: true, kind: "self-harm" } as const;
    assert.deepEqual(together({ heard: heardAs(), sentiment: calm, seen }).danger, seen);
    assert.deepEqual(together({ heard: doubtful, sentiment: calm, seen }).danger, seen);
    const unsure = { certain: false, kind: "threat" } as const;
    assert.deepEqual(together({ heard: doubtful, sentiment: calm, seen: unsure }).danger, doubtful.danger);
    assert.equal(together({ heard: heardAs(), sentiment: calm, seen: unsure }).listens, true);
  });

  describe("within a day of a danger", () => {
    const recalled = { at: 1, kind: "coercion" } as const;
    const after = (movesOn: number, likelihood: Parameters<typeof likely>[0]) =>
      together({ heard: heardAs({ movesOn, likelihood: likely(likelihood) }), sentiment: calm, recalled }).danger;

    it("cares on, whatever a message sounds like", () => {
      for (const likelihood of [{ thanks: 1 }, { complaint: 1 }, { grave: 1 }, { happy: 1 }]) {
        assert.deepEqual(after(0.4, likelihood), { certain: true, followUp: true, kind: "coercion" });
      }
    });

    it("goes along with what is clearly about something else, and without a sign of danger", () => {
      assert.equal(after(0.9, { happy: 0.6, question: 0.4 }), undefined);
      assert.equal(after(0.9, { happy: 0.7, abuse: 0.3 })?.certain, true);
    });

    it("lets a new danger speak for itself", () => {
      const danger = { certain: true, kind: "emergency" } as const;
      assert.deepEqual(together({ heard: heardAs({ danger }), sentiment: calm, recalled }).danger, danger);
    });
  });
});
