import { keys } from "../testing/chain.ts";
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sealing } from "../crypto/cipher.ts";
import { keysOf, startTestRedis, type TestRedis } from "../testing/redis.ts";
import { layoutOf } from "../layout.ts";
import { DamagedRecordError } from "./damaged.ts";
import { JobRecords } from "./records.ts";

const layout = layoutOf([{ name: "first", stage: "first", group: 0, optional: false }]);

let redis: TestRedis;
before(async () => {
  redis = await startTestRedis();
});
after(() => redis.stop());

describe("job records under DATA_KEY", () => {
  it("hold nobody's words in the clear, and tell a repeated request all the same", async () => {
    const connection = redis.connect();
    const sealed = new JobRecords(connection, { keys, ttlSeconds: 60, cipher: sealing([Buffer.alloc(32, 7)]) });
    const input = { text: "上司がつらい" };
    const fingerprint = sealed.fingerprint("loud", input);
    await sealed.keepLayout(layout);
    await sealed.create({ id: "sealed-1", pipeline: "loud", layout, input, fingerprint });
    const attempt = {
      id: "sealed-1",
      pipeline: "loud",
      step: "first",
      number: 1,
      begunAt: 1,
      worker: "w",
      told: false,
    };
    const outcome = { result: { message: "上司さんのばか" }, provider: "local" };
    await sealed.settle(attempt, { outcome, follows: "go", skipped: [], siblings: [] });
    const record = await sealed.read("sealed-1");
    assert.deepEqual(record?.input, input);
    assert.deepEqual(record?.step("first").result, outcome.result);
    assert.equal(record?.fingerprint, sealed.fingerprint("loud", input));
    for (const key of await keysOf(connection)) {
      const type = await connection.type(key);
      const text = JSON.stringify(
        type === "hash" ? await connection.hgetall(key) : type === "list" ? await connection.lrange(key, 0, -1) : "",
      );
      assert.ok(!text.includes("上司"), key);
    }
    const plain = new JobRecords(connection, { keys, ttlSeconds: 60 });
    await assert.rejects(plain.read("sealed-1"), DamagedRecordError);
    assert.notEqual(fingerprint, plain.fingerprint("loud", input), "nobody can guess the words by trying");
  });
});

describe("a job record", () => {
  it("is read as it was written, whatever its texts hold", async () => {
    const records = new JobRecords(redis.connect(), { keys, ttlSeconds: 60 });
    const input = { text: "\0 愚痴\n😭", "\0": ["", "\u2028"] };
    const callbackUrl = "https://example.com/a\0b\0\0";
    await records.keepLayout(layout);
    await records.create({
      id: "odd-1",
      pipeline: "loud",
      layout,
      input,
      fingerprint: "",
      owes: { callbackUrl },
      priority: 3,
    });
    const record = await records.read("odd-1");
    const { createdAt, fingerprint, pipeline, status, priority } = record ?? {};
    assert.deepEqual(record?.input, input);
    assert.deepEqual(record?.owes, { callbackUrl });
    assert.deepEqual(
      { fingerprint, pipeline, status, priority },
      { fingerprint: "", pipeline: "loud", status: "pending", priority: 3 },
    );
    assert.ok(Math.abs(Date.now() - (createdAt ?? 0)) < 10_000);
  });

  it("that is not there is undefined", async () => {
    const records = new JobRecords(redis.connect(), { keys, ttlSeconds: 60 });
    assert.equal(await records.read("nobody"), undefined);
  });
});
