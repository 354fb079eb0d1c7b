import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import { until } from "@guchi/chain/testing/until.ts";
import { lineEvent, lineId, textEvent } from "../../../test/fakes/line/webhook.ts";
import { COMPLAINT, PUBLIC, SAID, startLineSystem, types, type LineSystem } from "../../../test/support/line-system.ts";

describe("an answer to LINE", { timeout: 240_000 }, () => {
  let system: LineSystem;
  before(async () => {
    system = await startLineSystem();
  });
  after(() => system.stop());

  it("is text, picture and sound in one reply, with her name and icon, all https under PUBLIC_BASE_URL", async () => {
    const { user, sent } = await system.said();
    assert.equal(sent.length, 1);
    const [{ via, messages }] = sent as [(typeof sent)[0]];
    assert.equal(via, "reply");
    assert.deepEqual(types(messages), ["text", "image", "audio"]);
    const [text, image, audio] = messages;
    assert.deepEqual(text?.["sender"], { name: "ミミ", iconUrl: `${PUBLIC}/line/icon.png` });
    for (const url of [image?.["originalContentUrl"], image?.["previewImageUrl"], audio?.["originalContentUrl"]]) {
      assert.match(String(url), /^https:\/\/guchi\.example\/base\/media\//);
      const livesSeconds = Number(new URL(String(url)).searchParams.get("exp")) - Date.now() / 1_000;
      assert.ok(livesSeconds > 7 * 86_400 - 60, "as long as the file");
    }
    assert.equal(audio?.["duration"], 4_200);
    assert.ok(!messages.slice(0, -1).some((message) => "quickReply" in message));
    assert.match(JSON.stringify(messages.at(-1)?.["quickReply"]), /もう一回/);
    assert.equal((await system.delivered(user)).delivered, "delivered");
  });

  it("cheers a happy message with text alone, in the user's language", async () => {
    const { sent } = await system.said("I am so happy today!");
    assert.deepEqual(types(sent[0]?.messages), ["text"]);
    assert.match(JSON.stringify(sent), /"name":"Mimi"/);
  });

  it("is a film to who asks for one, by the quick reply or in free words, and another to 「ほかには？」", async () => {
    await system.open("movies");
    const films: string[] = [];
    const user = lineId();
    const pressed = lineEvent("postback", {
      source: { type: "user", userId: user },
      postback: { data: "film=ja" },
      replyToken: system.fake.issueReplyToken(user),
    });
    const asked = ["うれしい！猫が出てくる映画おしえて", "ほかには？"];
    for (const event of [pressed, ...asked.map((text) => system.message(user, text))]) {
      await system.post(event);
      await system.settled();
      const messages = system.fake.to(user)[films.length]?.messages ?? [];
      assert.deepEqual(types(messages), ["text", "image", "audio"]);
      assert.match(JSON.stringify(messages.at(-1)?.["quickReply"]), /映画をすすめて/);
      films.push(/『(.+?)』/.exec(String(messages[0]?.["text"]))?.[1] ?? assert.fail(JSON.stringify(messages)));
    }
    assert.equal(new Set(films).size, 3, films.join());
  });

  it("cares without any picture of the idol, nor her name, nor a quick reply", async () => {
    const { sent } = await system.said("もう死にたい");
    const [message, ...more] = sent[0]?.messages ?? [];
    assert.deepEqual([Object.keys(message ?? {}), more], [["type", "text"], []]);
    assert.match(String(message?.["text"]), /0120-061-338/);
  });

  it("to LINE's emoji alone is Japanese, and by what they feel, though their names are English", async () => {
    const emojis = [
      { index: 0, length: 5, productId: "670e0cce840a8236ddd4ee4c", emojiId: "010" },
      { index: 5, length: 5, productId: "670e0cce840a8236ddd4ee4c", emojiId: "011" },
    ];
    const message = { text: "(cry)(sad)", emojis };
    const user = lineId();
    await system.post(system.message(user, message.text, { message }));
    const [sent] = await system.answered(user);
    assert.match(JSON.stringify(sent), /おつかれさま.*ミミ/);
    await system.settled();
    await system.post(system.message(user, "して(cry)", { message: { emojis: [{ index: 2, length: 5 }] } }));
    await system.settled();
    const { id } = await system.delivered(user);
    assert.ok(!JSON.stringify((await system.records.read(id))?.input).includes("(cry)"));
  });

  it("in a group quotes the message, and comes once more for its asker, whether LINE tells who presses or not", async () => {
    const [user, groupId] = [lineId(), lineId("C")];
    const source = { type: "group", groupId, userId: user };
    const mention = { mentionees: [{ index: 0, length: 3, type: "user", isSelf: true }] };
    const replyToken = () => system.fake.issueReplyToken(groupId);
    const message = { mention, quoteToken: "quote" };
    await system.post(textEvent(user, "@ミミ 疲れた", { source, replyToken: replyToken(), message }));
    const [sent] = await system.answered(groupId);
    assert.deepEqual(
      sent?.messages.map((each) => each["quoteToken"]),
      ["quote", undefined, undefined],
    );
    const data = /again=[0-9a-f-]+/.exec(JSON.stringify(sent))?.[0];
    const press = async (who: object) => {
      const of = { ...source, userId: undefined, ...who };
      await system.post(lineEvent("postback", { source: of, postback: { data }, replyToken: replyToken() }));
      await system.settled();
    };
    await press({});
    await press({ userId: user });
    const answers = await system.answered(groupId, 3);
    assert.ok(answers.every(({ messages }) => messages[0]?.["quoteToken"] === "quote" && messages.length === 3));
    await press({ userId: lineId() });
    assert.equal(system.fake.to(groupId).length, 3, "another member's press is not answered");
    await system.post(textEvent(user, "@ミミ 全部忘れて", { source, replyToken: replyToken(), message: { mention } }));
    await system.settled();
    await press({});
    assert.match(String(system.fake.to(groupId).at(-1)?.messages[0]?.["text"]), SAID.forgotten);
  });

  it("in a group comes also to her name, typed by hand", async () => {
    const groupId = lineId("C");
    const say = (text: string) =>
      system.post(
        textEvent(lineId(), text, {
          source: { type: "group", groupId },
          replyToken: system.fake.issueReplyToken(groupId),
        }),
      );
    await say("@ネネ 疲れた");
    await say("＠ミミ 疲れた");
    await system.answered(groupId);
    await system.settled();
    assert.equal(system.fake.to(groupId).length, 1);
    assert.equal(system.fake.requestsTo("info").length, 1, "asked once");
  });

  it("comes to somebody whom LINE does not name, by the reply token alone and without a button", async () => {
    const token = system.fake.issueReplyToken("nobody");
    const count = () => (["push", "loading"] as const).map((endpoint) => system.fake.requestsTo(endpoint).length);
    const before = count();
    await system.post(textEvent(lineId(), COMPLAINT, { source: { type: "user" }, replyToken: token }));
    const [sent] = await system.answered("nobody");
    assert.deepEqual(types(sent?.messages), ["text", "image", "audio"]);
    assert.ok(!JSON.stringify(sent).includes("quickReply"));
    await system.post(textEvent(lineId(), COMPLAINT, { source: { type: "user" }, replyToken: "unknown to LINE" }));
    await system.settled();
    assert.deepEqual(count(), before);
  });

  it("to pictures that were sent together is one sentence, whatever their order", async () => {
    const user = lineId();
    const picture = (index: number) =>
      lineEvent("message", {
        source: { type: "user", userId: user },
        replyToken: system.fake.issueReplyToken(user),
        message: { type: "image", id: `${Date.now()}${index}`, imageSet: { id: `set-of-${user}`, index, total: 3 } },
      });
    await system.post(picture(2), picture(3));
    await system.post(picture(1));
    await system.settled();
    assert.equal(system.fake.to(user).length, 1);
  });

  it("comes without a picture that could not be made", async () => {
    const { imagegen } = system.stages;
    system.stages.imagegen = () => {
      throw new Error("no paint");
    };
    const { sent } = await system.said();
    system.stages.imagegen = imagegen;
    assert.deepEqual(types(sent[0]?.messages), ["text", "audio"]);
    assert.match(String(sent[0]?.messages[0]?.["text"]), /絵がうまく描けなかった/, "and says so");
  });

  it("in a language that she does not speak has help lines and no quick reply; the idol's with a quiet line has one", async () => {
    const { sentiment } = system.stages;
    const base = { label: "negative", score: 0.9, listens: true, grave: false, provider: "test" };
    system.stages.sentiment = () => ({ ...base, language: "ko" });
    const korean = (await system.said("힘들어요")).sent[0]?.messages ?? [];
    system.stages.sentiment = () => ({ ...base, language: "ja", danger: { certain: false } });
    const unsure = (await system.said("もういいかな")).sent[0]?.messages ?? [];
    system.stages.sentiment = sentiment;
    assert.match(JSON.stringify(korean), /0120-279-338/);
    assert.ok(!JSON.stringify(korean).includes("quickReply"));
    assert.match(JSON.stringify(unsure), /0120-279-338.*quickReply/);
  });

  it("comes without a picture whose preview is larger than LINE shows, or whose file is gone", async () => {
    const { imagegen } = system.stages;
    for (const spoil of [
      async (key: string) => system.media.put(key, Buffer.alloc(1_000_001)),
      async (key: string) => system.media.removeJob(key.split("/")[0] ?? ""),
    ]) {
      system.stages.imagegen = async (input, context) => {
        const made = await imagegen(input, context);
        await spoil(String(made["previewKey"]));
        return made;
      };
      assert.deepEqual(types((await system.said()).sent[0]?.messages), ["text", "audio"]);
    }
    system.stages.imagegen = imagegen;
  });

  it("says over HTTP that there are no films, and fails clearly where their file cannot be read", async () => {
    await system.open("movies");
    const films = new DatabaseSync(join(system.dir, "movies", "films.sqlite"));
    // While the films are read in, this one process may be too busy to accept a job.
    const post = async () => {
      const body = JSON.stringify({ pipeline: "movie", input: { text: "うれしい！映画おしえて" } });
      const headers = { "content-type": "application/json" };
      const accepted = await fetch(`${system.base}/jobs`, { method: "POST", headers, body });
      return accepted.headers.get("location") ?? false;
    };
    const ask = async () => {
      const job = await until("a job to be accepted", post);
      await system.settled();
      const answer: unknown = await (await fetch(new URL(job, system.base))).json();
      return JSON.stringify(answer);
    };
    films.exec("DELETE FROM vectors; DELETE FROM calls; DELETE FROM details; DELETE FROM films");
    assert.match(await ask(), /"status":"completed".*映画の棚が今からっぽ/);
    films.exec("ALTER TABLE films RENAME TO lost");
    assert.match(await ask(), /"status":"failed".*"films_unavailable","message":"The films cannot be read\."/);
    films.close();
  });
});
