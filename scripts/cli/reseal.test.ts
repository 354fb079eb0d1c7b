import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { layoutOf } from "../../shared/chain/layout.ts";
import { cipherFor } from "../../shared/chain/crypto/cipher.ts";
import { readKeyMark } from "../../shared/platform/crypto/key-mark.ts";
import { JobRecords } from "../../shared/chain/job/records.ts";
import { connectRedis } from "../../shared/chain/redis/connect.ts";
import { redisAsText } from "../../shared/chain/testing/redis.ts";
import { recallCare } from "../../shared/contracts/memory/care-memory.ts";
import { memoryKeys } from "../../shared/contracts/memory/keys.ts";
import { lineKeys } from "../../services/line/keys.ts";
import { startEmbeddedRedis, type EmbeddedRedis } from "../../shared/platform/redis/embedded.ts";
import { runGuchi } from "./testing/run.ts";
import { keys } from "../../shared/platform/redis/keys.ts";

const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const asSetting = (...keys: Buffer[]) => keys.map((key) => key.toString("base64")).join(", ");

describe("npx --no guchi reseal", { timeout: 60_000 }, () => {
  let dataDir: string;
  let redis: EmbeddedRedis;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "guchi-test-"));
    redis = await startEmbeddedRedis(dataDir);
  });
  after(async () => {
    await redis.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it("encrypts under the first key what an older one encrypted, in the Redis of DATA_DIR", async () => {
    const connection = connectRedis(redis.url, "worker", () => undefined);
    const old = cipherFor([OLD]);
    await readKeyMark(connection, old, true);
    const records = new JobRecords(connection, { keys, ttlSeconds: 60, cipher: old });
    const layout = layoutOf([{ name: "sentiment", stage: "sentiment", group: 0, optional: false }]);
    await records.keepLayout(layout);
    await records.create({ id: "job-1", pipeline: "guchi", layout, input: { text: "つらい" }, fingerprint: "f" });
    const sending = { state: "sending", way: "push", messages: old.seal("[]", "j/messages") };
    await connection.hset(lineKeys.deliveries("o"), "j", JSON.stringify(sending), "k", "{}");
    const [said, care] = [memoryKeys.persona("u"), memoryKeys.careMemory("u")];
    await connection.hset(care, "j", `1 ${old.seal("abuse", care)}`);
    await connection.hset(said, { j: `1 ${old.seal("one", said)}`, k: `2 ${old.seal("two", said)}` });

    const refused = await runGuchi(["reseal"], { DATA_DIR: dataDir, DATA_KEY: asSetting(NEW) }).ended;
    assert.deepEqual(
      [refused.code, refused.stderr.trim()],
      [2, "DATA_KEY must list the key that encrypted this Redis"],
    );
    const done = await runGuchi(["reseal"], { DATA_DIR: dataDir, DATA_KEY: asSetting(NEW, OLD) }).ended;
    assert.deepEqual([done.code, done.stdout], [0, "Encrypted 5 texts under the first key of DATA_KEY.\n"]);

    const now = new JobRecords(connection, { keys, ttlSeconds: 60, cipher: cipherFor([NEW]) });
    assert.deepEqual((await now.read("job-1"))?.input, { text: "つらい" });
    const cipher = cipherFor([NEW]);
    assert.equal(cipher.open((await connection.hget(said, "j"))?.replace("1 ", "") ?? "", said), "one");
    assert.deepEqual(await recallCare(connection, cipher, { user: "u", job: "k", at: 2 }), { at: 1, kind: "abuse" });
    assert.doesNotMatch(await redisAsText(connection), new RegExp(old.seal("", "").slice(0, 16)));
    connection.disconnect();
  });

  it("says what is missing, in one line", async () => {
    const cases: [env: NodeJS.ProcessEnv, line: RegExp][] = [
      [{ DATA_DIR: dataDir }, /^DATA_KEY must be set to encrypt what Redis holds$/],
      [{ DATA_DIR: dataDir, DATA_KEY: "x" }, /^DATA_KEY must be the base64 of 32 random bytes, or several/],
      [{ DATA_DIR: join(dataDir, "none"), DATA_KEY: asSetting(NEW) }, /^There is no Redis at .*none.*: start Guchi/],
    ];
    for (const [env, line] of cases) {
      const { code, stderr } = await runGuchi(["reseal"], env).ended;
      assert.equal(code, 2);
      assert.match(stderr.trim(), line);
    }
  });
});
