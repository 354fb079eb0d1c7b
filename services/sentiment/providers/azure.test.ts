import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { after, before, describe, it } from "node:test";
import type { TextAnalysisClientOptions } from "@azure/ai-language-text";
import { firstToAnswer } from "@guchi/providers/first-to-answer.ts";
import { testCall, testContext } from "@guchi/providers/testing/stage-context.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { startFakeAzure, type FakeAzure } from "../../../test/fakes/azure/server.ts";
import { heardAs } from "../listening/testing.ts";
import { createAzureSentiment } from "./azure.ts";
import { testSentimentProvider } from "./provider.suite.ts";

type HttpClient = NonNullable<TextAnalysisClientOptions["httpClient"]>;

let azure: FakeAzure;
before(async () => {
  azure = await startFakeAzure();
});
after(() => azure.close());

function create({ key = azure.key, url = azure.url, timeoutSeconds = 4 } = {}) {
  return createAzureSentiment({
    AZURE_LANGUAGE_ENDPOINT: url,
    AZURE_LANGUAGE_KEY: key,
    AZURE_SENTIMENT_PRICE_USD: 0.001,
    SENTIMENT_CALL_TIMEOUT: timeoutSeconds,
  });
}
const heard = heardAs();
const analyze = async (text: string) => (await create()).analyze(text, heard, testCall());
const answerOf = (sentiment: string, positive: number, neutral: number, negative: number) => ({
  body: {
    kind: "SentimentAnalysisResults",
    results: {
      documents: [
        { id: "1", sentiment, confidenceScores: { positive, neutral, negative }, sentences: [], warnings: [] },
      ],
      errors: [],
      modelVersion: "x",
    },
  },
});
const errorOf = (code: string) => ({
  body: {
    kind: "SentimentAnalysisResults",
    results: { documents: [], errors: [{ id: "1", error: { code, message: "no" } }], modelVersion: "x" },
  },
});

testSentimentProvider("Azure AI Language", create);

