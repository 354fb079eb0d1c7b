import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startFakeLine, type FakeLine } from "./server.ts";
import { lineId } from "./webhook.ts";

const TEXT = { type: "text", text: "hi" };

describe("the fake LINE", () => {
  let fake: FakeLine;
  before(async () => {
    fake = await startFakeLine({ channelId: "1", channelSecret: "s" });
  });
  after(() => fake.close());

  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(fake.url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${fake.accessToken}`, "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const reply = (body: object, headers = {}) => post("/v2/bot/message/reply", { messages: [TEXT], ...body }, headers);
  const push = (body: object, headers = {}) =>
    post("/v2/bot/message/push", { to: lineId(), messages: [TEXT], ...body }, headers);

  it("takes a reply token once, and only one that it gave out", async () => {
    const replyToken = fake.issueReplyToken(lineId());
    assert.equal((await reply({ replyToken })).status, 200);
    for (const used of [replyToken, "unknown"]) {
      const refused = await reply({ replyToken: used });
      assert.equal(refused.status, 400);
      assert.deepEqual(await refused.json(), { message: "Invalid reply token" });
    }
  });

  it("takes no retry key for a reply", async () => {
    const replyToken = fake.issueReplyToken(lineId());
    assert.equal((await reply({ replyToken }, { "x-line-retry-key": crypto.randomUUID() })).status, 400);
  });

  it("answers a retry key with 409 for the same body, and 400 for another", async () => {
    const key = { "x-line-retry-key": crypto.randomUUID() };
    const body = { to: lineId() };
    assert.equal((await push(body, key)).status, 200);
    const again = await push(body, key);
    assert.equal(again.status, 409);
    assert.ok(again.headers.has("x-line-accepted-request-id"));
    assert.equal((await push({ to: lineId() }, key)).status, 400);
    assert.equal((await push(body, { "x-line-retry-key": "not a uuid" })).status, 400);
  });

  const show = async (chatId: string, loadingSeconds: number) =>
    (await post("/v2/bot/chat/loading/start", { chatId, loadingSeconds })).status;

  const url = "https://a.example/x";
  const bad: [what: string, messages: unknown][] = [
    ["none", []],
    ["six", Array.from({ length: 6 }, () => TEXT)],
    ["an empty text", [{ type: "text", text: "" }]],
    ["a text of 5,001 units", [{ type: "text", text: "x".repeat(5_001) }]],
    ["a picture without preview", [{ type: "image", originalContentUrl: url }]],
    ["an http URL", [{ type: "image", originalContentUrl: "http://a.example/x", previewImageUrl: url }]],
    [
      "a URL that is not encoded",
      [{ type: "image", originalContentUrl: "https://a.example/絵", previewImageUrl: url }],
    ],
    ["a sound without duration", [{ type: "audio", originalContentUrl: url }]],
    ["a sender named LINE", [{ ...TEXT, sender: { name: "My LINE", iconUrl: url } }]],
    ["an unknown property", [{ ...TEXT, colour: "red" }]],
  ];
  for (const [what, messages] of bad) {
    it(`refuses ${what}`, async () => assert.equal((await push({ messages })).status, 400));
  }

  it("refuses a wrong token, content type, receiver and path", async () => {
    assert.equal((await push({}, { authorization: "Bearer wrong" })).status, 401);
    assert.equal((await push({}, { "content-type": "text/plain" })).status, 415);
    assert.equal((await push({ to: "me" })).status, 400);
    assert.equal((await post("/v2/bot/message/pusch", {})).status, 404);
  });

  it("tells the bot's name, its webhook and its quota, and tests messages and the webhook without sending", async () => {
    const get = async (path: string) => {
      const answer = await fetch(fake.url + path, { headers: { authorization: `Bearer ${fake.accessToken}` } });
      return [answer.status, await answer.json()];
    };
    const [status, info] = await get("/v2/bot/info");
    assert.deepEqual([status, (info as { displayName: string }).displayName], [200, "ミミ"]);
    assert.equal((await get("/v2/bot/channel/webhook/endpoint"))[0], 404);
    fake.console.webhook = { endpoint: "https://a.example/webhook/line", active: true };
    assert.deepEqual((await get("/v2/bot/channel/webhook/endpoint"))[1], fake.console.webhook);
    assert.deepEqual((await get("/v2/bot/message/quota"))[1], { type: "none" });
    assert.equal((await post("/v2/bot/channel/webhook/test", {})).status, 200);
    assert.equal((await post("/v2/bot/message/validate/reply", { messages: [TEXT] })).status, 200);
    assert.equal((await post("/v2/bot/message/validate/reply", { messages: [{ type: "image" }] })).status, 400);
    assert.equal((await get("/v2/bot/message/reply"))[0], 405);
  });

  it("counts pushes against the month", async () => {
    fake.setQuota(1);
    assert.equal((await push({})).status, 200);
    assert.equal((await push({})).status, 429);
    fake.setQuota(Number.POSITIVE_INFINITY);
  });

  it("shows the animation to users only, for 5 to 60 s in steps of 5", async () => {
    assert.equal(await show(lineId(), 10), 202);
    assert.deepEqual([await show(lineId(), 7), await show(lineId(), 65), await show(lineId("C"), 10)], [400, 400, 400]);
  });
});
