import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import Type from "typebox";
import { definePipeline } from "./define.ts";
import { defineContract } from "./stage.ts";
import { sweep } from "./sweep.ts";
import { keys, testChain, testStage } from "./testing/chain.ts";
import { startTestRedis, type TestRedis } from "./testing/redis.ts";

const Anything = Type.Record(Type.String(), Type.Unknown());
const stage = <const Name extends string>(name: Name) =>
  defineContract({ name, input: Anything, output: Type.Object({ ran: Type.Literal(name) }) });
const [a, b, c, d] = [stage("a"), stage("b"), stage("c"), stage("d")];
const Input = Type.Object({ way: Type.String() });
const about = { about: "For tests.", input: Input, output: Type.Array(Type.String()) };
const ranOf = ({ results }: { readonly results: object }) =>
  Object.entries(results).flatMap(([name, { ran }]) => (ran === undefined ? [] : [name]));

/** One way or the other, in the middle; and a branch within a branch, first and last. */
const both = definePipeline({ ...about, name: "both" })
  .step(a)
  .when(
    ({ input, results }) => input.way === "then" && results.a.ran === "a",
    (then) => then.step(b).sleep("1ms"),
    (otherwise) => otherwise.step(c).beside(d),
  )
  .step(a, { name: "last" })
  .end(ranOf);
const nested = definePipeline({ ...about, name: "nested" })
  .when(
    ({ input }) => input.way !== "none",
    (then) =>
      then.step(a).when(
        ({ input }) => input.way === "deep",
        (deeper) => deeper.step(b),
        (otherwise) => otherwise.step(c),
        { name: "inner" },
      ),
  )
  .end(ranOf);
const broken = definePipeline({ ...about, name: "broken" })
  .when(
    () => {
      throw new Error("on purpose");
    },
    (then) => then.step(a),
  )
  .end(ranOf);

describe("a branch", { timeout: 60_000 }, () => {
  let redis: TestRedis;
  let chain: ReturnType<typeof testChain>;
  before(async () => {
    redis = await startTestRedis();
    chain = testChain(redis, [both, nested, broken]);
    for (const name of ["a", "b", "c", "d"]) chain.work(testStage(name, async () => ({ ran: name })));
  });
  after(async () => {
    await chain.close();
    await redis.stop();
  });

  const ways: [pipeline: typeof both, way: string, ran: string[]][] = [
    [both, "then", ["a", "b", "last"]],
    [both, "other", ["a", "c", "d", "last"]],
    [nested, "deep", ["a", "b"]],
    [nested, "shallow", ["a", "c"]],
    [nested, "none", []],
  ];
  for (const [pipeline, way, ran] of ways) {
    it(`takes the way "${way}" of ${pipeline.name}, and skips the other`, async () => {
      const { id } = await chain.client.start(pipeline.name, { way });
      const waking = setInterval(() => void chain.waker.pass(), 20);
      const record = await chain.finished(id);
      clearInterval(waking);
      assert.equal(record.status, "completed");
      const results = Object.fromEntries(record.layout.steps.map(({ name }) => [name, record.step(name).result ?? {}]));
      assert.deepEqual(ranOf({ results }), ran);
      const skipped = record.layout.steps.filter(({ name, kind }) => kind === undefined && record.step(name).skipped);
      assert.equal(skipped.length + ran.length, record.layout.steps.filter(({ kind }) => kind === undefined).length);
    });
  }

  it("fails where its condition cannot be told", async () => {
    const { id } = await chain.client.start("broken", { way: "" });
    const { failure } = (await chain.finished(id)).step("when");
    assert.equal(failure?.code, "internal");
    assert.doesNotMatch(failure.message, /on purpose/);
  });

  it("is taken by the sweep where its process died in front of it", async () => {
    const id = "0199aaaa-0000-7000-8000-00000000000b";
    await chain.recordOnly(id, "nested", { way: "deep" });
    await chain.redis.zadd(keys.openOf(id), "XX", 1, id);
    await sweep({ ...chain });
    assert.equal((await chain.finished(id)).step("b").skipped, false);
  });
});
