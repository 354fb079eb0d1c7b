import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { keysOf, startTestGateway, type TestGateway } from "../../services/gateway/testing.ts";
import { JobView } from "../../shared/contracts/job.ts";
import { StagesView } from "../../shared/contracts/stages.ts";
import { StageError } from "../../shared/chain/errors.ts";
import { parseAs } from "../../shared/chain/schema.ts";
import { testChain, testPipeline, testStage } from "../../shared/chain/testing/chain.ts";
import { startTestS3 } from "../../shared/platform/media/testing/s3.ts";
import { until } from "../../shared/chain/testing/until.ts";
import { COMMANDS } from "./commands.ts";
import { commandHelp } from "./help.ts";
import { startProxy } from "./testing/proxy.ts";
import { commandHere, runGuchi, type Ended } from "./testing/run.ts";
import { keys } from "../../shared/platform/redis/keys.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const UNKNOWN = "0199aaaa-0000-7000-8000-000000000000";
const KEY = "a key of sixteen characters".replaceAll(" ", "-");

describe("npx --no guchi", { timeout: 240_000 }, () => {
  const pipelines = [
    testPipeline({ name: "demo", steps: ["first", "second", "third"] }),
    testPipeline({ name: "guchi", steps: ["first"] }),
  ];
  let gateway: TestGateway;
  let chain: ReturnType<typeof testChain>;
  /** What the second stage does, by the job's text, until it is told otherwise. */
  const held = new Map<string, PromiseWithResolvers<void>>();
  let broken = true;
  before(async () => {
    delete process.env["GUCHI_API_KEY"]; // of who runs this
    gateway = await startTestGateway({ pipelines: new Map(pipelines.map((pipeline) => [pipeline.name, pipeline])) });
    chain = testChain(gateway.redis, pipelines, keys);
    chain.work(testStage("first", async (input) => ({ ...(input as object), provider: "local" })));
    chain.work(
      testStage("second", async (input, { signal }) => {
        const { text } = input as { text: string };
        if (text === "fails" && broken) {
          throw new StageError("It would not.", { code: "provider_refused", class: "refused" });
        }
        const gate = held.get(text);
        if (gate !== undefined) await Promise.race([gate.promise, once(signal, "abort")]);
        signal.throwIfAborted();
        return { text };
      }),
    );
    chain.work(
      testStage("third", async (input) => ({ message: `「${(input as { text: string }).text}」か。つらいね` })),
    );
  });
  after(async () => {
    for (const gate of held.values()) gate.resolve();
    await chain.close();
    await gateway.stop();
  });

  const origin = () => gateway.app.listeningOrigin;
  const guchi = (...args: readonly string[]): Promise<Ended> => commandHere(["--url", origin(), ...args]);
  /** The same as a process of its own. */
  const guchiProcess = (...args: readonly string[]): Promise<Ended> => runGuchi(args, { GUCHI_URL: origin() }).ended;
  const hold = (text: string) => held.set(text, Promise.withResolvers<void>());
  const job = async (id: string) => parseAs(JobView, await (await fetch(`${origin()}/jobs/${id}`)).json());
  const started = async (text: string) => {
    const { stdout, code } = await guchi("say", text, "--pipeline", "demo", "--no-wait");
    assert.equal(code, 0);
    return stdout.trim();
  };
  const finished = async (id: string, status: string) => {
    await until(`${id} to be ${status}`, async () => (await job(id)).status === status);
  };
  const ranSecond = (id: string) =>
    until("the second stage to run", async () => (await job(id)).stages[1]?.status === "running");

  it("says something, tells of each stage, and prints the answer alone on stdout", async () => {
    const { code, stdout, stderr } = await guchiProcess("say", "残業", "つらい", "--pipeline", "demo");
    assert.equal(code, 0);
    assert.equal(stdout, "「残業 つらい」か。つらいね\n");
    assert.match(stderr, /^job [0-9a-f-]{36}\n✓ first +0\.\d s +local\n✓ second +0\.\d s\n✓ third +0\.\d s\n\n$/);
  });

  it("says what stdin holds", async () => {
    const run = runGuchi(["say", "-", "--pipeline", "demo"], { GUCHI_URL: origin() });
    run.child.stdin?.end("電車が遅れた\n");
    assert.equal((await run.ended).stdout, "「電車が遅れた」か。つらいね\n");
  });

  it("starts guchi when no pipeline is named, and any pipeline with any input", async () => {
    const { stdout } = await guchi("say", "ふう", "--json");
    assert.equal(parseAs(JobView, JSON.parse(stdout)).pipeline, "guchi");
    const other = await guchi("start", "demo", '{"text": "ねむい"}');
    assert.equal(other.stdout, "「ねむい」か。つらいね\n");
  });

  it("makes one job of one idempotency key", async () => {
    const args = ["say", "once", "--pipeline", "demo", "--no-wait", "--idempotency-key", "a-key"];
    const [one, two] = [await guchi(...args), await guchi(...args)];
    assert.equal(one.stdout, two.stdout);
    assert.equal((await guchi("say", "twice", ...args.slice(2))).code, 2);
  });

  it("ends with 1 and one line when the job fails", async () => {
    const { code, stdout, stderr } = await guchiProcess("say", "fails", "--pipeline", "demo");
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /✗ second .*provider_refused\nsecond failed: provider_refused: It would not\.\n$/);
  });

  it("shows a job, with its history on demand", async () => {
    const id = await started("見せて");
    await finished(id, "completed");
    const { code, stdout } = await guchi("status", id);
    assert.equal(code, 0);
    for (const part of [id, "demo", "completed", "✓ first", "✓ second", "「見せて」か"]) {
      assert.ok(stdout.includes(part), part);
    }
    assert.ok(!stdout.includes("created  attempt"));
    assert.match((await guchi("status", id, "--history")).stdout, /second +completed +attempt 1, \d+ ms in work/);
    const json = await guchi("status", id, "--json");
    assert.equal(parseAs(JobView, JSON.parse(json.stdout)).id, id);
  });

  it("counts the jobs of a filter for a bulk action, and wants a filter, or all", async () => {
    const counted = await guchi("bulk", "purge", "--status", "completed,canceled", "--dry-run", "--json");
    assert.deepEqual([counted.code, Object.keys(JSON.parse(counted.stdout) as object)], [0, ["count"]]);
    assert.equal((await guchi("bulk", "rewind", "--code", "no-such-code", "--dry-run")).stdout.trim(), "0");
    for (const words of [
      ["rewind"],
      ["rewind", "--all", "--step", "x"],
      ["stop", "--all"],
      ["purge", "--from", "now"],
    ]) {
      assert.equal((await guchi("bulk", ...words, "--dry-run")).code, 2, words.join(" "));
    }
  });

  it("shows the stages, and of a job that waits why it does", async () => {
    const id = await started("見て");
    await finished(id, "completed");
    const json = await guchi("stages", "--json");
    assert.equal(parseAs(StagesView, JSON.parse(json.stdout)).status, "degraded", "no worker here beats");
    const { code, stdout } = await guchi("stages");
    assert.equal(code, 0);
    assert.match(stdout, /^stage +workers +waiting +oldest/);
    assert.match(stdout, /^first +0 +0 /m);
    assert.match(stdout, /^Warning: second has no live worker$/m);
    hold("待つ");
    const waits = await started("待つ");
    await ranSecond(waits);
    assert.match((await guchi("status", waits)).stdout, /^Warning: second has no live worker$/m);
    held.get("待つ")?.resolve();
    await finished(waits, "completed");
    assert.doesNotMatch((await guchi("status", waits)).stdout, /Warning/);
  });

  it("tells of the workers, and ends with 1 while a stage has work and none", async () => {
    hold("放置");
    const id = await started("放置");
    await ranSecond(id);
    const { code, stdout, stderr } = await guchi("workers");
    assert.equal(code, 1);
    assert.match(stdout, /^stage +workers +active +waiting +oldest/);
    assert.match(stdout, /^second +0 +1 +0/m);
    assert.match(stderr, /^second has work and no live worker$/m);
    const json = await guchi("workers", "--json");
    const second = { name: "second", workers: 0, active: 1, waiting: 0, oldestWaitingSeconds: 0 };
    assert.equal(json.code, 1);
    assert.ok(json.stdout.includes(JSON.stringify(second)), json.stdout);
    held.get("放置")?.resolve();
    await finished(id, "completed");
    await until("nothing to do", async () => (await guchi("workers")).code === 0);
  });

  it("follows a job that is under way", async () => {
    hold("まだ");
    const id = await started("まだ");
    const run = runGuchi(["status", id, "--watch"], { GUCHI_URL: origin() });
    await until("the first stage's line", () => run.stderr().includes("✓ first"));
    held.get("まだ")?.resolve();
    const { code, stdout } = await run.ended;
    assert.deepEqual([code, stdout], [0, "「まだ」か。つらいね\n"]);
  });

  it("cancels: the job ends, whoever watches it is told, and a second time is a conflict", async () => {
    hold("やめて");
    const id = await started("やめて");
    await ranSecond(id);
    const watching = guchi("status", id, "--watch");
    assert.deepEqual(await guchi("cancel", id), { code: 0, stdout: `${id}  canceled\n`, stderr: "" });
    const { code, stderr } = await watching;
    assert.equal(code, 1);
    assert.match(stderr, /The job was canceled\n$/);
    const again = await guchi("cancel", id);
    assert.equal(again.code, 4);
    assert.match(again.stderr, /^The job's state forbids this: [^\n]+\n$/);
    assert.equal((await guchi("status", id)).code, 1);
  });

  it("suspends and resumes", async () => {
    hold("待って");
    const id = await started("待って");
    await ranSecond(id);
    assert.equal((await guchi("suspend", id)).stdout, `${id}  suspended\n`);
    held.get("待って")?.resolve();
    const { code, stdout } = await guchi("resume", id, "--watch");
    assert.deepEqual([code, stdout], [0, "「待って」か。つらいね\n"]);
  });

  it("tells what is not well, a line each, and by its exit code", async () => {
    const { code, stdout } = await guchiProcess("doctor");
    assert.equal(code, 1, "no worker here beats");
    const lines = stdout.trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line) => line.split(" ").slice(0, 2).join(" ")),
      ["✓ redis", "✓ keys", "✗ stages", "✓ media", "✓ line", "✓ traces"],
    );
    assert.match(lines[2] ?? "", /second has no live worker/);
    const away = await guchiProcess("doctor", "--json", "--url", "http://127.0.0.1:1");
    assert.equal(away.code, 1);
    const found = JSON.parse(away.stdout) as { what: string; ok: boolean; text: string }[];
    assert.deepEqual(
      found.filter(({ ok }) => !ok).map(({ what }) => what),
      ["redis", "keys", "stages", "media"],
    );
    assert.match(found[0]?.text ?? "", /does not answer/);
  });

  it("tries out the S3 store of the settings here, and says what it said", async () => {
    const s3 = await startTestS3();
    const media = async (env: NodeJS.ProcessEnv) => {
      const { stdout } = await runGuchi(["doctor"], { GUCHI_URL: origin(), ...s3.env, ...env }).ended;
      return stdout.split("\n").find((line) => line.includes(" media "));
    };
    const [well, wrong, half] = await Promise.all([
      media({}),
      media({ S3_BUCKET: "no-such-bucket" }),
      media({ S3_SECRET_ACCESS_KEY: "" }),
    ]);
    await s3.close();
    assert.match(well ?? "", /^✓ media /);
    assert.match(wrong ?? "", /^✗ media +The media store could not keep a file. NoSuchBucket: /);
    assert.match(half ?? "", /^✗ media +S3_SECRET_ACCESS_KEY must be set, since S3_ACCESS_KEY_ID is/);
  });

  it("lists jobs, newest first, and those that failed with the reason", async () => {
    const id = await started("最後");
    await finished(id, "completed");
    const { stdout } = await guchi("list", "--limit", "1");
    const lines = stdout.trimEnd().split("\n");
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? "", /^id +status +pipeline +step +age +took +created$/);
    assert.ok(lines[1]?.startsWith(id));
    assert.match(lines[1] ?? "", /  completed +demo +(\w+ +)?\d+\.\d s +\d+\.\d s +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    const failed = await guchi("failed");
    assert.match(failed.stdout, /^id +why +pipeline +failed$/m);
    assert.match(failed.stdout, /^[0-9a-f-]{36} {2}second: provider_refused {2}demo {2}/m);
    const json: unknown = JSON.parse((await guchi("list", "--status", "failed", "--json")).stdout);
    assert.ok(Array.isArray(json) && json.every((each) => parseAs(JobView, each).status === "failed"));
  });

  it("lists more jobs than a page of the server holds", async () => {
    await Promise.all(Array.from({ length: 120 }, () => chain.client.start("guchi", { text: "many" })));
    const { stdout } = await guchi("list", "--limit", "115", "--pipeline", "guchi");
    assert.equal(
      new Set(
        stdout
          .trimEnd()
          .split("\n")
          .slice(1)
          .map((line) => line.slice(0, 36)),
      ).size,
      115,
    );
  });

  it("rewinds a failed job, and retries the others all at once", async () => {
    const ids = [await started("fails"), await started("fails"), await started("fails")];
    const [one = "", ...others] = ids;
    await Promise.all(ids.map((id) => finished(id, "failed")));
    broken = false;
    const rewound = await guchi("rewind", one, "--watch");
    assert.deepEqual([rewound.code, rewound.stdout], [0, "「fails」か。つらいね\n"]);
    assert.equal((await guchi("rewind", one)).code, 4);

    const mixed = await guchi("retry", one, others[0] ?? "", UNKNOWN);
    assert.equal(mixed.code, 4, "the first refusal");
    assert.match(mixed.stdout, new RegExp(`^${others[0]}  `));
    assert.equal(mixed.stderr.trimEnd().split("\n").length, 2);

    assert.equal((await guchi("retry", "--all")).code, 0);
    await Promise.all(ids.map((id) => finished(id, "completed")));
    assert.equal((await guchi("failed")).stdout, "");
  });

  it("keeps a schedule, lists, pauses, runs and removes it", async () => {
    const put = [
      "schedule",
      "put",
      "morning",
      "demo",
      "0 7 * * *",
      '{"text": "おはよう"}',
      "--time-zone",
      "Asia/Tokyo",
    ];
    assert.match((await guchi(...put)).stdout, /^morning {2}next \S+ \S+ {2}demo {2}0 7 \* \* \* {2}Asia\/Tokyo\n$/);
    assert.match((await guchi("schedule", "pause", "morning")).stdout, /^morning {2}paused {2}demo/);
    assert.match((await guchi("schedule", "list")).stdout, /^morning {2}paused/);
    assert.match((await guchi("schedule", "resume", "morning")).stdout, /^morning {2}next/);
    const id = (await guchi("schedule", "run", "morning")).stdout.trim();
    await chain.finished(id);
    assert.ok((await guchi("schedule", "list")).stdout.trim().endsWith(id));
    assert.equal((await guchi("schedule", "remove", "morning")).stdout, "morning  removed\n");
    assert.equal((await guchi("schedule", "list")).stdout, "");
    assert.equal((await guchi("schedule", "run", "morning")).code, 3);
    for (const words of [["put", "morning"], ["fly"], ["list", "morning"], ["run"]]) {
      assert.equal((await guchi("schedule", ...words)).code, 2, words.join(" "));
    }
    assert.equal((await guchi(...put, "--overlap", "queue")).code, 2);
  });

  it("restarts as a new job, and purges", async () => {
    const id = await started("もう一度");
    await finished(id, "completed");
    const [next = ""] = (await guchi("restart", id)).stdout.split(" ");
    assert.notEqual(next, id);
    await finished(next, "completed");
    assert.deepEqual(await guchi("purge", id), { code: 0, stdout: `${id}  purged\n`, stderr: "" });
    const gone = await guchi("status", id);
    assert.deepEqual([gone.code, gone.stderr], [3, "Gone: The job was purged\n"]);
  });

  it("leaves the job alone on Ctrl-C, and says how to come back", async () => {
    hold("続く");
    const run = runGuchi(["say", "続く", "--pipeline", "demo"], { GUCHI_URL: origin() });
    await until("the first stage's line", () => run.stderr().includes("✓ first"));
    const [, id = ""] = /^job (\S+)/.exec(run.stderr()) ?? [];
    run.child.kill("SIGINT");
    const { code, stderr } = await run.ended;
    assert.equal(code, 130);
    assert.ok(stderr.endsWith(`The job goes on: npx --no guchi status ${id} --watch\n`));
    assert.equal((await job(id)).status, "running");
    held.get("続く")?.resolve();
  });

  const refusals: readonly [args: readonly string[], code: number, line: RegExp][] = [
    [["status", UNKNOWN], 3, /^Not found: There is no job with this id\n$/],
    [["cancel", UNKNOWN], 3, /^Not found: /],
    [["purge", UNKNOWN], 3, /^Not found: /],
    [["start", "nope"], 2, /^The request is not valid: There is no pipeline "nope"\n$/],
    [["start", "demo", "{"], 2, /^The input must be JSON/],
    [["list", "--status", "lost"], 2, /^The request is not valid: [^\n]+\n$/],
    [["list", "--limit", "many"], 2, /^--limit must be a whole number from 1 to \d+\n$/],
    [["list", "--watch"], 2, /^list has no option --watch\n$/],
    [["list", "--nope"], 2, /^Unknown option '--nope'\n$/],
    [["say"], 2, /^Usage: npx --no guchi say TEXT…\n$/],
    [["status"], 2, /^Usage: npx --no guchi status ID\n$/],
    [["retry"], 2, /^retry needs either ids or --all\n$/],
    [["retry", UNKNOWN, "--all"], 2, /^retry needs either ids or --all\n$/],
    [["sya", "text"], 2, /^There is no command "sya"; see npx --no -- guchi --help\n$/],
    [["list", "--url", "http://u:secret@localhost"], 2, /^--url \(GUCHI_URL\) must be .* without a password\n$/],
  ];
  for (const [args, expected, line] of refusals) {
    it(`ends with ${expected} and one line: ${args.join(" ")}`, async () => {
      const { code, stdout, stderr } = await guchi(...args);
      assert.deepEqual([code, stdout], [expected, ""]);
      assert.match(stderr, line);
    });
  }

  it("ends so as a process, too", async () => {
    const { code, stdout, stderr } = await guchiProcess("status", UNKNOWN);
    assert.deepEqual([code, stdout, stderr], [3, "", "Not found: There is no job with this id\n"]);
  });

  it("says so when nobody answers", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise((resolve) => server.close(resolve));
    const { code, stderr } = await guchi("list", "--url", url);
    assert.deepEqual([code, stderr], [5, `Guchi does not answer at ${url} (ECONNREFUSED); \`npm start\` starts it\n`]);
  });

  it("says so when what answers is not Guchi", async () => {
    const server = createServer((_, answer) => answer.end('{"hello": 1}')).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code, stderr } = await guchi("status", UNKNOWN, "--url", url);
    assert.equal(code, 5);
    assert.ok(stderr.startsWith(`${url} does not look like Guchi: `));
    server.close();
  });

  it("shows its key where one is needed, from the environment or the option", async () => {
    const app = await gateway.build({ access: { apiKeys: keysOf(KEY), rateLimit: { jobs: 600, seconds: 60 } } });
    const url = await app.listen({ port: 0, host: "127.0.0.1" });
    const without = await guchi("list", "--url", url);
    assert.equal(without.code, 6);
    assert.match(without.stderr, /^Credentials are needed: [^\n]+\n$/);
    assert.equal((await guchi("list", "--url", url, "--key", KEY)).code, 0);
    assert.equal((await runGuchi(["list", "--url", url], { GUCHI_API_KEY: KEY }).ended).code, 0);
    const answer = await guchi("say", "鍵", "--pipeline", "demo", "--url", url, "--key", KEY);
    assert.equal(answer.stdout, "「鍵」か。つらいね\n");
    await app.close();
  });

  it("asks again and again where a proxy keeps the stream to itself", async () => {
    const proxy = await startProxy(origin(), ({ url }) => (url?.endsWith("/events") === true ? "taken" : "pass"));
    hold("長い");
    const run = runGuchi(["say", "長い", "--pipeline", "demo", "--url", proxy.url]);
    await until("the first stage's line", () => run.stderr().includes("✓ first"));
    held.get("長い")?.resolve();
    const { code, stdout, stderr } = await run.ended;
    assert.deepEqual([code, stdout], [0, "「長い」か。つらいね\n"]);
    assert.deepEqual(stderr.match(/✓ \w+/g), ["✓ first", "✓ second", "✓ third"]);
    assert.ok(proxy.paths.some((path) => path.includes("wait=")));
    await proxy.stop();
  });

  it("tells nothing twice when the stream is cut and made anew", async () => {
    let streams = 0;
    const open: (() => void)[] = [];
    const proxy = await startProxy(origin(), ({ url }, answer) => {
      if (url?.endsWith("/events") === true) {
        streams += 1;
        open.push(() => answer.destroy());
      }
      return "pass";
    });
    hold("切れる");
    const run = runGuchi(["say", "切れる", "--pipeline", "demo", "--url", proxy.url]);
    await until("the first stage's line", () => run.stderr().includes("✓ first"));
    for (const cut of open.splice(0)) cut();
    await until("a second stream", () => streams === 2);
    held.get("切れる")?.resolve();
    const { code, stdout, stderr } = await run.ended;
    assert.deepEqual([code, stdout], [0, "「切れる」か。つらいね\n"]);
    assert.deepEqual(stderr.match(/✓ \w+/g), ["✓ first", "✓ second", "✓ third"]);
    await proxy.stop();
  });

  it("has a help that fits a terminal of 80 columns, for all and for each command", async () => {
    const { code, stdout } = await guchi("--help");
    assert.equal(code, 0);
    assert.equal(
      (await guchi("purge", "--help")).stdout,
      `${commandHelp("purge", COMMANDS["purge"] ?? assert.fail())}\n`,
    );
    const helps = Object.entries(COMMANDS).map(([name, command]) => commandHelp(name, command));
    assert.ok(Object.keys(COMMANDS).every((name) => stdout.includes(`\n  ${name} `)));
    for (const line of [stdout, ...helps].join("\n").split("\n")) assert.ok(line.length <= 80, line);
    assert.equal((await guchi()).code, 2);
  });

  it("runs by npx in the repository", async () => {
    const cache = await mkdtemp(join(tmpdir(), "guchi-npx-"));
    const env = { ...process.env, npm_config_cache: cache };
    const { stdout } = await promisify(execFile)("npx", ["--no", "guchi", "list", "--limit", "1", "--url", origin()], {
      cwd: ROOT,
      env,
    });
    assert.match(stdout, /^[0-9a-f-]{36} {2}/m);
    await rm(cache, { recursive: true, force: true });
  });

  const older = (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((dir) => join(dir, "node"))
    .find((node) => /^v(20|22)\./.test(spawnSync(node, ["--version"]).stdout?.toString() ?? ""));
  it(
    "runs whichever Node is first on PATH",
    { skip: older === undefined && "there is no older Node here" },
    async () => {
      const run = runGuchi(["status", UNKNOWN], { GUCHI_URL: origin() }, older);
      assert.equal((await run.ended).code, 3);
    },
  );
});
