import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { mp3DurationMs } from "../../../services/tts/mp3-duration.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../openai/server.ts";

const good = { model: "gpt-4o-mini-tts", voice: "coral", input: "こんにちは", response_format: "mp3" };

describe("the fake of OpenAI's speech", () => {
  let fake: FakeOpenAi;
  before(async () => {
    fake = await startFakeOpenAi();
  });
  after(() => fake.close());
  const ask = (body: object) =>
    fetch(`${fake.url}/audio/speech`, {
      method: "POST",
      headers: { authorization: `Bearer ${fake.apiKey}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  it("speaks an mp3 file as long as the text", async () => {
    const response = await ask({ ...good, instructions: "Softly." });
    assert.deepEqual([response.status, response.headers.get("content-type")], [200, "audio/mpeg"]);
    assert.ok(Math.abs((await mp3DurationMs(await response.bytes())) - 800) < 150);
  });

  const refused: readonly (readonly [status: number, what: string, body: object])[] = [
    [404, "an unknown model", { ...good, model: "tts-9" }],
    [404, "a model that does not speak", { ...good, model: "gpt-6-luna" }],
    [400, "an unknown voice", { ...good, voice: "miku" }],
    [400, "no text", { ...good, input: "" }],
    [400, "a text over 4,096 characters", { ...good, input: "あ".repeat(4_097) }],
    [400, "an unknown format", { ...good, response_format: "midi" }],
    [400, "a speed beyond its bounds", { ...good, speed: 9 }],
    [400, "a parameter that is not its", { ...good, emotion: "sad" }],
  ];
  for (const [status, what, body] of refused) {
    it(`refuses ${what}`, async () => assert.equal((await ask(body)).status, status));
  }
});
