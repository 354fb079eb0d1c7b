import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { until } from "@guchi/chain/testing/until.ts";
import { lineEvent, lineId, redelivered } from "../../../test/fakes/line/webhook.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../../test/fakes/openai/server.ts";
import { HEARD } from "../../../test/fakes/speech/transcriptions.ts";
import { startLineSystem, type LineSystem } from "../../../test/support/line-system.ts";
import { VOICE } from "./testing.ts";

/** A message of a user's voice, as LINE delivers it. */
function voiceEvent(userId: string, id: string, { replyToken, ...message }: Record<string, unknown> = {}) {
  const content = { type: "audio", id, duration: 4_000, contentProvider: { type: "line" }, ...message };
  return lineEvent("message", { source: { type: "user", userId }, replyToken, message: content });
}

describe("a voice message over LINE", { timeout: 240_000 }, () => {
  let openAi: FakeOpenAi;
  let system: LineSystem;
  before(async () => {
    openAi = await startFakeOpenAi();
    const env = { OPENAI_API_KEY: openAi.apiKey, OPENAI_BASE_URL: openAi.url, DAILY_BUDGET_USD: "1" };
    system = await startLineSystem({ env });
  });
  after(async () => {
    await system.stop();
    await openAi.close();
  });

  /** Speaks, waits until nothing is left to do, and gives the texts that the user has got. */
  async function spoken(id = system.fake.takeContent(VOICE), message: Record<string, unknown> = {}, user = lineId()) {
    await system.post(voiceEvent(user, id, { replyToken: system.fake.issueReplyToken(user), ...message }));
    await system.settled();
    const sent = system.fake.to(user);
    return { user, sent, text: String(sent[0]?.messages[0]?.["text"]) };
  }
  const saying = (text: string) => openAi.behave("transcriptions", { body: { text } });

  it("is answered as a text is, by the reply token, and shows what was heard", async () => {
    const { sent, text } = await spoken();
    assert.deepEqual(
      sent.map(({ via, messages }) => [via, messages.map(({ type }) => type)]),
      [["reply", ["text", "image", "audio"]]],
    );
    assert.ok(text.startsWith(`きこえたよ：『${HEARD}』\n\nおつかれさま`), text);
    saying("My boss yelled at me. ".repeat(20));
    const english = await spoken();
    assert.match(english.text, /^I heard: “My boss yelled at me\. [^\n]{1,70}…”\n\n/);
  });

  it("is waited for while LINE makes it ready", async () => {
    assert.match((await spoken(system.fake.takeContent(VOICE, { looks: 2 }))).text, /^きこえたよ/);
  });

  it("is one answer, whoever delivers it twice, and is paid and heard once", async () => {
    const before = openAi.callsOf("transcriptions").length;
    const user = lineId();
    const event = voiceEvent(user, system.fake.takeContent(VOICE), { replyToken: system.fake.issueReplyToken(user) });
    await Promise.all([system.post(event), system.post(redelivered(event)), system.post(event)]);
    await system.settled();
    await system.post(redelivered(event));
    await system.settled();
    assert.deepEqual([system.fake.to(user).length, openAi.callsOf("transcriptions").length - before], [1, 1]);
  });

  it("of danger goes the caring way, and its words are not said back", async () => {
    saying("もう死にたい");
    const { sent, text } = await spoken();
    assert.deepEqual(
      sent[0]?.messages.map(({ type }) => type),
      ["text"],
    );
    assert.match(text, /0120-/);
    assert.doesNotMatch(text, /死にたい|きこえたよ/);
  });

  it("of what may be danger is answered by her, and its words are not said back", async () => {
    const { sentiment } = system.stages;
    const unsure = { label: "negative", score: 0.9, language: "ja", listens: true, grave: false, provider: "test" };
    system.stages.sentiment = () => ({ ...unsure, danger: { certain: false } });
    const { text } = await spoken();
    system.stages.sentiment = sentiment;
    assert.match(text, /^おつかれさま.*0120-279-338/s);
  });

  it("that asks to forget everything is obeyed", async () => {
    const user = lineId();
    const words = "これはわすれてほしい愚痴";
    saying(words);
    await spoken(undefined, {}, user);
    saying("全部忘れて。");
    const { sent } = await spoken(undefined, {}, user);
    assert.match(String(sent.at(-1)?.messages[0]?.["text"]), /全部忘れたよ/);
    assert.ok(!(await system.everything()).includes(words));
  });

  it("that cannot be heard gets a kind sentence that says why", async () => {
    saying("ご視聴ありがとうございました");
    assert.match((await spoken()).text, /言葉が聞こえなかった/, "silence");
    assert.match((await spoken("1")).text, /もう聞けなくなっちゃった/, "404");
    const amr = new Uint8Array(Buffer.from("#!AMR\n and more of it"));
    assert.match((await spoken(system.fake.takeContent(amr))).text, /聞けない形/, "another type");
    const broken = system.fake.takeContent(VOICE, { looks: 1, isBroken: true });
    assert.match((await spoken(broken)).text, /聞けない形/, "one that LINE cannot make ready");
    const calls = system.fake.requestsTo("content").length;
    assert.match((await spoken(undefined, { duration: 120_001 })).text, /2分まで/, "too long");
    assert.equal(system.fake.requestsTo("content").length, calls, "and it is not even fetched");
    const external = { contentProvider: { type: "external", originalContentUrl: "https://elsewhere.example/a.m4a" } };
    assert.match((await spoken(undefined, external)).text, /練習中/, "what lies elsewhere");
  });

  it("that the engine fails over is tried again, and then a kind sentence says so", async () => {
    openAi.behave("transcriptions", { status: 429, headers: { "retry-after": "1" } });
    assert.match((await spoken()).text, /^きこえたよ/);
    openAi.behave("transcriptions", { status: 400 });
    assert.match((await spoken()).text, /うまく聞き取れなかった/);
  });

  it("that is taken back while it is listened to leaves nothing, and is not answered", async () => {
    const released = Promise.withResolvers<void>();
    const words = "これはひみつの愚痴";
    openAi.behave("transcriptions", { hold: released.promise, body: { text: words } });
    const user = lineId();
    const id = system.fake.takeContent(VOICE);
    const before = openAi.callsOf("transcriptions").length;
    await system.post(voiceEvent(user, id, { replyToken: system.fake.issueReplyToken(user) }));
    await until("it to be listened to", () => openAi.callsOf("transcriptions").length > before);
    await system.post(lineEvent("unsend", { source: { type: "user", userId: user }, unsend: { messageId: id } }));
    await until("the withdrawal to be done", async () => (await system.everything()).includes("purged"));
    released.resolve();
    await system.settled();
    assert.deepEqual([system.fake.to(user), (await system.everything()).includes(words)], [[], false]);
  });

  it("leaves no word, of what was heard neither, when its answer's job is purged", async () => {
    const words = "これもひみつの愚痴";
    saying(words);
    const { user } = await spoken();
    assert.ok((await system.everything()).includes(words));
    const { id } = await system.delivered(user);
    assert.equal((await fetch(`${system.base}/jobs/${id}`, { method: "DELETE" })).status, 204);
    assert.ok(!(await system.everything()).includes(words));
  });

  it("is nowhere as a sound but with the engine", async () => {
    await spoken();
    const sound = Buffer.from(VOICE).toString("latin1").slice(12);
    const kept = await system.everything();
    for (const text of [sound, Buffer.from(sound).toString("base64")]) assert.ok(!kept.includes(text));
    const files = await readdir(system.dir, { recursive: true });
    assert.deepEqual(
      files.filter((file) => file.includes("m4a")),
      [],
    );
  });
});

