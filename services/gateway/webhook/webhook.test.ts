import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { until } from "@guchi/chain/testing/until.ts";
import {
  lineEvent,
  lineId,
  postWebhook,
  redelivered,
  sign,
  textEvent,
  webhookBody,
} from "../../../test/fakes/line/webhook.ts";
import { lineOwnerOf as ownerOf } from "@guchi/contracts/line.ts";
import { CHANNEL_SECRET, COMPLAINT, startLineSystem, type LineSystem } from "../../../test/support/line-system.ts";

const body = () => webhookBody(textEvent(lineId(), COMPLAINT));

describe("LINE's webhook", { timeout: 120_000 }, () => {
  let system: LineSystem;
  before(async () => {
    system = await startLineSystem();
  });
  after(() => system.stop());

  const started = async (work: () => Promise<unknown>) => {
    await system.settled();
    const before = new Set(await system.allJobs());
    await work();
    return (await system.allJobs()).filter((job) => !before.has(job));
  };

  it("drops an event whose id is no id, and takes the others of its body", async () => {
    const odd = ["\ud800", "", "a b", "a".repeat(65), 5, undefined].map((webhookEventId) =>
      textEvent(lineId(), COMPLAINT, { webhookEventId }),
    );
    await system.settled();
    const before = await system.jobs();
    const user = lineId();
    assert.equal((await system.post(...odd, textEvent(user, COMPLAINT))).status, 200);
    await system.answered(user);
    assert.equal((await system.jobs()).length, before.length + 1);
  });

  const unsigned: [what: string, headers: (body: string) => Record<string, string>][] = [
    ["no signature", () => ({})],
    ["an empty one", () => ({ "x-line-signature": "" })],
    ["a malformed one", () => ({ "x-line-signature": "not base64!" })],
    ["one of the wrong length", () => ({ "x-line-signature": "c2hvcnQ=" })],
    ["one by another secret", (text) => ({ "x-line-signature": sign(text, "another") })],
    ["one of another body", () => ({ "x-line-signature": sign(body(), CHANNEL_SECRET) })],
    [
      "one in hexadecimal",
      (text) => ({ "x-line-signature": Buffer.from(sign(text, CHANNEL_SECRET), "base64").toString("hex") }),
    ],
  ];
  for (const [what, headers] of unsigned) {
    it(`answers a body with ${what} with 401, and queues nothing`, async () => {
      const jobs = await started(async () => {
        const text = body();
        const response = await postWebhook(system.base, text, headers(text));
        assert.equal(response.status, 401);
        assert.equal(response.headers.get("content-type"), "application/problem+json");
      });
      assert.deepEqual(jobs, []);
    });
  }

  it("checks the signature over the bytes, as LINE escapes them, under a header of any case", async () => {
    const text = body().replace(COMPLAINT, "\\uD83E\\uDD28 \\u6b8b\\u696d  ").replace('"events"', ' "events" ');
    const response = await postWebhook(system.base, text, { "X-LINE-Signature": sign(text, CHANNEL_SECRET) });
    assert.equal(response.status, 200);
  });

  it("takes any content type and refuses what is signed and no webhook, with 400", async () => {
    const text = body();
    const plain = await postWebhook(system.base, text, {
      "content-type": "text/plain",
      "x-line-signature": sign(text, CHANNEL_SECRET),
    });
    assert.equal(plain.status, 200);
    for (const bad of ["{", "null", "[]", '{"events":5}', "\u0000"]) {
      assert.equal(
        (await postWebhook(system.base, bad, { "x-line-signature": sign(bad, CHANNEL_SECRET) })).status,
        400,
        bad,
      );
    }
  });

  it("takes a webhook far larger than what the API takes", async () => {
    const many = Array.from({ length: 30 }, () => textEvent(lineId(), "あ".repeat(5_000)));
    const response = await system.post(...many);
    assert.equal(response.status, 200);
  });

  it("answers the Verify button with 200", async () => {
    assert.deepEqual(await started(async () => assert.equal((await system.post()).status, 200)), []);
  });

  it("answers 200 when the job is in the queue", async () => {
    const jobs = await started(async () => {
      assert.equal((await system.post(system.message(lineId()))).status, 200);
    });
    assert.ok(jobs.length >= 1);
  });

  it("makes one job of an event that comes five times, in one webhook and in several at once, and one answer", async () => {
    const user = lineId();
    const event = system.message(user);
    await system.settled();
    const before = await system.jobs();
    await Promise.all([
      system.post(event, event),
      system.post(event),
      system.post(redelivered(event)),
      system.post(redelivered(event)),
    ]);
    await system.answered(user);
    assert.equal((await system.jobs()).length, before.length + 1);
    assert.equal((await system.post(redelivered(event))).status, 200);
    await system.settled();
    assert.equal(system.fake.to(user).length, 1);
  });

  it("serves several users of one webhook, and loses none for a bad event between them", async () => {
    const [a, b] = [lineId(), lineId()];
    const bad = [
      null,
      5,
      "text",
      {},
      { type: "message" },
      lineEvent("message", { source: { type: "user", userId: a }, message: { type: "text", id: "1" } }),
      lineEvent("message", {
        source: { type: "user", userId: "../../x" },
        message: { type: "text", id: "1", text: "x" },
      }),
      lineEvent("someNewEvent", { surprise: [{}] }),
      lineEvent("accountLink", { link: { result: "failed", nonce: "x" } }),
      { ...system.message(a, "no id"), webhookEventId: undefined },
    ];
    const response = await system.post(system.message(a), ...bad, { ...system.message(b), newProperty: { deep: 1 } });
    assert.equal(response.status, 200);
    await Promise.all([system.answered(a), system.answered(b)]);
    await system.settled();
    assert.deepEqual([system.fake.to(a).length, system.fake.to(b).length], [1, 1]);
  });

  it("stays silent in standby", async () => {
    await system.settled();
    const before = await system.jobs();
    const event = system.message(lineId(), "ひみつの愚痴、よその", { mode: "standby" });
    assert.equal((await system.post(event)).status, 200);
    await system.settled();
    assert.deepEqual(await system.jobs(), before);
    assert.ok(!(await system.everything()).includes("ひみつの愚痴、よその"), "what is not for her is not kept");
  });

  it("keeps the words of a user and LINE's ids out of queues, and the ids out of the API", async () => {
    const user = lineId();
    const jobs = await started(() => system.post(system.message(user, "ひみつの愚痴")));
    await system.answered(user);
    const shown = await (await fetch(`${system.base}/jobs/${jobs[0]}`, { headers: { host: "localhost" } })).text();
    assert.ok(!shown.includes(user), shown);
    assert.ok(!shown.includes("replyToken"), shown);
  });

  it("lets no client of the API send to LINE", async () => {
    const line = { to: lineId(), at: 1 };
    for (const job of [
      { pipeline: "guchi", input: { text: "x", beforeOthers: true } },
      { pipeline: "guchi", input: { text: "x", line } },
      { pipeline: "deliver-line", input: { job: "x", finishedAt: 1 } },
      { pipeline: "line-event", input: { channel: "", receivedAt: 1, event: {} } },
      { pipeline: "line-notice", input: { say: { about: "follow", language: "ja" } } },
      { pipeline: "line-forget", input: { forget: { messageId: "1" } } },
      {
        pipeline: "line-forget-me",
        input: { forget: { owner: ownerOf(line.to), until: 1 }, say: { about: "erased", language: "ja" } },
      },
    ]) {
      const response = await fetch(`${system.base}/jobs`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(job),
      });
      assert.equal(response.status, 400, job.pipeline);
    }
  });

  it("shows her icon", async () => {
    const response = await fetch(`${system.base}/line/icon.png`);
    assert.equal(response.headers.get("content-type"), "image/png");
    assert.ok((await response.arrayBuffer()).byteLength < 1_000_000);
  });

  it("answers 503 within 2 s while Redis is frozen, and the redelivered event once", async () => {
    const { process: server } = system.redis.server;
    const user = lineId();
    const event = system.message(user);
    server.kill("SIGSTOP");
    const at = performance.now();
    try {
      assert.equal((await system.post(event, system.message(lineId()))).status, 503);
      assert.ok(performance.now() - at < 2_000, `${performance.now() - at} ms`);
    } finally {
      server.kill("SIGCONT");
    }
    await until("an accepted redelivery", async () => (await system.post(redelivered(event))).status === 200);
    await system.answered(user);
    await system.settled();
    assert.equal(system.fake.to(user).length, 1);
  });
});

describe("a gateway without LINE's settings", () => {
  it("has no webhook: 404 as problem details", async () => {
    const system = await startLineSystem({ env: { LINE_CHANNEL_SECRET: "", LINE_CHANNEL_ACCESS_TOKEN: "" } });
    const response = await system.post(system.message(lineId()));
    assert.equal(response.status, 404);
    assert.equal(response.headers.get("content-type"), "application/problem+json");
    await system.stop();
  });
});
