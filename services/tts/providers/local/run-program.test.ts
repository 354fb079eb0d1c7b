import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { runProgram, type Program } from "./run-program.ts";

const run = (program: Partial<Program> & Pick<Program, "args">) =>
  runProgram({ command: "/bin/sh", input: "", signal: new AbortController().signal, ...program });

/** Whether a process with this word in its command line is left. */
async function isRunning(word: string): Promise<boolean> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/u.test(name) && name !== String(process.pid));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
  return lines.some((line) => line.split("\0").includes(word));
}

describe("runProgram", () => {
  it("gives what the program prints of what it is given", async () => {
    assert.equal(
      (await run({ args: ["-c", "cat"], input: "こんにちは; rm -rf /" })).toString(),
      "こんにちは; rm -rf /",
    );
  });

  it("hides our environment from it", async () => {
    process.env["GUCHI_TEST_SECRET"] = "sk-1";
    assert.doesNotMatch((await run({ args: ["-c", "env"] })).toString(), /sk-1|PATH=.*node/u);
    delete process.env["GUCHI_TEST_SECRET"];
  });

  it("says how the program failed and nothing of what it was given", async () => {
    await assert.rejects(run({ args: ["-c", "exit 3"], input: "secret" }), /^Error: \/bin\/sh ended with 3$/u);
    await assert.rejects(
      run({ args: ["-c", "kill -ABRT $$"], input: "secret" }),
      /^Error: \/bin\/sh ended with SIGABRT$/u,
    );
    await assert.rejects(run({ command: "/nowhere", args: [] }), /ENOENT/u);
  });

  it("kills a program that hangs, and waits until it is gone", async () => {
    await assert.rejects(run({ command: "/bin/sleep", args: ["61.25"], limitMs: 100 }), /ended with SIGKILL/u);
    assert.equal(await isRunning("61.25"), false);
  });

  it("kills the program when it is aborted, and says why", async () => {
    const controller = new AbortController();
    const reason = new Error("canceled");
    const running = run({ command: "/bin/sleep", args: ["61.5"], signal: controller.signal });
    const caught = assert.rejects(running, (error) => error === reason);
    while (!(await isRunning("61.5"))) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort(reason);
    await caught;
    assert.equal(await isRunning("61.5"), false);
    await assert.rejects(run({ args: [], signal: controller.signal }), (error) => error === reason);
  });

  it("leaves nothing on the disk, also while the program runs, which may open its output by name", async () => {
    const folder = await mkdtemp(join(tmpdir(), "guchi-run-"));
    const usual = process.env["TMPDIR"];
    process.env["TMPDIR"] = folder;
    const listed = await run({ args: ["-c", 'ls -A "$0" > /dev/stdout', folder] });
    if (usual === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = usual;
    await rmdir(folder); // fails when it is not empty
    assert.equal(listed.toString(), "");
  });
});
