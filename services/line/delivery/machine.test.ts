import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { transition, type DeliveryEvent, type DeliveryState } from "./machine.ts";

const NOW = 1_000;
const request = { way: "reply", at: 1, messages: "m", carries: ["old"] } as const;
const send = (way: "reply" | "push"): DeliveryEvent => ({ is: "send", way, by: "b", messages: "new", carries: [] });

/** Every state, as often as its fields make a difference. */
const STATES: Readonly<Record<string, DeliveryState | undefined>> = {
  nothing: undefined,
  "composed, token over": { state: "composed", at: 1, tokenOver: true },
  "sending, first": { state: "sending", ...request, carries: ["old"], by: "a", isFirst: true },
  "sending, again": { state: "sending", ...request, carries: ["old"], by: "a", isFirst: false },
  "sending, by push": { state: "sending", ...request, carries: ["old"], way: "push", by: "a", isFirst: true },
  uncertain: { state: "uncertain", ...request, carries: ["old"] },
  "uncertain, part erased": { state: "uncertain", way: "reply", at: 1, carries: [] },
  "uncertain push, part erased": { state: "uncertain", way: "push", at: 1, carries: [] },
  delivered: { state: "delivered", at: 1, carries: ["old"] },
  unconfirmed: { state: "unconfirmed", at: 1, carries: ["old"] },
  held: { state: "held", at: 1 },
  carried: { state: "carried", at: 2, heldAt: 1, with: "j" },
  "withdrawn under way": { state: "withdrawn", at: 1, by: "a", carries: ["old"] },
  withdrawn: { state: "withdrawn", at: 1, carries: [] },
};

const EVENTS: Readonly<Record<string, DeliveryEvent>> = {
  "send reply": send("reply"),
  "send push": send("push"),
  sent: { is: "sent", by: "a" },
  "sent, to another request": { is: "sent", by: "x" },
  "token over": { is: "token-over", by: "a" },
  "token over, to another request": { is: "token-over", by: "x" },
  refused: { is: "refused", by: "a" },
  "refused, another request": { is: "refused", by: "x" },
  "part refused": { is: "part-refused", by: "a" },
  "part refused, another request": { is: "part-refused", by: "x" },
  lost: { is: "lost", by: "a" },
  "lost, another request": { is: "lost", by: "x" },
  "give up": { is: "give-up" },
  hold: { is: "hold" },
  "hold, as LINE says": { is: "hold", by: "a" },
  "hold, as LINE says to another request": { is: "hold", by: "x" },
  "leave token": { is: "leave-token" },
  withdraw: { is: "withdraw" },
  "let go": { is: "let-go" },
  drop: { is: "drop", job: "old" },
  "drop another": { is: "drop", job: "other" },
  take: { is: "take", with: "j" },
  "carrier delivered": { is: "carrier-delivered" },
  "carrier unconfirmed": { is: "carrier-unconfirmed" },
  "carrier held": { is: "carrier-held" },
};

/** State → event → next state, and what the carried answers become; what is not here is nothing. */
const TABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nothing: {
    "send reply": "sending first",
    "send push": "sending first",
    hold: "held",
    "hold, as LINE says": "held",
    "hold, as LINE says to another request": "held",
    "leave token": "composed",
    withdraw: "withdrawn",
    "let go": "withdrawn",
  },
  "composed, token over": {
    "send push": "sending first",
    hold: "held",
    "hold, as LINE says": "held",
    "hold, as LINE says to another request": "held",
    withdraw: "withdrawn",
    "let go": "withdrawn",
  },
  "sending, first": {
    "send reply": "sending again",
    sent: "delivered, delivered",
    "sent, to another request": "delivered, delivered",
    "token over": "composed, held",
    refused: "composed, held",
    "part refused": "uncertain",
    lost: "uncertain",
    "give up": "unconfirmed, unconfirmed",
    hold: "held, held",
    "hold, as LINE says": "held, held",
    withdraw: "withdrawn",
    "let go": "withdrawn, held",
    drop: "sending first",
  },
  "sending, again": {
    "send reply": "sending again",
    sent: "delivered, delivered",
    "sent, to another request": "delivered, delivered",
    "part refused": "uncertain",
    lost: "uncertain",
    "give up": "unconfirmed, unconfirmed",
    hold: "held, held",
    "hold, as LINE says": "held, held",
    withdraw: "withdrawn",
    "let go": "withdrawn, held",
    drop: "sending again",
  },
  "sending, by push": {
    "send push": "sending again",
    sent: "delivered, delivered",
    "sent, to another request": "delivered, delivered",
    "token over": "composed, held",
    refused: "composed, held",
    "part refused": "composed, held",
    lost: "uncertain",
    "give up": "unconfirmed, unconfirmed",
    hold: "held, held",
    "hold, as LINE says": "held, held",
    withdraw: "withdrawn",
    "let go": "withdrawn, held",
    drop: "sending first",
  },
  uncertain: {
    "send reply": "sending again",
    sent: "delivered, delivered",
    "sent, to another request": "delivered, delivered",
    "give up": "unconfirmed, unconfirmed",
    hold: "held, held",
    withdraw: "withdrawn, unconfirmed",
    "let go": "withdrawn, held",
    drop: "uncertain",
  },
  "uncertain, part erased": {
    "send reply": "sending again",
    sent: "delivered, delivered",
    "sent, to another request": "delivered, delivered",
    "give up": "unconfirmed, unconfirmed",
    hold: "held, held",
    withdraw: "withdrawn, unconfirmed",
    "let go": "withdrawn, held",
  },
  "uncertain push, part erased": {
    sent: "delivered, delivered",
    "sent, to another request": "delivered, delivered",
    "give up": "unconfirmed, unconfirmed",
    hold: "held, held",
    withdraw: "withdrawn, unconfirmed",
    "let go": "withdrawn, held",
  },
  delivered: {},
  unconfirmed: {},
  held: {
    sent: "delivered",
    "sent, to another request": "delivered",
    withdraw: "withdrawn",
    take: "carried",
  },
  carried: {
    withdraw: "withdrawn",
    "carrier delivered": "delivered",
    "carrier unconfirmed": "unconfirmed",
    "carrier held": "held",
  },
  "withdrawn under way": {
    sent: "withdrawn, delivered",
    "token over": "withdrawn, held",
    refused: "withdrawn, held",
    "part refused": "withdrawn, unconfirmed",
    lost: "withdrawn, unconfirmed",
    "hold, as LINE says": "withdrawn, held",
  },
  withdrawn: {},
};

