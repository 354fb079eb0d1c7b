import assert from "node:assert/strict";
import { after, before, describe, it, test } from "node:test";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { createOpenAi } from "@guchi/providers/openai.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import sharp from "sharp";
import Type from "typebox";
import { imagesAnswer } from "../../../test/fakes/openai/images.ts";
import type { Behavior } from "../../../test/fakes/openai/route.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../../test/fakes/openai/server.ts";
import { personaSays } from "@guchi/contracts/testing/persona.ts";
import { createOpenAiImage } from "./openai.ts";
import { testImageProvider } from "./provider.suite.ts";
import { service } from "../service.ts";

const Body = Type.Record(Type.String(), Type.Unknown());

let fake: FakeOpenAi;
before(async () => {
  fake = await startFakeOpenAi();
});
after(() => fake.close());

const create = (changes: NodeJS.ProcessEnv = {}) => {
  const config = readSettings(service, { OPENAI_API_KEY: fake.apiKey, OPENAI_BASE_URL: fake.url, ...changes });
  return createOpenAiImage(createOpenAi(config), config);
};
const request = { picture: personaSays("大丈夫だよ"), seed: "job-4711" };
const square = (size: number) => sharp({ create: { width: size, height: size, channels: 3, background: "#88aaff" } });
/** How many requests for a picture arrived. */
const sent = () => fake.callsOf("images").length;

function lastSent(): Record<string, unknown> {
  return parseAs(Body, fake.callsOf("images").at(-1)?.body);
}

testImageProvider("OpenAI's images", create);

/** Draws while the next answer is this one; gives `drawn` or the kind of failure. */
async function draw(behavior: Behavior): Promise<string> {
  fake.behave("images", behavior);
  return create()
    .render(request, testCall())
    .then(
      () => "drawn",
      (error: unknown) => (error instanceof Error && "kind" in error ? String(error.kind) : String(error)),
    );
}

describe("what is sent", () => {
  it("is one JPEG of 1024x1024 in the quality of the settings, and nothing that these models do not take", async () => {
    await create({ OPENAI_IMAGE_QUALITY: "low" }).render(request, testCall());
    const { prompt, ...rest } = lastSent();
    assert.equal(typeof prompt, "string");
    assert.deepEqual(rest, {
      model: "gpt-image-2.5-flare",
      size: "1024x1024",
      quality: "low",
      output_format: "jpeg",
      moderation: "auto",
    });
  });

  it("is the look in our words: nothing of what she says, no id", async () => {
    await create().render(request, testCall());
    const body = JSON.stringify(lastSent());
    assert.ok(body.includes(request.picture.look.description));
    assert.doesNotMatch(body, /大丈夫|4711/);
  });

  it("tells users apart by a hash alone, and says nothing of nobody", async () => {
    await create().render({ ...request, user: "Uabc4712" }, testCall());
    const { safety_identifier: alice, ...rest } = lastSent();
    assert.match(String(alice), /^[\w-]{43}$/);
    assert.doesNotMatch(JSON.stringify(rest), /4712/);
    await create().render({ ...request, user: "Uabc4713" }, testCall());
    assert.notEqual(lastSent()["safety_identifier"], alice);
    await create().render(request, testCall());
    assert.ok(!("safety_identifier" in lastSent()));
  });

  it("is paid for before it leaves, once, and not at all when it may not be paid", async () => {
    const start = sent();
    const costs: unknown[] = [];
    const pay = async (costUsd: number) => {
      costs.push([costUsd, sent() - start]);
    };
    await create({ OPENAI_IMAGE_PRICE_USD: "0.02" }).render(request, testCall({ pay }));
    assert.deepEqual([costs, sent() - start], [[[0.02, 0]], 1]);
    const broke = testCall({ pay: () => Promise.reject(new Error("over budget")) });
    await assert.rejects(create().render(request, broke), /over budget/);
    assert.equal(sent() - start, 1);
  });

  it("is, after a refusal, a plainer prompt without place and mood", async () => {
    const picture = personaSays("あ", { look: { ...request.picture.look, description: "FLAG-UNSAFE in a park" } });
    await assert.rejects(create().render({ ...request, picture }, testCall()), { kind: "refused", class: "refused" });
    await create().render({ ...request, picture }, testCall({ softer: true }));
    assert.doesNotMatch(JSON.stringify(lastSent()), /UNSAFE|park/);
  });

  it("asks for no smile where the look is quiet, in softer words neither", async () => {
    const picture = personaSays("あ", { look: { ...request.picture.look, scene: "quiet" } });
    await create().render({ ...request, picture }, testCall({ softer: true }));
    assert.match(JSON.stringify(lastSent()), /calm and kind, her mouth closed/);
    assert.doesNotMatch(JSON.stringify(lastSent()), /smile/);
  });
});

