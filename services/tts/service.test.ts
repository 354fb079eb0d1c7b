import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import Type from "typebox";
import { parseAs } from "@guchi/chain/schema.ts";
import { testRuntime } from "@guchi/platform/testing/runtime.ts";
import { testChain, testPipeline } from "@guchi/chain/testing/chain.ts";
import { startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../test/fakes/openai/server.ts";
import { startFakeRealtime, type FakeRealtime } from "../../test/fakes/realtime/server.ts";
import { startFakeVoicevox, type FakeVoicevox } from "../../test/fakes/voicevox/server.ts";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { service } from "./service.ts";
import { voiceWarnings } from "./settings.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

const pipeline = testPipeline({ name: "tts-only", steps: ["tts"], input: Type.Object({}) });
const Spoken = Type.Object({ provider: Type.String(), durationMs: Type.Number(), bytes: Type.Number() });

const speechIn = (language: "ja" | "en") => ({
  text: language === "ja" ? "今日もおつかれさま！ゆっくり休んでね。" : "You did great today. Rest well!",
  language,
  mood: "tired",
});

describe("the tts service, over the real queue and fake vendors", { timeout: 120_000 }, () => {
  let redis: TestRedis;
  let dataDir: string;
  let openAi: FakeOpenAi;
  let realtime: FakeRealtime;
  let voicevox: FakeVoicevox;
  before(async () => {
    [redis, dataDir, openAi, realtime, voicevox] = await Promise.all([
      startTestRedis(),
      mkdtemp(join(tmpdir(), "guchi-tts-")),
      startFakeOpenAi(),
      startFakeRealtime(),
      startFakeVoicevox(),
    ]);
  });
  after(async () => {
    await Promise.all([openAi.close(), realtime.close(), voicevox.close()]);
    await redis.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Starts the service with these settings, lets it speak each text, and stops it. */
  async function speak(settings: NodeJS.ProcessEnv, ...languages: readonly ("ja" | "en")[]) {
    const environment = {
      REDIS_URL: redis.url,
      DATA_DIR: dataDir,
      OPENAI_API_KEY: openAi.apiKey,
      OPENAI_BASE_URL: openAi.url,
      VOICEVOX_URL: voicevox.url,
      ...settings,
    };
    const runtime = testRuntime(service, environment, [pipeline]);
    const running = await service.start(runtime);
    const chain = testChain(redis, [pipeline], keys);
    try {
      const jobs = [];
      for (const language of languages) {
        const { id } = await chain.client.start("tts-only", speechIn(language));
        const { result, paid } = (await chain.finished(id)).step("tts");
        const { provider, durationMs } = parseAs(Spoken, result);
        assert.ok(durationMs > 500);
        jobs.push({ provider, paid: paid.calls, costUsd: paid.costUsd });
      }
      return jobs;
    } finally {
      await chain.close();
      await running.close();
      await runtime.close();
    }
  }

  it("speaks with each engine that the settings name, and the job shows who spoke and what was paid", async () => {
    assert.deepEqual(await speak({ TTS_PROVIDERS: "openai" }, "ja"), [{ provider: "openai", paid: 1, costUsd: 0.005 }]);
    assert.deepEqual(await speak({ TTS_PROVIDERS: "openai-realtime", OPENAI_BASE_URL: realtime.url }, "en"), [
      { provider: "openai-realtime", paid: 1, costUsd: 0.01 },
    ]);
    assert.deepEqual(await speak({ TTS_PROVIDERS: "voicevox,local" }, "ja", "en"), [
      { provider: "voicevox", paid: 0, costUsd: 0 },
      { provider: "local", paid: 0, costUsd: 0 },
    ]);
  });

  it("goes on to the engines behind when the model was shut down, which is on no bill", async () => {
    const settings = { OPENAI_TTS_MODEL: "tts-gone", TTS_PROVIDERS: "openai,voicevox,local" };
    assert.deepEqual(await speak(settings, "ja"), [{ provider: "voicevox", paid: 0, costUsd: 0 }]);
  });

  it("asks no second paid engine after a broken answer", async () => {
    openAi.behave("speech", { body: "<html>" });
    const sessions = realtime.calls.length;
    assert.deepEqual(await speak({ TTS_PROVIDERS: "openai,openai-realtime,local" }, "ja"), [
      { provider: "local", paid: 1, costUsd: 0.005 },
    ]);
    assert.equal(realtime.calls.length, sessions);
  });

  it("opens no session of the Realtime API over the budget of the day", async () => {
    const sessions = realtime.calls.length;
    const settings = { TTS_PROVIDERS: "openai-realtime", OPENAI_BASE_URL: realtime.url, DAILY_BUDGET_USD: "0" };
    assert.deepEqual(await speak(settings, "ja"), [{ provider: "local", paid: 0, costUsd: 0 }]);
    assert.equal(realtime.calls.length, sessions);
  });

  it("speaks with the local voice over the budget of the day, also where it is not named", async () => {
    assert.deepEqual(await speak({ TTS_PROVIDERS: "openai", DAILY_BUDGET_USD: "0.001" }, "ja"), [
      { provider: "local", paid: 0, costUsd: 0 },
    ]);
  });
});

const warnings = (changes: NodeJS.ProcessEnv) =>
  voiceWarnings(readSettings(service, { OPENAI_API_KEY: "sk-test", ...changes }));

it("warns of a voice that the Realtime API lacks, where that is in use", () => {
  assert.deepEqual(warnings({}), []);
  for (const voice of ["nova", "onyx", "fable"]) {
    assert.match(warnings({ OPENAI_TTS_VOICE: voice }).join(), new RegExp(`^OPENAI_TTS_VOICE: .*no voice ${voice}`));
  }
  assert.deepEqual(warnings({ OPENAI_TTS_VOICE: "nova", TTS_PROVIDERS: "openai,local" }), []);
  assert.deepEqual(warnings({ OPENAI_TTS_VOICE: "nova", OPENAI_API_KEY: "" }), []);
  assert.deepEqual(warnings({ OPENAI_TTS_VOICE: "voice-of-another-vendor" }), []);
});
