import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startFakeOpenAi, type FakeOpenAi } from "../fakes/openai/server.ts";
import type { Behavior } from "../fakes/openai/route.ts";
import { ProviderError } from "../../shared/providers/failure.ts";
import { askOpenAi, createOpenAi } from "../../shared/providers/openai.ts";

describe("the SDK's errors", () => {
  let fake: FakeOpenAi;
  before(async () => {
    fake = await startFakeOpenAi();
  });
  after(() => fake.close());

  const moderate = (apiKey = fake.apiKey, url = fake.url, options = {}) => {
    const client = createOpenAi({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: url });
    return askOpenAi("openai", () => client.moderations.create({ input: "secret words" }, options));
  };
  const failure = async (behavior?: Behavior, ...more: Parameters<typeof moderate>): Promise<ProviderError> => {
    if (behavior !== undefined) fake.behave("moderations", behavior);
    const error = await moderate(...more).then(
      () => assert.fail("answered"),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ProviderError, String(error));
    return error;
  };

  const table: readonly [what: string, behavior: Behavior, kind: string, retryAfterMs?: number][] = [
    ["429 with seconds", { status: 429, headers: { "retry-after": "2" } }, "rate_limited", 2_000],
    ["429 with ms", { status: 429, headers: { "retry-after": "9", "retry-after-ms": "150.4" } }, "rate_limited", 150],
    ["429", { status: 429 }, "rate_limited"],
    ["no money left", { status: 429, code: "insufficient_quota", headers: { "retry-after": "1" } }, "out_of_quota"],
    ["401", { status: 401, code: "invalid_api_key" }, "misconfigured"],
    ["403", { status: 403 }, "misconfigured"],
    ["an unknown model", { status: 404, code: "model_not_found" }, "misconfigured"],
    ["a model that was shut down, told with 400", { status: 400, code: "model_not_found" }, "misconfigured"],
    ["moderation", { status: 400, code: "moderation_blocked" }, "refused"],
    ["content policy", { status: 400, code: "content_policy_violation" }, "refused"],
    ["400", { status: 400, code: "invalid_value" }, "bad_request"],
    ["500", { status: 500 }, "server_error"],
    ["503", { status: 503, headers: { "retry-after": "2" } }, "server_error"],
    ["a connection cut before the answer", { cut: "before" }, "cut"],
    ["a connection cut inside the answer", { cut: "inside" }, "cut"],
    ["no JSON", { body: "<html>" }, "broken_answer"],
  ];
  for (const [what, behavior, kind, retryAfterMs] of table) {
    it(`${what}: ${kind}`, async () => {
      const error = await failure(behavior);
      assert.equal(error.kind, kind);
      assert.equal(error.retryAfterMs, retryAfterMs);
    });
  }

  it("a wrong key: misconfigured", async () =>
    assert.equal((await failure(undefined, "sk-wrong")).kind, "misconfigured"));
  it("nobody there: unreachable", async () => {
    const gone = await startFakeOpenAi();
    await gone.close();
    assert.equal((await failure(undefined, gone.apiKey, gone.url)).kind, "unreachable");
  });
  it("no answer in time: timeout", async () => {
    const held = { hold: new Promise(() => undefined) };
    assert.equal((await failure(held, fake.apiKey, fake.url, { timeout: 50 })).kind, "timeout");
  });

  it("are made by one request: the SDK does not retry", async () => {
    for (const behavior of [{ status: 500 }, { status: 429 }, { cut: "before" }] as const) {
      const before = fake.calls.length;
      await failure(behavior);
      assert.equal(fake.calls.length, before + 1);
    }
  });

  it("hold neither what was sent nor the vendor's text, for they are logged", async () => {
    const error = await failure({ status: 400, code: "invalid_value", message: "bad input: secret words, sk-fake" });
    assert.equal(error.message, "openai did not understand the request.");
    assert.ok(error.cause instanceof Error);
    assert.equal(error.cause.message, "BadRequestError 400 invalid_value req_fake");
    assert.doesNotMatch(JSON.stringify(error) + String(error.stack) + String(error.cause.stack), /secret|sk-fake/);
  });

  it("an abort stays an abort", async () => {
    const signal = AbortSignal.abort(new Error("canceled"));
    await assert.rejects(moderate(fake.apiKey, fake.url, { signal }), (error) => !(error instanceof ProviderError));
  });
});