describe("voice messages of one user", { timeout: 120_000 }, () => {
  it("are let in as texts are: what is beyond the user's share is not paid, and the rest is answered", async (t) => {
    const openAi = await startFakeOpenAi();
    const env = { OPENAI_API_KEY: openAi.apiKey, OPENAI_BASE_URL: openAi.url, MAX_QUEUED_JOBS: "50" };
    const system = await startLineSystem({ env });
    t.after(async () => {
      await system.stop();
      await openAi.close();
    });
    const go = Promise.withResolvers<void>();
    openAi.behave("transcriptions", ...Array.from({ length: 8 }, () => ({ hold: go.promise })));
    const user = lineId();
    const voice = () =>
      voiceEvent(user, system.fake.takeContent(VOICE), { replyToken: system.fake.issueReplyToken(user) });
    await system.post(...Array.from({ length: 8 }, voice));
    const busy = await system.answered(user, 3);
    go.resolve();
    await system.settled();
    const texts = system.fake.to(user).map(({ messages }) => String(messages[0]?.["text"]));
    assert.deepEqual([busy.length, openAi.callsOf("transcriptions").length, texts.length], [3, 5, 8]);
    assert.equal(texts.filter((text) => text.startsWith("きこえたよ")).length, 5);
  });
});

describe("a voice message over LINE, where nobody can listen", { timeout: 120_000 }, () => {
  let system: LineSystem;
  before(async () => {
    system = await startLineSystem();
  });
  after(() => system.stop());

  it("gets a friendly sentence, and is not fetched", async () => {
    const user = lineId();
    const event = voiceEvent(user, system.fake.takeContent(VOICE), { replyToken: system.fake.issueReplyToken(user) });
    await system.post(event);
    const [sent] = await system.answered(user);
    assert.match(String(sent?.messages[0]?.["text"]), /声を聞き取るのはまだ練習中/);
    assert.equal(system.fake.requestsTo("content").length, 0);
  });
});