function told(from: DeliveryState | undefined, event: DeliveryEvent): string | undefined {
  const made = transition(from, event, NOW);
  if (made === undefined) return undefined;
  const { next, carried } = made;
  const first = next.state === "sending" ? ` ${next.isFirst ? "first" : "again"}` : "";
  return `${next.state}${first}${carried === undefined ? "" : `, ${carried.replace("carrier-", "")}`}`;
}

describe("the delivery's state machine", () => {
  for (const [name, state] of Object.entries(STATES)) {
    it(`knows what each event makes of ${name}`, () => {
      const made = Object.entries(EVENTS).flatMap(([what, event]) => {
        const next = told(state, event);
        return next === undefined ? [] : [[what, next]];
      });
      assert.deepEqual(Object.fromEntries(made), TABLE[name]);
    });
  }

  it("is drawn in docs/guarantees.md as it is", async () => {
    const page = await readFile(join(import.meta.dirname, "..", "..", "..", "docs", "guarantees.md"), "utf8");
    const drawn = [...page.matchAll(/^ {2}(\w+) --> (\w+)/gm)].map(([, from = "", to = ""]) => `${from} ${to}`);
    const made = Object.values(STATES).flatMap((from) =>
      Object.values(EVENTS).flatMap((event) => {
        const { next } = transition(from, event, NOW) ?? {};
        return next === undefined ? [] : [`${from?.state ?? "composed"} ${next.state}`];
      }),
    );
    assert.deepEqual(new Set(drawn.filter(isMove)), new Set(made.filter(isMove)));
  });

  it("repeats a request with its messages and since its first time, and a reply whose messages are gone with new ones", () => {
    const again = transition(STATES["uncertain"], send("reply"), NOW)?.next;
    assert.deepEqual(again, { state: "sending", ...request, carries: ["old"], by: "b", isFirst: false });
    const anew = transition(STATES["uncertain, part erased"], send("reply"), NOW)?.next;
    assert.deepEqual(anew, { ...again, messages: "new", carries: [] });
  });

  it("forgets the messages, and the answer that is dropped, when part of them is erased", () => {
    const { next } = transition(STATES["sending, first"], { is: "drop", job: "old" }, NOW) ?? {};
    assert.deepEqual(next, { state: "sending", way: "reply", at: 1, carries: [], by: "a", isFirst: true });
  });

  it("makes a reply anew of which a part is refused, and takes nothing else along", () => {
    const { next } = transition(STATES["sending, again"], { is: "part-refused", by: "a" }, NOW) ?? {};
    assert.deepEqual(next, { state: "uncertain", way: "reply", at: 1, carries: ["old"] });
  });

  it("keeps the place of what waited, whatever becomes of an answer that was to take it along", () => {
    assert.deepEqual(transition(STATES["carried"], { is: "carrier-held" }, NOW)?.next, STATES["held"]);
  });

  it("keeps no word of what is withdrawn, held, or over", () => {
    for (const state of Object.values(STATES)) {
      for (const event of Object.values(EVENTS)) {
        const { next } = transition(state, event, NOW) ?? {};
        if (next !== undefined && "messages" in next) assert.match(next.state, /^(?:sending|uncertain)$/);
      }
    }
  });
});

/** Whether a pair of states is of two; that one stays as it is need not be drawn. */
function isMove(pair: string): boolean {
  const [from, to] = pair.split(" ");
  return from !== to;
}
