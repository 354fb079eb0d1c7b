import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LineAnswer } from "../api/call.ts";
import type { DeliveryState } from "./machine.ts";
import { judge, nextStep, pauseBeforeReply, REPLY_TOKEN_MS, RETRY_KEY_MS, type Step, type Verdict } from "./policy.ts";

const NOW = 1_800_000_000_000;

const at = (status: number, message = ""): LineAnswer => ({ kind: "answer", status, message, body: undefined });

const pause = (ageMs: number, attempt: number) => pauseBeforeReply(NOW, NOW - ageMs, attempt);

describe("the pause before a reply is tried again", () => {
  it("is at most 5 s while its token is good, and ends with it", () => {
    assert.deepEqual([pause(1_000, 4), pause(1_000, 5), pause(20_000, 9)], [undefined, 5_000, 5_000]);
    assert.deepEqual([pause(REPLY_TOKEN_MS - 700, 9), pause(REPLY_TOKEN_MS, 9)], [700, undefined]);
  });
});

describe("the next step of a delivery", () => {
  const uncertain = (way: "reply" | "push", ageMs = 0, messages: string | undefined = "m"): DeliveryState => ({
    state: "uncertain",
    way,
    at: NOW - ageMs,
    carries: [],
    ...(messages !== undefined && { messages }),
  });
  const away = (fromMs: number, untilMs = 0) => ({ from: NOW - fromMs, until: NOW - untilMs, isOver: untilMs > 0 });
  /** Not known to be over, and nobody has asked since the last failure. */
  const quiet = (fromMs: number, untilMs: number) => ({ from: NOW - fromMs, until: NOW - untilMs, isOver: false });
  const over: DeliveryState = { state: "composed", at: NOW, tokenOver: true };
  const group = { mayPush: false };
  const table: [what: string, state: DeliveryState | undefined, ageMs: number, step: Step, more?: object][] = [
    ["a young token is used", undefined, 0, "reply"],
    ["until it is 50 s old", undefined, REPLY_TOKEN_MS, "reply"],
    ["and not longer", undefined, REPLY_TOKEN_MS + 1, "push"],
    ["without a token it is a push", undefined, 0, "push", { hasReplyToken: false }],
    ["a token that LINE called over is not used again", over, 0, "push"],
    ["an unknown reply goes on as a reply", uncertain("reply"), 0, "reply"],
    ["however old, and never as a push", uncertain("reply", 3_600_000), 3_600_000, "reply"],
    [
      "unless all else failed, too, for over a minute",
      uncertain("reply", 70_000),
      71_000,
      "hold",
      { outage: away(72_000) },
    ],
    ["also when that is over", uncertain("reply", 90_000), 91_000, "hold", { outage: away(92_000, 5_000) }],
    ["not when it was asked before that", uncertain("reply", 90_000), 91_000, "reply", { outage: away(75_000) }],
    ["nor after it", uncertain("reply", 60_000), 61_000, "reply", { outage: away(200_000, 65_000) }],
    ["nor while its token is good", uncertain("reply", 40_000), 41_000, "reply", { outage: away(72_000) }],
    [
      "but when its event is old: it came late",
      uncertain("reply", 40_000),
      41_000,
      "hold",
      { outage: away(72_000), happenedAt: NOW - REPLY_TOKEN_MS - 1 },
    ],
    ["an unknown push goes on as a push", uncertain("push"), 0, "push"],
    ["while LINE knows its key", uncertain("push", RETRY_KEY_MS - 1), RETRY_KEY_MS, "push"],
    ["and not longer", uncertain("push", RETRY_KEY_MS), RETRY_KEY_MS, "give-up"],
    ["not when what it holds was erased", { state: "uncertain", way: "push", at: NOW, carries: [] }, 0, "give-up"],
    ["while LINE is away", uncertain("push", 300_000), 400_000, "push", { outage: away(400_000) }],
    ["but not for ever", uncertain("push", 1_500_000), 1_600_000, "hold", { outage: away(1_500_000) }],
    ["nor what never left", undefined, 1_600_000, "hold", { outage: away(1_500_000) }],
    ["but it asks when nobody did for a while", undefined, 99_000, "push", { outage: quiet(8_000_000, 400_000) }],
    ["also when LINE was away for a short time", undefined, 99_000, "push", { outage: quiet(8_000_000, 7_900_000) }],
    [
      "a reply after the last failure may have arrived",
      uncertain("reply", 90_000),
      91_000,
      "reply",
      {
        outage: quiet(200_000, 100_000),
      },
    ],
    ["a late answer to a group is not pushed unless that is allowed", undefined, REPLY_TOKEN_MS + 1, "hold", group],
    ["a quick one is a reply", undefined, 0, "reply", group],
    ["what is not worth a push is a reply", undefined, 0, "reply", { replyOnly: true }],
    ["or nothing, when the token is over", over, 0, "let-go", { replyOnly: true }],
    ["or old", undefined, REPLY_TOKEN_MS + 1, "let-go", { replyOnly: true }],
    ["what is delivered is over", { state: "delivered", at: NOW, carries: [] }, 0, "end"],
    ["what is held, too", { state: "held", at: NOW }, 0, "end"],
  ];
  for (const [what, state, ageMs, step, more] of table) {
    it(what, () => {
      const usual = { hasReplyToken: true, replyOnly: false, mayPush: true, outage: undefined };
      const at = { receivedAt: NOW - ageMs, happenedAt: NOW - ageMs };
      assert.equal(nextStep(state, { now: NOW, ...at, ...usual, ...more }), step);
    });
  }
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
    ["push", at(429, "You have reached your monthly limit."), again, "perhaps-sent"],
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