describe("Azure AI Language", () => {
  it("is told the true language", async () => {
    const provider = await create();
    for (const [language, code] of [
      ["ja", "ja"],
      ["ko", "ko"],
      ["th", "th"],
      ["tl", "fil"],
      ["und", "en"],
    ] as const) {
      azure.behave(answerOf("neutral", 0, 1, 0));
      await provider.analyze("…", heardAs({ language }), testCall());
      assert.match(JSON.stringify(azure.calls.at(-1)), new RegExp(`"language\\W+${code}\\W`));
    }
  });

  it("takes the stronger side of a mixed text, and the complaint when they are even", async () => {
    const cases = [
      ["positive", 0.6, 0.38],
      ["negative", 0.4, 0.58],
      ["negative", 0.49, 0.49],
    ] as const;
    for (const [label, positive, negative] of cases) {
      azure.behave(answerOf("mixed", positive, 0.02, negative));
      const sentiment = await analyze("疲れたけど楽しかった");
      assert.equal(sentiment.label, label);
      assert.equal(sentiment.score, label === "positive" ? positive : negative);
    }
  });

  it("is asked once, with the key, the language, and nothing but the text", async () => {
    await analyze("疲れた");
    const { headers, text } = azure.calls.at(-1) ?? assert.fail("not asked");
    assert.equal(headers["ocp-apim-subscription-key"], azure.key);
    const { analysisInput } = JSON.parse(text) as { analysisInput: unknown };
    assert.deepEqual(analysisInput, { documents: [{ id: "1", text: "疲れた", language: "ja" }] });
  });

  it("is told to keep no text in its logs", async () => {
    await analyze("疲れた");
    const { text } = azure.calls.at(-1) ?? assert.fail("not asked");
    const { parameters } = JSON.parse(text) as { parameters: unknown };
    assert.deepEqual(parameters, { loggingOptOut: true });
  });

  it("is never sent more than it takes, nor half a character", async () => {
    await analyze(`\ud83d${"疲れた。".repeat(2_000)}`);
    const { text } = azure.calls.at(-1) ?? assert.fail("not asked");
    const { analysisInput } = JSON.parse(text) as { analysisInput: { documents: { text: string }[] } };
    const sent = analysisInput.documents[0]?.text ?? assert.fail("no document");
    assert.ok(sent.length <= 5_120 && sent.endsWith("。") && sent.isWellFormed());
  });

  it("is paid before it is asked, by the thousand characters; without that it is not asked", async () => {
    const before = azure.calls.length;
    const paid: [costUsd: number, calls: number][] = [];
    const pay = async (costUsd: number) => void paid.push([costUsd, azure.calls.length - before]);
    const provider = await create();
    await provider.analyze("あ".repeat(1_001), heard, testCall({ pay }));
    assert.deepEqual(paid, [[0.002, 0]]);
    const broke = new Error("Redis is away");
    await assert.rejects(provider.analyze("疲れた", heard, testCall({ pay: () => Promise.reject(broke) })), broke);
    assert.equal(azure.calls.length, before + 1);
  });

  const failures = [
    ["rate_limited", { status: 429, headers: { "retry-after": "2" } }],
    ["server_error", { status: 500 }],
    ["server_error", { status: 503 }],
    ["server_error", { status: 408 }],
    ["misconfigured", { status: 403 }],
    ["misconfigured", { status: 404 }],
    ["bad_request", { status: 400 }],
    ["cut", { cut: "before" }],
    ["cut", { ...answerOf("negative", 0, 0, 1), cut: "inside" }],
    ["broken_answer", { body: "<html>" }],
    ["broken_answer", { body: {} }],
    ["broken_answer", { body: { kind: "SentimentAnalysisResults", results: { documents: [], errors: [] } } }],
    ["broken_answer", answerOf("furious", 0, 0, 1)],
    ["broken_answer", answerOf("negative", 0, 0, 7)],
    ["unsuitable", errorOf("InvalidDocument")],
    ["unsuitable", errorOf("UnsupportedLanguageCode")],
    ["server_error", errorOf("InternalServerError")],
  ] as const;
  for (const [kind, behavior] of failures) {
    it(`fails as ${kind} at ${JSON.stringify(behavior).slice(0, 100)}, after one request, and repeats no word of the user`, async () => {
      const before = azure.calls.length;
      azure.behave(behavior);
      await assert.rejects(analyze("ひみつで疲れた"), (error: Error & { kind?: string; retryAfterMs?: number }) => {
        assert.equal(error.kind, kind, String(error.cause));
        assert.equal(error.retryAfterMs, kind === "rate_limited" ? 2_000 : undefined);
        for (let each: unknown = error; each instanceof Error; each = each.cause) {
          assert.ok(!inspect(each, { depth: 9 }).includes("ひみつ"));
          // The SDK hides its request from `inspect`, not from everybody.
          assert.ok(!("request" in each) && !("response" in each));
        }
        return true;
      });
      assert.equal(azure.calls.length, before + 1);
    });
  }

  it("fails as misconfigured with a wrong key, as unreachable where nobody listens", async () => {
    await assert.rejects((await create({ key: "wrong" })).analyze("雨", heard, testCall()), { kind: "misconfigured" });
    const gone = await startFakeAzure();
    await gone.close();
    await assert.rejects((await create({ url: gone.url })).analyze("雨", heard, testCall()), { kind: "unreachable" });
  });

  it("costs its time limit and no more when it hangs", async () => {
    const released = Promise.withResolvers<void>();
    azure.behave({ hold: released.promise });
    const provider = await create({ timeoutSeconds: 0.2 });
    await assert.rejects(
      firstToAnswer([provider], testContext(), (each, call) => each.analyze("疲れた", heard, call)),
      { message: "azure did not answer in time." },
    );
    released.resolve();
  });

  it("stops when it is aborted", async () => {
    const reason = new Error("canceled");
    const provider = await create();
    await assert.rejects(provider.analyze("雨", heard, testCall({ signal: AbortSignal.abort(reason) })), reason);
    const released = Promise.withResolvers<void>();
    azure.behave({ hold: released.promise });
    const before = azure.calls.length;
    const controller = new AbortController();
    const caught = assert.rejects(provider.analyze("雨", heard, testCall({ signal: controller.signal })), {
      name: "AbortError",
    });
    await until("the request", () => azure.calls.length > before);
    controller.abort(reason);
    await caught;
    released.resolve();
  });

  it("refuses an endpoint that is plain http on another machine", async () => {
    await assert.rejects(create({ url: "http://language.example" }), {
      name: "ConfigError",
      message: /AZURE_LANGUAGE_ENDPOINT/,
    });
  });
});

describe("Azure AI Language without a key", () => {
  it("gets a token of Entra ID", async (t) => {
    // The identity of an App Service, which @azure/identity finds by two variables.
    const asked: string[] = [];
    const identity = createServer((request, response) => {
      asked.push(request.url ?? "");
      const expires = Math.floor(Date.now() / 1_000) + 3_600;
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          access_token: "token-of-entra",
          expires_on: String(expires),
          resource: "x",
          token_type: "Bearer",
        }),
      );
    });
    await new Promise<void>((resolve) => {
      identity.listen(0, "127.0.0.1", resolve);
    });
    const { port } = identity.address() as AddressInfo;
    setEnvironment(t, { IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/token`, IDENTITY_HEADER: "secret" });
    const seen: (string | undefined)[] = [];
    const httpClient: HttpClient = {
      sendRequest: async (request) => {
        seen.push(request.headers.get("authorization"));
        const bodyAsText = JSON.stringify(answerOf("negative", 0, 0, 1).body);
        return { request, status: 200, headers: request.headers, bodyAsText };
      },
    };
    const provider = await createAzureSentiment(
      {
        AZURE_LANGUAGE_ENDPOINT: "https://guchi.cognitiveservices.azure.com",
        AZURE_LANGUAGE_KEY: undefined,
        AZURE_SENTIMENT_PRICE_USD: 0.001,
        SENTIMENT_CALL_TIMEOUT: 4,
      },
      { httpClient },
    );
    assert.equal((await provider.analyze("疲れた", heard, testCall())).label, "negative");
    assert.deepEqual(seen, ["Bearer token-of-entra"]);
    assert.match(asked.join(), /cognitiveservices\.azure\.com/);
    identity.close();
  });
});

function setEnvironment(t: { after(work: () => void): void }, variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    const before = process.env[name];
    process.env[name] = value;
    t.after(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
}
