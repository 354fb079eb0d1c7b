import assert from "node:assert/strict";
import { layoutOf } from "@guchi/chain/layout.ts";
import { describe, it } from "node:test";
import { cipherFor, PLAIN, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { readKeyMark } from "../crypto/key-mark.ts";
import { keys } from "../redis/keys.ts";
import { useEmptyRedis } from "@guchi/chain/testing/empty-redis.ts";
import { redisAsText } from "@guchi/chain/testing/redis.ts";
import { DamagedRecordError, mayOthersRead } from "@guchi/chain/job/damaged.ts";
import { JobRecords } from "@guchi/chain/job/records.ts";
import { Queues } from "@guchi/chain/queues.ts";
import { Schedules } from "@guchi/chain/schedule/store.ts";
import { changedFields, type Kept } from "./kept.ts";
import { reseal } from "./reseal-texts.ts";

const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const INPUT = { text: "上司がつらい" };
const CALLBACK = "https://receiver.example/hook?token=ひみつ";
/** What a service may keep: a hash of sealed notes for each user. */
const NOTES: Kept = {
  sealed: [
    {
      keys: /^guchi:notes:(.+)$/,
      changed: (fields, user, reseal) =>
        changedFields(fields, /^[ab]$/, (text, field) => reseal(text, `${user}/${field}`, 0)),
    },
  ],
};
const SCHEDULE = { pipeline: "guchi", input: INPUT, cron: "@daily", timeZone: "Asia/Tokyo", paused: true };
const RESULT = { message: "上司さんのばか" };

describe("DATA_KEY over what Redis holds", () => {
  const server = useEmptyRedis();

  const recordsOf = (cipher: Cipher) => new JobRecords(server.redis, { keys, ttlSeconds: 60, cipher });
  const schedulesOf = (cipher: Cipher) => {
    const queues = new Queues(server.redis, { keys, onError: () => undefined });
    return new Schedules({ redis: server.redis, queues, cipher });
  };
  /** As a process has it that starts with this DATA_KEY. */
  const started = async (...dataKeys: Buffer[]) => {
    let [plainUntil, markedAt] = [0, 0];
    const cipher = cipherFor(
      dataKeys,
      () => plainUntil,
      () => markedAt,
    );
    const mark = await readKeyMark(server.redis, cipher, true);
    ({ plainUntil, markedAt } = mark);
    return { cipher, records: recordsOf(cipher), mark };
  };
  it("hides what people wrote, what was answered and where callbacks go", async () => {
    await newJob("job-1", (await started(OLD)).records);
    assert.doesNotMatch(await redisAsText(server.redis), /上司|ひみつ|receiver/);
  });

  it("reads what is not sealed only where it is older than the key", async () => {
    await newJob("before", recordsOf(PLAIN));
    const { records, mark } = await started(OLD);
    assert.ok(mark.plainUntil > 0);
    await assertReads("before", records);
    await new Promise((resolve) => setTimeout(resolve, 2)); // the clock's next millisecond
    await newJob("smuggled-in", recordsOf(PLAIN));
    await assert.rejects(records.read("smuggled-in"), DamagedRecordError);
    const [field] = await server.redis.hmget(keys.job("before"), "input");
    await newJob("after", records);
    await server.redis.hset(keys.job("after"), "input", field ?? "");
    await assert.rejects(records.read("after"), DamagedRecordError);
  });

  it("reads nothing that is not sealed in a Redis that never held anything else", async () => {
    const { records, mark } = await started(OLD);
    assert.deepEqual([mark.plainUntil, mark.isOtherKeys], [0, false]);
    await newJob("smuggled-in", recordsOf(PLAIN));
    await server.redis.hset(keys.job("smuggled-in"), "createdAt", 1);
    await assert.rejects(records.read("smuggled-in"), DamagedRecordError);
  });

  for (const [what, first] of [
    ["new", undefined],
    ["used", "before"],
  ] as const) {
    it(`leaves a job that a process still without the first key takes to the others: a ${what} Redis`, async () => {
      if (first !== undefined) await newJob(first, recordsOf(PLAIN));
      const { records } = await started(OLD);
      await new Promise((resolve) => setTimeout(resolve, 2)); // the clock's next millisecond
      await newJob("amid-the-restart", recordsOf(PLAIN));
      await assert.rejects(
        records.read("amid-the-restart"),
        (error) => error instanceof DamagedRecordError && mayOthersRead(error),
      );
      await assertReads("amid-the-restart", recordsOf(PLAIN));
    });
  }

  it("says that another key is needed", async () => {
    await started(OLD);
    for (const cipher of [cipherFor([NEW]), PLAIN]) {
      const mark = await readKeyMark(server.redis, cipher, cipher !== PLAIN);
      assert.deepEqual(mark, { plainUntil: 0, markedAt: 0, isOtherKeys: true });
    }
    assert.equal((await started(NEW, OLD)).mark.isOtherKeys, false);
  });

  it("can be another one once everything is sealed again, and lets nothing unsealed in any more", async () => {
    await newJob("plain", recordsOf(PLAIN));
    await schedulesOf(PLAIN).put("plain", SCHEDULE);
    await new Promise((resolve) => setTimeout(resolve, 2)); // the clock's next millisecond
    const old = await started(OLD);
    await newJob("old", old.records);
    await server.redis.hset("guchi:notes:u", {
      a: old.cipher.seal("one", "u/a"),
      b: old.cipher.seal("two", "u/b"),
      c: "open",
    });
    await schedulesOf(old.cipher).put("old", SCHEDULE);

    const both = await started(NEW, OLD);
    await newJob("new", both.records);
    await assertReads("old", both.records);
    const resealed = await reseal(server.redis, both.cipher, [NOTES]);

    assert.deepEqual(resealed, { texts: 4 + 4 + 2 + 2, unread: 0 });
    assert.doesNotMatch(await redisAsText(server.redis), new RegExp(`上司|${old.cipher.seal("", "").slice(0, 16)}`));
    const { records, cipher, mark } = await started(NEW);
    assert.deepEqual([mark.plainUntil, mark.isOtherKeys], [0, false]);
    for (const id of ["plain", "old", "new"]) await assertReads(id, records);
    for (const name of ["plain", "old"]) assert.deepEqual((await schedulesOf(cipher).find(name))?.spec, SCHEDULE);
    const { a = "", b = "", c } = await server.redis.hgetall("guchi:notes:u");
    assert.deepEqual([cipher.open(a, "u/a"), cipher.open(b, "u/b"), c], ["one", "two", "open"]);
    assert.deepEqual(await reseal(server.redis, cipher, [NOTES]), { texts: 0, unread: 0 });
    assert.notEqual(await server.redis.get(keys.erased), null, "the append-only file is to be rewritten");
  });
});

const layout = layoutOf([{ name: "sentiment", stage: "sentiment", group: 0, optional: false }]);

async function newJob(id: string, records: JobRecords): Promise<void> {
  const fingerprint = records.fingerprint("guchi", INPUT);
  await records.keepLayout(layout);
  await records.create({ id, pipeline: "guchi", layout, input: INPUT, fingerprint, owes: { callbackUrl: CALLBACK } });
  const attempt = { id, pipeline: "guchi", step: "sentiment", number: 1, begunAt: 1, worker: "w", told: false };
  const outcome = { result: RESULT, provider: "local" };
  await records.settle(attempt, { outcome, follows: "go", skipped: [], siblings: [] });
}

async function assertReads(id: string, records: JobRecords): Promise<void> {
  const record = await records.read(id);
  assert.deepEqual(
    [record?.input, record?.owes, record?.step("sentiment").result],
    [INPUT, { callbackUrl: CALLBACK }, RESULT],
  );
  assert.ok(record !== undefined && records.isOfRequest(record, "guchi", INPUT), "its key is known again");
}