describe("what comes back", () => {
  it("is drawn whichever of JPEG, PNG and WebP it is, and at any size from 1024x1024 on", async () => {
    for (const format of ["jpeg", "png", "webp"] as const) {
      assert.equal(await draw({ body: imagesAnswer(await square(1_024).toFormat(format).toBuffer()) }), "drawn");
    }
    const wide = sharp({ create: { width: 1_536, height: 1_024, channels: 4, background: "#00000000" } }).png();
    assert.equal(await draw({ body: imagesAnswer(await wide.toBuffer()) }), "drawn");
  });

  const unusable: Readonly<Record<string, () => Promise<object> | object>> = {
    "no data": () => ({ created: 1 }),
    "an empty list": () => ({ created: 1, data: [] }),
    "no base64": () => ({ created: 1, data: [{ url: "https://example.com/a.png" }] }),
    "an empty base64": () => ({ created: 1, data: [{ b64_json: "" }] }),
    "text that is no base64": () => ({ created: 1, data: [{ b64_json: "%%%% no %%%%" }] }),
    "an error page": () => imagesAnswer(Buffer.from("<html>502</html>")),
    "an SVG": () => imagesAnswer(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="2000"/>')),
    "half a JPEG": async () => imagesAnswer((await square(1_024).jpeg().toBuffer()).subarray(0, 3_000)),
    "a small picture": async () => imagesAnswer(await square(512).png().toBuffer()),
  };
  for (const [what, body] of Object.entries(unusable)) {
    it(`is a broken answer when it holds ${what}`, async () => {
      assert.equal(await draw({ body: await body() }), "broken_answer");
    });
  }

  it("is told apart when it is an error", async () => {
    const table: readonly (readonly [string, Behavior])[] = [
      ["refused", { status: 400, code: "moderation_blocked" }],
      ["refused", { status: 400, code: "content_policy_violation" }],
      ["rate_limited", { status: 429, headers: { "retry-after": "1" } }],
      ["out_of_quota", { status: 429, code: "insufficient_quota" }],
      ["server_error", { status: 500 }],
      ["cut", { cut: "before" }],
      ["misconfigured", { status: 403 }],
    ];
    for (const [kind, behavior] of table) assert.equal(await draw(behavior), kind);
  });
});

test("a model that was shut down is told as a wrong setting", async () => {
  await assert.rejects(create({ OPENAI_IMAGE_MODEL: "dall-e-3" }).render(request, testCall()), {
    kind: "misconfigured",
  });
});

test("a call under way is given up when the signal says so", async () => {
  const stop = new AbortController();
  fake.behave("images", { hold: new Promise(() => undefined) });
  const drawing = create().render(request, testCall({ signal: stop.signal }));
  setImmediate(() => stop.abort());
  await assert.rejects(drawing);
});

test("whether it is there, the free list of models tells", async () => {
  const { signal } = new AbortController();
  const paidFor = fake.calls.filter(({ name }) => name !== "models").length;
  await create().check?.(signal);
  assert.equal(fake.calls.at(-1)?.name, "models");
  fake.behave("models", { status: 503 });
  await assert.rejects(async () => create().check?.(signal), { kind: "server_error" });
  assert.equal(fake.calls.filter(({ name }) => name !== "models").length, paidFor);
});
