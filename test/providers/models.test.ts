import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { pino } from "pino";
import { readConfig } from "../../shared/platform/config/config.ts";
import { modelWarnings, warnOfModels } from "../../shared/providers/model-check.ts";
import { Metrics } from "../../shared/chain/telemetry/metrics.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../fakes/openai/server.ts";

describe("the models check", () => {
  let fake: FakeOpenAi;
  before(async () => {
    fake = await startFakeOpenAi();
  });
  after(() => fake.close());

  const configOf = (changes: NodeJS.ProcessEnv = {}) =>
    readConfig({ OPENAI_API_KEY: fake.apiKey, OPENAI_BASE_URL: fake.url, ...changes });
  const texts = async (changes: NodeJS.ProcessEnv) => (await modelWarnings(configOf(changes))).map(({ text }) => text);

  it("says when a model that is used will be shut down, and that one is not there", async () => {
    assert.deepEqual(await texts({ OPENAI_IMAGE_MODEL: "gpt-image-1" }), [
      "OPENAI_IMAGE_MODEL: OpenAI does not list gpt-image-1 for this key",
      "OPENAI_TTS_MODEL: OpenAI shuts gpt-4o-mini-tts down on 2027-01-06",
    ]);
  });

  it("says nothing of models that no stage uses", async () => {
    assert.deepEqual(await texts({ OPENAI_IMAGE_MODEL: "gone", IMAGE_PROVIDERS: "local", TTS_PROVIDERS: "local" }), []);
  });

  it("asks nobody without a key", async () => {
    const before = fake.calls.length;
    assert.deepEqual(await modelWarnings(readConfig({ OPENAI_BASE_URL: fake.url })), []);
    assert.equal(fake.calls.length, before);
  });

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
      assert.deepEqual(await modelWarnings(configOf(), { log }), []);
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? "", /could not be listed/);
      assert.ok(!lines[0]?.includes(fake.apiKey));
    });
  }

  it("warns in the log, and counts", async () => {
    const lines: string[] = [];
    const counted: unknown[] = [];
    const metrics = new Metrics();
    metrics.count = ({ name }, labels) => void counted.push([name, labels]);
    await warnOfModels(configOf(), { log: pino({}, { write: (line) => lines.push(line) }), metrics });
    assert.match(lines.join(""), /"level":40.*gpt-4o-mini-tts down on 2027-01-06/);
    assert.deepEqual(counted, [["model_warnings_total", { setting: "OPENAI_TTS_MODEL", problem: "ends" }]]);
  });
});
