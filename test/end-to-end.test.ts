import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import { MPEGDecoder } from "mpg123-decoder";
import sharp from "sharp";
import type { JobView } from "../shared/contracts/job.ts";
import { until } from "../shared/chain/testing/until.ts";
import { outputOf } from "./support/output.ts";
import { kill, newDataDir, startSystem, type TestSystem } from "./support/system.ts";

const COMPLAINTS = [
  "残業ばっかりで疲れた。もう無理",
  "上司が話を聞いてくれない",
  "電車が遅れて最悪だった",
  "テストの点が悪くて落ち込んでる",
  "My boss never listens to me and I'm exhausted",
];

describe("npm start", { timeout: 400_000 }, () => {
  let dataDir: string;
  let system: TestSystem;
  before(async () => {
    dataDir = await newDataDir();
    system = await startSystem(dataDir);
  });
  after(async () => {
    await system.killAll();
    await rm(dataDir, { recursive: true, force: true });
  });

  it("says where everything is", async () => {
    const banner = await until("the banner", () => system.output().includes("Guchi is ready") && system.output());
    for (const part of [`${system.base}/docs`, `${system.base}/admin`, "imagegen", "local"]) {
      assert.ok(banner.includes(part), part);
    }
  });

  it("answers a complaint with a picture and a sound that are what they say", async () => {
    const { id } = await system.start("残業ばっかりで疲れた。もう無理");
    const job = await system.finished(id);
    assert.equal(job.status, "completed");
    assert.deepEqual(job.warnings, []);
    const { reaction, sentiment, image, audio } = outputOf(job);
    assert.equal(reaction, "idol");
    assert.deepEqual([sentiment.label, sentiment.language], ["negative", "ja"]);
    assert.ok(image !== undefined && audio !== undefined);

    const picture = await download(image.url, "image/jpeg", image.bytes);
    const { width, height, format } = await sharp(picture).metadata();
    assert.deepEqual([format, width, height], ["jpeg", image.width, image.height]);
    const { channels } = await sharp(picture).stats();
    assert.ok(
      channels.every(({ stdev }) => stdev > 10),
      "the picture is not blank",
    );
    const preview = await download(image.previewUrl, "image/jpeg");
    assert.ok(preview.length < 1_000_000);

    const sound = await download(audio.url, "audio/mpeg", audio.bytes);
    const { durationMs, rms } = await decode(sound);
    assert.ok(Math.abs(durationMs - audio.durationMs) < 250, `${durationMs} ms decoded, ${audio.durationMs} ms told`);
    assert.ok(rms > 0.01, "the sound is not silence");
  });

  it("cheers along without a picture when nothing is wrong", async () => {
    const { id } = await system.start("今日は楽しかった！");
    const job = await system.finished(id);
    const { reaction, image, audio } = outputOf(job);
    assert.deepEqual([reaction, image, audio], ["cheer", undefined, undefined]);
    assert.deepEqual(
      job.stages.map(({ status }) => status),
      ["completed", "skipped", "skipped", "skipped", "completed"],
    );
  });

  it("cares, with people to call, when someone may harm themselves", async () => {
    const { id } = await system.start("もう死にたい");
    const { reaction, image, message } = outputOf(await system.finished(id));
    assert.deepEqual([reaction, image], ["care", undefined]);
    assert.match(message, /0120-279-338/);
  });

  it("recommends the opposite of what an angry message asks for, with a card of its own and her voice", async () => {
    const response = await system.post("お勧めの泣けるアニメ映画教えろ。全く嫌な気分だぜ。", { pipeline: "movie" });
    const job = await system.finished(((await response.json()) as { id: string }).id);
    assert.deepEqual([job.status, job.warnings], ["completed", []]);
    const { movie, ...answer } = job.output as { movie?: { mode?: string; film?: { title: { ja: string } } } };
    const { reaction, message, image, audio } = outputOf({ ...job, output: answer });
    assert.deepEqual([reaction, movie?.mode], ["idol", "farthest"]);
    assert.ok(movie?.film !== undefined && message.includes(movie.film.title.ja), message);
    assert.ok(image !== undefined && audio !== undefined);
    await download(image.url, "image/jpeg", image.bytes);
  });

  it("answers two complaints with two sentences and two pictures", async () => {
    const jobs = await Promise.all(COMPLAINTS.slice(0, 2).map((text) => system.start(text)));
    const outputs = (await Promise.all(jobs.map(({ id }) => system.finished(id)))).map(outputOf);
    assert.equal(new Set(outputs.map(({ message }) => message)).size, 2);
    const pictures = await Promise.all(outputs.map(({ image }) => download(image?.url ?? "", "image/jpeg")));
    assert.notDeepEqual(pictures[0], pictures[1]);
  });

  it("makes picture and sound at the same time in guchi-fast", async () => {
    const response = await system.post(COMPLAINTS[0] ?? "", { pipeline: "guchi-fast" });
    const { id } = (await response.json()) as { id: string };
    const job = await system.finished(id);
    const { image, audio } = outputOf(job);
    assert.ok(image !== undefined && audio !== undefined);
    const [, , imagegen, tts] = job.stages;
    assert.ok((tts?.startedAt ?? "9") < (imagegen?.finishedAt ?? "0"), "tts began before imagegen had ended");
  });

  for (const stage of ["imagegen", "tts"]) {
    it(`finishes a job whose ${stage} process is killed in mid-stage, with one result of that stage`, async () => {
      const [pid] = await system.processes(`services/${stage}/main.ts`);
      const { id } = await system.start("満員電車で足を踏まれて、もうやだ");
      await until(`${stage} to run`, async () => statusOf(await system.job(id), stage) === "running");
      kill(pid ?? assert.fail(`no process of ${stage}`));
      const job = await system.finished(id);
      assert.equal(job.status, "completed");
      assert.deepEqual(job.warnings, []);
      assert.ok(outputOf(job).image !== undefined && outputOf(job).audio !== undefined);
      assertOneResultAStage(job);
      const [next] = await system.processes(`services/${stage}/main.ts`);
      assert.notEqual(next, pid);
    });
  }

  it("completes every job while the process of every stage is killed once", async () => {
    const jobs = await Promise.all(Array.from({ length: 16 }, (_, n) => system.start(`${COMPLAINTS[n % 5]} ${n}`)));
    for (const service of ["sentiment", "persona", "imagegen", "tts", "reply", "gateway"]) {
      const [pid] = await until(`a process of ${service}`, async () => {
        const found = await system.processes(`services/${service}/main.ts`);
        return found.length > 0 && found;
      });
      if (pid !== undefined) kill(pid);
    }
    for (const { id } of jobs) {
      const job = await system.finished(id);
      assert.equal(job.status, "completed");
      assertOneResultAStage(job);
    }
  });

  it("goes on after its Redis was killed", async () => {
    const jobs = await Promise.all(COMPLAINTS.map((text) => system.start(text)));
    const [redis] = await system.processes("unixsocket:");
    kill(redis ?? assert.fail("no process of Redis"));
    for (const { id } of jobs) assert.equal((await system.finished(id)).status, "completed");
  });

  it("stops everything on SIGTERM, leaves no process, and goes on with unfinished jobs at the next start", async () => {
    const jobs = await Promise.all(Array.from({ length: 8 }, (_, n) => system.start(`${COMPLAINTS[n % 5]} ${n}`)));
    const everything = await system.processes("");
    // A connection that never says anything.
    const silent = connect(Number(new URL(system.base).port), "localhost");
    await new Promise((resolve) => silent.once("connect", resolve));
    assert.equal(await system.stop(), 0);
    silent.destroy();
    await until("every process to be gone", () => !everything.some(isAlive), 5_000);
    system = await startSystem(dataDir);
    for (const { id } of jobs) assert.equal((await system.finished(id)).status, "completed");
  });

  it("starts again at once after everything was killed", async () => {
    const jobs = await Promise.all(COMPLAINTS.map((text) => system.start(text)));
    await system.killAll();
    system = await startSystem(dataDir);
    for (const { id } of jobs) {
      const job = await system.finished(id);
      assert.equal(job.status, "completed");
      assertOneResultAStage(job);
    }
  });

  it("stops within 12 s although its Redis hangs, and leaves nothing behind", async () => {
    const [redis = assert.fail()] = await system.processes("redis-server");
    process.kill(redis, "SIGSTOP");
    const begun = performance.now();
    const code = await system.stop();
    const tookMs = performance.now() - begun;
    assert.equal(code, 0);
    assert.ok(tookMs < 12_500, `it took ${tookMs} ms`); // npm itself takes a while
    assert.deepEqual(await system.processes(""), []);
    assert.throws(() => process.kill(redis, 0), /ESRCH/);
  });
});

function statusOf(job: JobView, stage: string): string | undefined {
  return job.stages.find(({ name }) => name === stage)?.status;
}

function assertOneResultAStage(job: JobView): void {
  const results = (job.history ?? []).filter(({ event }) => event === "completed").map(({ step }) => step);
  assert.equal(new Set(results).size, results.length, `results: ${results.join(", ")}`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function download(url: string, contentType: string, bytes?: number): Promise<Buffer> {
  const response = await fetch(url);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), contentType);
  const body = Buffer.from(await response.arrayBuffer());
  assert.equal(Number(response.headers.get("content-length")), body.length);
  if (bytes !== undefined) assert.equal(body.length, bytes);
  return body;
}

async function decode(mp3: Buffer): Promise<{ durationMs: number; rms: number }> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  const { channelData, samplesDecoded, sampleRate } = decoder.decode(mp3);
  decoder.free();
  const [samples = new Float32Array()] = channelData;
  const square = samples.reduce((sum, sample) => sum + sample * sample, 0);
  return { durationMs: (samplesDecoded / sampleRate) * 1_000, rms: Math.sqrt(square / samples.length) };
}
