import assert from "node:assert/strict";
import { it } from "node:test";
import { atOnceOf } from "./at-once.ts";
import type { AnyProvider } from "./provider.ts";
import { Slots } from "./slots.ts";

const local: AnyProvider = { name: "local", slots: new Slots(2) };
const cloud: AnyProvider = { name: "cloud", callTimeoutMs: 18_000 };
const engine: AnyProvider = { name: "engine", callTimeoutMs: 18_000, slots: new Slots(2) };
const settings = { concurrency: 2, remoteConcurrency: 16 };

const cases: readonly (readonly [what: string, providers: readonly AnyProvider[], atOnce: number, waitMs: number])[] = [
  ["engines of this machine: as many as they may work on, and nobody waits", [local], 2, 0],
  ["one of one's own that is reached over the network: the same", [engine, local], 2, 0],
  ["a service elsewhere: as many as it may have, who may all come to the local engine", [cloud, local], 16, 35_000],
  ["a service elsewhere, and the local engine not named", [cloud], 16, 35_000],
  ["all of them: each has its line", [cloud, engine, local], 16, 161_000],
];
for (const [what, providers, atOnce, localWaitMs] of cases) {
  it(what, () => assert.deepEqual(atOnceOf(providers, settings), { atOnce, localWaitMs }));
}

it("a stage that declares no number for services elsewhere has one for all", () => {
  assert.deepEqual(atOnceOf([cloud, local], { concurrency: 8 }), { atOnce: 8, localWaitMs: 0 });
});

it("the wait stays within what a time limit may be", () => {
  const { localWaitMs } = atOnceOf([cloud, local], { concurrency: 1, remoteConcurrency: 1_000 });
  assert.equal(localWaitMs, 3_000_000);
});
