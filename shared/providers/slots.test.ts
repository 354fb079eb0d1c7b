import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { Slots } from "./slots.ts";

const { signal } = new AbortController();
const never = () => assert.fail("it began");

describe("an engine's slots", () => {
  it("are taken by no more than there are, in the order of coming, and freed by a failure, too", async () => {
    const slots = new Slots(2);
    const begun: number[] = [];
    let [atWork, most] = [0, 0];
    const work = (number: number) => async () => {
      begun.push(number);
      most = Math.max(most, ++atWork);
      await turn();
      atWork--;
      if (number % 3 === 0) throw new Error(String(number));
      return number;
    };
    const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, number) => slots.run(signal, work(number))));
    assert.equal(most, 2);
    assert.deepEqual(
      begun,
      begun.toSorted((a, b) => a - b),
    );
    assert.equal(ends.filter(({ status }) => status === "fulfilled").length, 13);
  });

  it("are waited for until the abort, with its reason, and nobody's turn is lost by that", async () => {
    const slots = new Slots(1);
    const held = Promise.withResolvers<string>();
    const first = slots.run(signal, () => held.promise);
    const stop = new AbortController();
    const reason = new Error("canceled");
    const canceled = assert.rejects(slots.run(stop.signal, never), (error) => error === reason);
    const next = slots.run(signal, async () => "next");
    stop.abort(reason);
    await canceled;
    held.resolve("first");
    assert.deepEqual(await Promise.all([first, next]), ["first", "next"]);
    await assert.rejects(slots.run(stop.signal, never), (error) => error === reason);
    assert.equal(await slots.run(signal, async () => "free again"), "free again");
  });

  it("go on to the next one when the abort comes in the moment of the turn", async () => {
    const slots = new Slots(1);
    const held = Promise.withResolvers<string>();
    const first = slots.run(signal, () => held.promise);
    const stop = new AbortController();
    const canceled = slots.run(stop.signal, async () => "late").catch(() => "canceled");
    const next = slots.run(signal, async () => "next");
    held.resolve("first");
    stop.abort();
    assert.equal(await first, "first");
    assert.equal(await next, "next");
    assert.equal(await canceled, "canceled");
  });

  it("are freed by the abort where the work does not listen", async () => {
    const slots = new Slots(1);
    const stop = new AbortController();
    const deaf = slots.run(stop.signal, () => new Promise(() => undefined)).catch(() => "canceled");
    const next = slots.run(signal, async () => "next");
    stop.abort();
    assert.deepEqual(await Promise.all([deaf, next]), ["canceled", "next"]);
  });
});
