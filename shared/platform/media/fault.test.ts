import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { FsMediaStore } from "./fs-store.ts";
import { newMediaKey } from "./store.ts";

const HOOK = import.meta.resolve("@guchi/chain/testing/fault-hook.ts");
const PROCESS = fileURLToPath(new URL("testing/dying-put.ts", import.meta.url));

test("a process that dies at media.written leaves a whole file, which goes with the job", async () => {
  const dir = await mkdtemp(join(tmpdir(), "guchi-media-"));
  const env = { ...process.env, FAULT_POINT: "media.written" };
  const child = fork(PROCESS, [dir, newMediaKey("job-1", "image", "jpg")], { env, execArgv: ["--import", HOOK] });
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  assert.equal(signal, "SIGKILL");
  assert.equal((await readdir(join(dir, "job-1"))).length, 1);
  const store = new FsMediaStore(dir);
  // The stage's next attempt.
  await store.put(newMediaKey("job-1", "image", "jpg"), Buffer.from("picture"));
  assert.equal((await readdir(join(dir, "job-1"))).length, 2);
  await store.removeJob("job-1");
  assert.deepEqual(await readdir(dir), []);
  await rm(dir, { recursive: true });
});
