import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decide } from "./decide.ts";
import { likely } from "./testing.ts";

const decideFor = (likelihood: Parameters<typeof likely>[0], polarity = 0, plainly = false) =>
  decide({ likelihood: likely(likelihood), language: "ja", polarity, plainly });

describe("what a message is taken for", () => {
  const table = [
    ["a clear complaint", { complaint: 0.95, happy: 0.05 }, { label: "negative", listens: true, grave: false }],
    ["clear joy", { happy: 0.9, complaint: 0.1 }, { label: "positive", listens: false, grave: false }],
    ["thanks", { thanks: 0.9, happy: 0.1 }, { label: "neutral", listens: false, grave: false }],
    ["a plain question", { question: 1 }, { label: "neutral", listens: false, grave: false }],
    [
      "perhaps a joy: in doubt she listens",
      { happy: 0.35, complaint: 0.45, hyperbole: 0.2 },
      { label: "neutral", listens: true },
    ],
    ["grief beside joy", { grave: 0.4, happy: 0.6 }, { listens: true, grave: true }],
    [
      "a little grief beside joy: no cheer",
      { happy: 0.8, grave: 0.12, complaint: 0.08 },
      { listens: true, grave: false },
    ],
    ["hardly any grief beside joy", { happy: 0.9, grave: 0.04 }, { listens: false, grave: false }],
    ["hyperbole: no complaint for sure", { hyperbole: 0.9, complaint: 0.1 }, { label: "neutral", listens: true }],
  ] as const;
  for (const [what, likelihood, expected] of table) {
    it(what, () => {
      const decision = decideFor(likelihood);
      assert.partialDeepStrictEqual(decision, expected);
      assert.equal(decision.danger, undefined);
      assert.ok(decision.score >= 0 && decision.score <= 1);
    });
  }

  it("cares for a danger that is likely, whatever its kinds, and names a kind that is most of it", () => {
    assert.deepEqual(decideFor({ abuse: 0.9, complaint: 0.1 }).danger, { certain: true, kind: "abuse" });
    const many = { abuse: 0.2, "sexual-violence": 0.2, threat: 0.2, coercion: 0.2, happy: 0.2 };
    assert.deepEqual(decideFor(many).danger, { certain: true });
  });

  it("is unsure of a danger that is less likely, and listens then, whatever else it hears", () => {
    const decision = decideFor({ "self-harm": 0.35, happy: 0.65 });
    assert.deepEqual([decision.danger?.certain, decision.listens], [false, true]);
    assert.notEqual(decision.label, "positive");
  });

  it("lets hyperbole speak against a danger in the same words", () => {
    assert.equal(decideFor({ "self-harm": 0.6, complaint: 0.4 }).danger?.certain, true);
    assert.equal(decideFor({ "self-harm": 0.6, hyperbole: 0.4 }).danger?.certain, false);
  });

  it("needs little more than plain words of self-harm, and less hyperbole than danger", () => {
    const doubted = { "self-harm": 0.25, complaint: 0.75 };
    assert.deepEqual([decideFor(doubted).danger, decideFor(doubted, 0, true).danger?.certain], [undefined, true]);
    assert.equal(decideFor({ "self-harm": 0.5, hyperbole: 0.5 }, 0, true).danger?.certain, false);
    assert.equal(decideFor({ "self-harm": 0.3, hyperbole: 0.7 }, 0, true).danger, undefined);
    assert.equal(decideFor({ "self-harm": 0.18, complaint: 0.82 }, 0, true).danger?.certain, false);
    assert.equal(decideFor({ "self-harm": 0.16, question: 0.84 }, 0, true).danger?.certain, false);
  });

  it("trusts a danger of one kind more than one that is a little of each", () => {
    const each = { abuse: 0.1, "sexual-violence": 0.1, threat: 0.1, coercion: 0.1, emergency: 0.1, question: 0.5 };
    assert.equal(decideFor({ abuse: 0.5, question: 0.5 }).danger?.certain, true);
    assert.equal(decideFor(each).danger?.certain, false);
  });

  it("doubts a danger more beside what is no burden than beside a complaint", () => {
    assert.equal(decideFor({ "self-harm": 0.41, complaint: 0.59 }).danger?.certain, false);
    assert.equal(decideFor({ "self-harm": 0.3, complaint: 0.7 }).danger?.certain, false);
    assert.equal(decideFor({ "self-harm": 0.3, question: 0.7 }).danger, undefined);
  });

  it("lets the lexicon tell what hyperbole means, and doubt joy that it hears a complaint in", () => {
    assert.deepEqual(
      [decideFor({ hyperbole: 0.7, complaint: 0.3 }, -1).label, decideFor({ hyperbole: 0.9 }, 1).listens],
      ["negative", false],
    );
    assert.deepEqual(
      [decideFor({ happy: 0.8 }, 0).label, decideFor({ happy: 0.8 }, -1).label],
      ["positive", "neutral"],
    );
  });
});
