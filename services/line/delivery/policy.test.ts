import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LineAnswer } from "../api/call.ts";
import { judge, nextStep, REPLY_TOKEN_MS, RETRY_KEY_MS, type Sending, type Step, type Verdict } from "./policy.ts";

const NOW = 1_800_000_000_000;

const at = (status: number, message = ""): LineAnswer => ({ kind: "answer", status, message, body: undefined });

describe("the next step of a sending", () => {
  const table: [what: string, sending: Sending, ageMs: number, hasReplyToken: boolean, step: Step][] = [
    ["a young token is used", {}, 0, true, { do: "reply" }],
    ["until it is 50 s old", {}, REPLY_TOKEN_MS, true, { do: "reply" }],
    ["and not longer", {}, REPLY_TOKEN_MS + 1, true, { do: "push" }],
    ["without a token it is a push", {}, 0, false, { do: "push" }],
    ["a token that LINE called over is not used again", { tokenOver: true }, 0, true, { do: "push" }],
    ["an unknown reply goes on as a reply", { reply: NOW }, 0, true, { do: "reply" }],
    ["however old, and never as a push", { reply: NOW - 3_600_000 }, 3_600_000, true, { do: "reply" }],
    ["an unknown push goes on as a push", { push: NOW }, 0, true, { do: "push" }],
    ["while LINE knows its key", { push: NOW - RETRY_KEY_MS + 1 }, RETRY_KEY_MS, true, { do: "push" }],
    ["and not longer", { push: NOW - RETRY_KEY_MS }, RETRY_KEY_MS, true, { do: "stop", as: "unconfirmed" }],
    ["not when what it holds was erased", { push: NOW, unloaded: true }, 0, true, { do: "stop", as: "unconfirmed" }],
    ["what is done is done", { push: NOW, done: "push" }, 0, true, { do: "stop", as: "push" }],
    ["what is kept, too", { push: NOW, done: "kept" }, 0, true, { do: "stop", as: "kept" }],
  ];
  for (const [what, sending, ageMs, hasReplyToken, step] of table) {
    it(what, () => assert.deepEqual(nextStep(sending, { now: NOW, receivedAt: NOW - ageMs, hasReplyToken }), step));
  }
});

it("what is not worth a push is a reply or nothing", () => {
  const now = { now: NOW, receivedAt: NOW, hasReplyToken: true, replyOnly: true };
  assert.deepEqual(nextStep({}, now), { do: "reply" });
  assert.deepEqual(nextStep({ tokenOver: true }, now), { do: "stop", as: "skipped" });
  assert.deepEqual(nextStep({}, { ...now, receivedAt: 0 }), { do: "stop", as: "skipped" });
});

describe("what LINE's answer means", () => {
  const first = { uncertain: false, young: true };
  const again = { uncertain: true, young: true };
  const late = { uncertain: true, young: false };
  const over = "Invalid reply token";
  const table: [way: "reply" | "push", answer: LineAnswer, before: typeof first, verdict: Verdict][] = [
    ["reply", at(200), first, "sent"],
    ["push", at(200), again, "sent"],
    ["push", at(409, "The retry key is already accepted"), first, "sent"],
    ["reply", at(409), first, "rejected"],
    ["reply", at(400, over), first, "token-over"],
    ["reply", at(400, over), again, "probably-sent"],
    ["reply", at(400, over), late, "perhaps-sent"],
    ["reply", at(400, "The request body has 1 error(s)"), again, "rejected"],
    ["push", at(400, over), first, "rejected"],
    ["push", at(429, "You have reached your monthly limit."), first, "limit"],
    ["push", at(429, "The API rate limit has been exceeded. Try again later."), first, "slow-down"],
    ["push", at(429), first, "slow-down"],
    ["push", at(401), first, "denied"],
    ["reply", at(403), first, "denied"],
    ["push", at(404), first, "rejected"],
    ["push", at(500), first, "unknown"],
    ["reply", at(503), first, "unknown"],
    ["reply", at(408), first, "unknown"],
    ["reply", { kind: "unreached", cause: undefined }, first, "unreached"],
    ["push", { kind: "unknown", cause: undefined }, first, "unknown"],
  ];
  for (const [way, answer, before, verdict] of table) {
    const told = answer.kind === "answer" ? `${answer.status} ${answer.message}` : answer.kind;
    it(`${way}, ${told}${before.uncertain ? `, after an unknown one, ${before.young ? "young" : "old"}` : ""}: ${verdict}`, () =>
      assert.equal(judge(way, answer, before), verdict));
  }
});
