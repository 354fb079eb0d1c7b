import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { pino } from "pino";
import { Metrics } from "../../shared/chain/telemetry/metrics.ts";
import { startTestRedis } from "../../shared/chain/testing/redis.ts";
import { until } from "../../shared/chain/testing/until.ts";
import { readSettings } from "../../shared/platform/config/settings.ts";
import { loadInstallation, type Loaded } from "../../shared/platform/service/load.ts";
import { startService } from "../../shared/platform/service/run-process.ts";
import { defineService } from "../../shared/platform/service/service.ts";
import { modelWarnings } from "../../shared/providers/model-check.ts";
import { OPENAI_SETTINGS } from "../../shared/providers/settings.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../fakes/openai/server.ts";

describe("the check of models", () => {
  let fake: FakeOpenAi;
  let loaded: Loaded;
  before(async () => {
    [fake, loaded] = await Promise.all([startFakeOpenAi(), loadInstallation()]);
  });
  after(() => fake.close());

  const { signal } = new AbortController();
  const environmentOf = (changes: NodeJS.ProcessEnv = {}) => ({
    OPENAI_API_KEY: fake.apiKey,
    OPENAI_BASE_URL: fake.url,
    ...changes,
  });
  /** What all services warn of. */
  const texts = async (environment: NodeJS.ProcessEnv) => {
    const asked = loaded.services.map(
      async ({ service }) => (await service.warnings?.(readSettings(service, environment), { signal })) ?? [],
    );
    return (await Promise.all(asked)).flat();
  };

  it("says when a model that is used will be shut down, and that one is not there", async () => {
    assert.deepEqual(await texts(environmentOf({ OPENAI_IMAGE_MODEL: "gpt-image-1" })), [
      "OPENAI_IMAGE_MODEL: OpenAI does not list gpt-image-1 for this key",
      "OPENAI_TTS_MODEL: OpenAI shuts gpt-4o-mini-tts down on 2027-01-06",
    ]);
  });

  it("says nothing of models that no stage uses", async () => {
    const unused = { OPENAI_IMAGE_MODEL: "gone", IMAGEGEN_PROVIDERS: "local", TTS_PROVIDERS: "local" };
    assert.deepEqual(await texts(environmentOf(unused)), []);
  });

  it("asks nobody without a key", async () => {
    const before = fake.calls.length;
    assert.deepEqual(await texts({}), []);
    assert.equal(fake.calls.length, before);
  });

  const USED = [{ setting: "OPENAI_TTS_MODEL", model: "gpt-4o-mini-tts" }];
  const settings = () => readSettings({ settings: OPENAI_SETTINGS }, environmentOf());

  for (const [what, behavior] of Object.entries({
    "a wrong key": { status: 401 },
    "no such list": { status: 404 },
    "an outage": { cut: "before" },
    nonsense: { body: { object: "list", data: [{ name: "x" }] } },
  } as const)) {
    it(`is told in the log, and stops nothing: ${what}`, async () => {
      fake.behave("models", behavior);
      const lines: string[] = [];
      const log = pino({}, { write: (line) => lines.push(line) });
      assert.deepEqual(await modelWarnings(settings(), USED, { log, signal }), []);
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? "", /could not be listed/);
      assert.ok(!lines[0]?.includes(fake.apiKey));
    });
  }

  it("counts what it warns of", async () => {
    const counted: unknown[] = [];
    const metrics = new Metrics();
    metrics.count = ({ name }, labels) => void counted.push([name, labels]);
    assert.equal((await modelWarnings(settings(), USED, { metrics, signal })).length, 1);
    assert.deepEqual(counted, [["model_warnings_total", { setting: "OPENAI_TTS_MODEL", problem: "ends" }]]);
  });

  it("is made by the service's process at its start, and not waited for when that is stopped", async (t) => {
    const redis = await startTestRedis();
    t.after(() => redis.stop());
    const service = defineService({
      name: "asks",
      settings: OPENAI_SETTINGS,
      warnings: (config, asking) => modelWarnings(config, USED, asking),
      start: async () => ({ close: async () => undefined }),
    });
    const config = readSettings(service, environmentOf({ REDIS_URL: redis.url, LOG_LEVEL: "silent" }));
    const before = fake.callsOf("models").length;
    fake.behave("models", { hold: new Promise(() => undefined) });
    const started = await startService(service, config, loaded.installation);
    await until("the list to be asked for", () => fake.callsOf("models").length > before);
    const startedAt = Date.now();
    await started.close();
    assert.ok(Date.now() - startedAt < 4_000);
  });
});
