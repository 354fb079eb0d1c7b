import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startFakeAzure, type FakeAzure } from "./server.ts";

const document = { id: "1", text: "so tired", language: "en" };
const bodyOf = (...documents: readonly object[]) => ({ kind: "SentimentAnalysis", analysisInput: { documents } });

describe("the fake of Azure AI Language", () => {
  let fake: FakeAzure;
  before(async () => {
    fake = await startFakeAzure();
  });
  after(() => fake.close());

  function ask(
    body: object,
    { key = fake.key, path = "/language/:analyze-text?api-version=2023-04-01", type = "application/json" } = {},
  ) {
    const headers = { "ocp-apim-subscription-key": key, "content-type": type };
    return fetch(`${fake.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  }

  it("judges each document", async () => {
    const response = await ask(bodyOf(document, { ...document, id: "2", text: "fun but tired" }));
    const { results } = (await response.json()) as {
      results: { documents: { sentiment: string }[]; errors: unknown[] };
    };
    assert.deepEqual(
      results.documents.map(({ sentiment }) => sentiment),
      ["negative", "mixed"],
    );
    assert.deepEqual(results.errors, []);
  });

  it("refuses single documents for what is wrong with them", async () => {
    const long = { ...document, id: "2", text: "a".repeat(5_121) };
    const response = await ask(bodyOf({ ...document, language: "tlh" }, long, { ...document, id: "3", text: " " }));
    const { results } = (await response.json()) as {
      results: { errors: { error: { innererror: { code: string } } }[] };
    };
    assert.deepEqual(
      results.errors.map(({ error }) => error.innererror.code),
      ["UnsupportedLanguageCode", "InvalidDocument", "InvalidDocument"],
    );
  });

  it("refuses whole requests", async () => {
    const good = bodyOf(document);
    const eleven = Array.from({ length: 11 }, (_, i) => ({ ...document, id: String(i) }));
    const statuses = [
      await ask(good, { key: "wrong" }),
      await ask(good, { path: "/language/:analyze-text" }),
      await ask(good, { path: "/language/:analyze-text?api-version=1999-01-01" }),
      await ask(good, { path: "//language/:analyze-text?api-version=2023-04-01" }),
      await ask(good, { type: "text/plain" }),
      await ask({ kind: "KeyPhraseExtraction", analysisInput: { documents: [document] } }),
      await ask(bodyOf()),
      await ask(bodyOf(document, document)),
      await ask(bodyOf(...eleven)),
    ].map(({ status }) => status);
    assert.deepEqual(statuses, [401, 400, 400, 404, 415, 400, 400, 400, 400]);
  });

  it("can be told to be slow, down, cut off or to talk nonsense", async () => {
    fake.behave({ status: 503 }, { cut: "before" }, { cut: "inside" }, { body: "<html>" }, { delayMs: 100 });
    const good = bodyOf(document);
    assert.equal((await ask(good)).status, 503);
    await assert.rejects(ask(good));
    await assert.rejects((await ask(good)).text());
    assert.equal(await (await ask(good)).text(), "<html>");
    const start = performance.now();
    assert.equal((await ask(good)).status, 200);
    assert.ok(performance.now() - start >= 95);
  });
});
