import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startFakeOpenAi, type FakeOpenAi } from "./server.ts";

const schema = {
  type: "object",
  properties: { message: { type: "string" }, mood: { type: "string", enum: ["sad"] } },
  required: ["message", "mood"],
  additionalProperties: false,
};
const format = (changes: object = {}, more: object = {}) => ({
  type: "json_schema",
  json_schema: { name: "answer", strict: true, schema: { ...schema, ...changes }, ...more },
});
const chat = {
  model: "gpt-6-luna",
  messages: [{ role: "user", content: "hi" }],
  response_format: format(),
};

describe("the fake OpenAI", () => {
  let fake: FakeOpenAi;
  before(async () => {
    fake = await startFakeOpenAi();
  });
  after(() => fake.close());

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(fake.url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${fake.apiKey}`, "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });

  it("fills a strict schema in", async () => {
    const response = await post("/chat/completions", chat);
    assert.equal(response.status, 200);
    const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
    assert.deepEqual(Object.keys(JSON.parse(choices[0]?.message.content ?? "") as object), ["message", "mood"]);
  });

  const flagged = async (input: string) => {
    const { results } = (await (await post("/moderations", { input })).json()) as {
      results: { flagged: boolean; categories: Record<string, boolean> }[];
    };
    return [results[0]?.flagged, results[0]?.categories["self-harm/intent"]];
  };

  const ask = () => post("/moderations", { input: "hi" });

  const refused: readonly [
    what: string,
    status: number,
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ][] = [
    ["no key", 401, "/chat/completions", chat, { authorization: "" }],
    ["a wrong key", 401, "/chat/completions", chat, { authorization: "Bearer sk-wrong" }],
    ["another content type", 400, "/chat/completions", chat, { "content-type": "text/plain" }],
    ["no JSON", 400, "/chat/completions", "{"],
    ["a list", 400, "/chat/completions", []],
    ["another path", 404, "/chat/complete", chat],
    ["an unknown parameter", 400, "/chat/completions", { ...chat, seeds: 1 }],
    ["an unknown model", 404, "/chat/completions", { ...chat, model: "dall-e-3" }],
    ["no messages", 400, "/chat/completions", { ...chat, messages: [] }],
    ["an unknown role", 400, "/chat/completions", { ...chat, messages: [{ role: "idol", content: "hi" }] }],
    ["a schema with a length", 400, "/chat/completions", { ...chat, response_format: format({ maxLength: 3 }) }],
    ["an optional property", 400, "/chat/completions", { ...chat, response_format: format({ required: ["mood"] }) }],
    ["an open object", 400, "/chat/completions", { ...chat, response_format: format({ additionalProperties: true }) }],
    [
      "an enum without a type",
      400,
      "/chat/completions",
      { ...chat, response_format: format({ properties: { message: { type: "string" }, mood: { enum: ["sad"] } } }) },
    ],
    [
      "a schema without a good name",
      400,
      "/chat/completions",
      { ...chat, response_format: format({}, { name: "a b" }) },
    ],
    ["a moderation of nothing", 400, "/moderations", { input: [] }],
    ["a moderation by an unknown model", 404, "/moderations", { input: "hi", model: "text-moderation-007" }],
  ];
  for (const [what, status, path, body, headers] of refused) {
    it(`refuses ${what} with ${status}`, async () => {
      const response = await post(path, body, headers);
      assert.equal(response.status, status);
      const { error } = (await response.json()) as { error: { message: string; type: string } };
      assert.equal(typeof error.message, "string");
    });
  }

  it("lists models with the day on which they end", async () => {
    const response = await fetch(`${fake.url}/models`, { headers: { authorization: `Bearer ${fake.apiKey}` } });
    const { data } = (await response.json()) as { data: { id: string; shutdown_date: string | null }[] };
    assert.equal(data.find(({ id }) => id === "gpt-4o-mini-tts")?.shutdown_date, "2027-01-06");
    assert.equal((await fetch(`${fake.url}/models`)).status, 401);
  });

  it("flags self-harm, and nothing else", async () => {
    assert.deepEqual(await flagged("もう死にたい"), [true, true]);
    assert.deepEqual(await flagged("疲れた"), [false, false]);
  });

  it("does what it is told, once or always, and counts", async () => {
    fake.behave("moderations", { status: 429, headers: { "retry-after": "3" } }, { body: "<html>" });
    const before = fake.callsOf("moderations").length;
    const limited = await ask();
    assert.deepEqual([limited.status, limited.headers.get("retry-after")], [429, "3"]);
    assert.equal(await (await ask()).text(), "<html>");
    assert.equal((await ask()).status, 200);
    fake.behaveAlways("moderations", { status: 500 });
    assert.deepEqual([(await ask()).status, (await ask()).status], [500, 500]);
    fake.behaveAlways("moderations");
    fake.behave("moderations", { cut: "before" }, { cut: "inside" });
    await assert.rejects(ask());
    await assert.rejects(async () => (await ask()).text());
    assert.deepEqual(
      fake
        .callsOf("moderations")
        .slice(before)
        .map(({ status }) => status),
      [429, 200, 200, 500, 500, 0, 0],
    );
  });
});
