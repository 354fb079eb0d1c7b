import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { whenReady } from "./connect.ts";
import { startTestRedis, type TestRedis } from "../testing/redis.ts";

describe("a producer's command", () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  it("is answered by a Redis that was quick, however busy this process was meanwhile", async () => {
    const producer = redis.connect("producer");
    await whenReady(producer);
    assert.equal(await producer.set("x", "1"), "OK");
    const answers = Promise.all([producer.get("x"), producer.pipeline().get("x").exec()]);
    const busyUntil = performance.now() + 1_200;
    while (performance.now() < busyUntil);
    assert.deepEqual(await answers, ["1", [[null, "1"]]]);
  });

  it("is given up after a second where Redis says nothing", async () => {
    const producer = redis.connect("producer");
    await whenReady(producer);
    const begun = performance.now();
    await assert.rejects(producer.blpop("nothing", 0), /Command timed out/);
    const tookMs = performance.now() - begun;
    assert.ok(tookMs >= 990 && tookMs < 3_000, `${tookMs} ms`);
  });
});
