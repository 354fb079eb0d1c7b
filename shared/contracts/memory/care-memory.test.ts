import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PLAIN, sealing } from "@guchi/chain/crypto/cipher.ts";
import { useEmptyRedis } from "@guchi/chain/testing/empty-redis.ts";
import { CARE_MEMORY_MS, recallCare, rememberCare } from "./care-memory.ts";
import { memoryKeys } from "./keys.ts";

const NOW = 1_800_000_000_000;

describe("the memory of whom she cared for", () => {
  const server = useEmptyRedis();

  const recall = (job: string, at = NOW, cipher = PLAIN) => recallCare(server.redis, cipher, { user: "u", job, at });

  it("tells a later job of the same user the last danger, for a day", async () => {
    await rememberCare(server.redis, PLAIN, { user: "u", job: "job-1", at: NOW - 2_000, kind: "abuse" });
    await rememberCare(server.redis, PLAIN, { user: "u", job: "job-2", at: NOW - 1_000, kind: "self-harm" });
    assert.deepEqual(await recall("job-3"), { at: NOW - 1_000, kind: "self-harm" });
    assert.equal(await recall("job-3", NOW + CARE_MEMORY_MS), undefined);
    assert.equal(await recallCare(server.redis, PLAIN, { user: "other", job: "job-3", at: NOW }), undefined);
    assert.ok((await server.redis.pttl(memoryKeys.careMemory("u"))) <= CARE_MEMORY_MS);
  });

  it("keeps no note beyond its day, however often there is danger", async () => {
    await rememberCare(server.redis, PLAIN, { user: "u", job: "job-1", at: NOW - CARE_MEMORY_MS });
    await rememberCare(server.redis, PLAIN, { user: "u", job: "job-2", at: NOW });
    assert.deepEqual(await server.redis.hkeys(memoryKeys.careMemory("u")), ["job-2"]);
  });

  it("tells a job that runs again the same as at first, whatever came later", async () => {
    await rememberCare(server.redis, PLAIN, { user: "u", job: "job-2", at: NOW });
    await rememberCare(server.redis, PLAIN, { user: "u", job: "job-3", at: NOW + 1_000 });
    assert.equal(await recall("job-2"), undefined);
  });

  it("keeps neither the user's id nor the kind in the open under DATA_KEY, and forgets a job by its id alone", async () => {
    const sealed = sealing([Buffer.alloc(32, 5)]);
    await rememberCare(server.redis, sealed, {
      user: "U4af4980629",
      job: "job-1",
      at: NOW - 1,
      kind: "sexual-violence",
    });
    const [key = ""] = await server.redis.keys("*");
    assert.doesNotMatch(`${key} ${JSON.stringify(await server.redis.hgetall(key))}`, /U4af|sexual/);
    const asked = { user: "U4af4980629", job: "job-2", at: NOW };
    assert.equal((await recallCare(server.redis, sealed, asked))?.kind, "sexual-violence");
    // Who cannot open it still knows that there was something.
    assert.deepEqual(await recallCare(server.redis, PLAIN, asked), { at: NOW - 1 });
    await server.redis.hdel(key, "job-1");
    assert.equal(await recallCare(server.redis, sealed, asked), undefined);
  });
});
