import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { lineEvent, lineId, textEvent } from "../../../test/fakes/line/webhook.ts";
import { isNameless, ownerOf } from "../owner.ts";
import { againData, mayNameHer, planEvent } from "./plan.ts";
import { typedMentions, wordingOf } from "./wording.ts";

const USER = lineId();
const GROUP = lineId("C");
const ROOM = lineId("R");
const group = { source: { type: "group", groupId: GROUP, userId: USER } };
const self = (index: number, length: number) => ({ index, length, type: "user", isSelf: true });
const planOf = (event: unknown) => planEvent(event).plan;
const mentioned = (text: string, mentionees: unknown[], more = {}) =>
  planOf(textEvent(USER, text, { ...group, message: { mention: { mentionees } }, ...more }));
const textOf = (plan: ReturnType<typeof planOf>) => (plan.do === "talk" ? plan.text : plan.do);

const lineOf = (event: object) => {
  const plan = planOf(event);
  return "line" in plan && plan.line;
};
const picture = (imageSet: unknown) =>
  planEvent(
    lineEvent("message", { source: { type: "user", userId: USER }, message: { type: "image", id: "1", imageSet } }),
  );

describe("what is done about an event", () => {
  it("a text in a one-to-one chat is talked about, and answered to the user", () => {
    const event = textEvent(USER, "疲れた", { replyToken: "t", timestamp: 5 });
    const { plan, id } = planEvent(event);
    assert.equal(id, event["webhookEventId"]);
    const { id: messageId } = event["message"] as { id: string };
    const line = { to: USER, replyToken: "t", messageId, at: 5 };
    assert.deepEqual(plan, { do: "talk", text: "疲れた", language: "ja", line, user: ownerOf(USER), alone: true });
  });

  it("in groups and rooms only when the bot itself is mentioned, without the mention", () => {
    assert.equal(planOf(textEvent(USER, "疲れた", group)).do, "ignore");
    assert.equal(mentioned("@ミミ 疲れた", [{ index: 0, length: 3, type: "user", userId: lineId() }]).do, "ignore");
    assert.equal(mentioned("@All 疲れた", [{ index: 0, length: 4, type: "all" }]).do, "ignore");
    assert.equal(mentioned("@x 疲れた", [{ ...self(0, 2), isSelf: false }]).do, "ignore");
    const plan = mentioned("@ミミ 疲れた", [self(0, 3)]);
    assert.equal(textOf(plan), "疲れた");
    assert.ok(plan.do === "talk" && !plan.alone && plan.line.to === GROUP && plan.user === ownerOf(USER));
    const room = mentioned("@ミミ 疲れた", [self(0, 3)], { source: { type: "room", roomId: ROOM } });
    assert.ok(room.do === "talk" && room.line.to === ROOM && room.user === undefined, "LINE may not tell who spoke");
  });

  it("a name typed by hand counts as a mention where LINE marks none, in groups, and once it is known", () => {
    const typed = (text: string, fields: object = {}) =>
      planEvent(textEvent(USER, text, { ...group, ...fields }), { herName: "Mimi" }).plan;
    assert.equal(textOf(typed("@Mimi 疲れた")), "疲れた");
    assert.equal(textOf(typed("ねえ＠mimi聞いて")), "ねえ聞いて");
    for (const text of ["Mimi 疲れた", "a.b@mimi.example", "@Mimiko 疲れた", "@Mim 疲れた"])
      assert.equal(typed(text).do, "ignore", text);
    const mention = { mentionees: [{ index: 0, length: 5, type: "user" }] };
    assert.equal(typed("@Mimi 疲れた", { message: { mention } }).do, "ignore", "it is somebody else's name, too");
    assert.equal(planOf(textEvent(USER, "@Mimi 疲れた", group)).do, "ignore");
    assert.equal(
      textOf(planEvent(textEvent(USER, "@Mimi 疲れた"), { herName: "Mimi" }).plan),
      "@Mimi 疲れた",
      "in a chat of two, words",
    );
    assert.deepEqual(typedMentions("@a.b*(c [疲れた", "a.b*(c ["), [{ index: 0, length: 9, isSelf: true }]);
  });

  it("what asks who she is looked up for is a text with an @ in a group, and no mention", () => {
    assert.ok(mayNameHer(textEvent(USER, "ねえ＠ミミ", group)));
    const mention = { mentionees: [] };
    for (const event of [
      textEvent(USER, "@ミミ"),
      textEvent(USER, "ミミ", group),
      textEvent(USER, "@ミミ", { ...group, message: { mention } }),
      lineEvent("join", group),
    ]) {
      assert.ok(!mayNameHer(event));
    }
  });

  it("in a group the answer quotes the message; in a chat of two it need not", () => {
    const message = { quoteToken: "quote", mention: { mentionees: [self(0, 3)] } };
    for (const text of ["@ミミ 疲れた", "@ミミ"]) {
      const inGroup = lineOf(textEvent(USER, text, { ...group, message }));
      assert.equal(inGroup && inGroup.quoteToken, "quote");
    }
    const alone = lineOf(textEvent(USER, "疲れた", { message }));
    assert.ok(alone && !("quoteToken" in alone));
    const odd = lineOf(textEvent(USER, "@ミミ 疲れた", { ...group, message: { ...message, quoteToken: 5 } }));
    assert.ok(odd && !("quoteToken" in odd));
  });

  it("somebody whom LINE does not name is answered by the reply token, without an animation", () => {
    const source = { type: "user" };
    const plan = planOf(textEvent(USER, "疲れた", { source, replyToken: "t" }));
    assert.ok(plan.do === "talk" && plan.user === undefined && !plan.alone && isNameless(plan.line.to));
    assert.equal(planOf(textEvent(USER, "疲れた", { source })).do, "ignore", "nothing would reach them");
    assert.equal(planOf(lineEvent("follow", { source, replyToken: "t" })).do, "say");
    assert.equal(planOf(lineEvent("unfollow", { source })).do, "ignore");
    assert.equal(planOf(lineEvent("unsend", { source, unsend: { messageId: "5" } })).do, "unsend");
    assert.equal(planOf(textEvent(USER, "forget me", { source, replyToken: "t" })).do, "ignore");
  });

  it("pictures that were sent together are one event", () => {
    const [one, two, other] = [
      picture({ id: "S", index: 1, total: 2 }),
      picture({ id: "S", index: 2, total: 2 }),
      picture({ id: "T" }),
    ];
    assert.equal(one.id, two.id);
    assert.notEqual(one.id, other.id);
    assert.notEqual(picture(undefined).id, picture({ id: 5 }).id);
  });

  const cuts: [text: string, mentionees: { index: number; length: number; isSelf?: boolean }[], rest: string][] = [
    ["😀😀@Mimi 疲れた", [self(4, 5)], "😀😀 疲れた"],
    ["ねえ@Mimi聞いて", [self(2, 5)], "ねえ聞いて"],
    ["@Mimi @Bob @Mimi 助けて", [self(0, 5), { index: 6, length: 4 }, self(11, 5)], "@Bob 助けて"],
    ["@Mimi　もう無理\n二行目", [self(0, 5)], "もう無理\n二行目"],
    ["短い", [self(100, 5)], "短い"],
  ];
  for (const [text, mentionees, rest] of cuts) {
    it(`cuts the mention out of ${JSON.stringify(text)}, counting UTF-16 units`, () =>
      assert.deepEqual(wordingOf(text, { mentionees }), { mentioned: true, text: rest }));
  }

  it("a mention alone, and a blank text, get a friendly word", () => {
    const plans = [mentioned("@ミミ", [self(0, 3)]), planOf(textEvent(USER, " 　\n"))];
    assert.deepEqual(
      plans.map((plan) => plan.do === "say" && plan.about),
      ["blank", "blank"],
    );
  });

  it("a text that asks to be forgotten is one for the speaker alone; in groups only when the bot is mentioned", () => {
    const event = textEvent(USER, "全部忘れて！", { replyToken: "t", timestamp: 5 });
    // The notice counts as later than what is forgotten, and does not go with the message when that
    // is taken back.
    const line = { to: USER, replyToken: "t", at: 6 };
    const who = { owner: ownerOf(USER), user: ownerOf(USER), until: 5 };
    assert.deepEqual(planOf(event), { do: "forget-me", ...who, language: "ja", line, alone: true });
    assert.equal(planOf(textEvent(USER, "forget me", group)).do, "ignore");
    const plan = mentioned("@ミミ Forget me", [self(0, 3)], { timestamp: 5 });
    assert.deepEqual(plan, { do: "forget-me", ...who, language: "en", line: { to: GROUP, at: 6 }, alone: false });
    const unknown = mentioned("@ミミ 全部忘れて", [self(0, 3)], { source: { type: "room", roomId: ROOM } });
    assert.equal(unknown.do, "ignore", "nobody knows whose words");
  });

  it("a text over 5,000 UTF-16 units gets a kind answer, in its language", () => {
    assert.equal(planOf(textEvent(USER, "😀".repeat(2_500))).do, "talk");
    const long = [planOf(textEvent(USER, "あ".repeat(5_001))), planOf(textEvent(USER, "so tired ".repeat(600)))];
    assert.deepEqual(
      long.map((plan) => plan.do === "say" && [plan.about, plan.language]),
      [
        ["too-long", "ja"],
        ["too-long", "en"],
      ],
    );
  });

  for (const type of ["sticker", "image", "video", "audio", "file", "location"]) {
    it(`a message of type ${type} gets a word that says what she can do; in a group, silence`, () => {
      const fields = { message: { type, id: "1" } };
      const plan = planOf(lineEvent("message", { source: { type: "user", userId: USER }, ...fields }));
      assert.ok(plan.do === "say" && plan.about === type);
      assert.equal(planOf(lineEvent("message", { ...group, ...fields })).do, "ignore");
    });
  }

  it("an unknown type of message gets a word, too", () => {
    const plan = planOf(
      lineEvent("message", { source: { type: "user", userId: USER }, message: { type: "hologram", id: "1" } }),
    );
    assert.ok(plan.do === "say" && plan.about === "other");
  });

  const source = { type: "user", userId: USER };
  const others: [type: string, fields: object, done: string][] = [
    ["follow", { source }, "say"],
    ["join", group, "say"],
    ["unfollow", { source }, "forget"],
    ["leave", group, "forget"],
    ["unsend", { ...group, unsend: { messageId: "5" } }, "unsend"],
    ["postback", { source, postback: { data: againData("0a6ff0a0-5d3b-5d0c-8e2e-6a7563686921") } }, "again"],
    ["postback", { source, postback: { data: "again=1 OR 1" } }, "ignore"],
    ["postback", { source, postback: { data: "film=ja" } }, "talk"],
    ["postback", { source, postback: { data: "film=xx" } }, "ignore"],
    ["memberJoined", { ...group, joined: { members: [] } }, "ignore"],
    ["memberLeft", { ...group, left: { members: [] } }, "ignore"],
    ["videoPlayComplete", { source, videoPlayComplete: { trackingId: "x" } }, "ignore"],
    ["beacon", { source, beacon: {} }, "ignore"],
    ["accountLink", { link: {} }, "ignore"],
    ["membership", { source, membership: {} }, "ignore"],
    ["messageEdited", group, "ignore"],
    ["module", {}, "ignore"],
  ];
  for (const [type, fields, done] of others) {
    it(`${type}: ${done}`, () => assert.equal(planOf(lineEvent(type, { ...fields })).do, done));
  }

  it("anything at all is planned without a throw", () => {
    const json = fc.jsonValue() as fc.Arbitrary<unknown>;
    const like = fc.record(
      {
        type: fc.constantFrom("message", "follow", "postback", "unsend", "unfollow", "leave", "other"),
        webhookEventId: json,
        timestamp: json,
        source: fc.oneof(json, fc.constant({ type: "user", userId: USER }), fc.constant(group.source)),
        message: fc.oneof(
          json,
          fc.record({ type: fc.constantFrom("text", "image"), id: json, text: json, mention: json, emojis: json }),
        ),
        postback: json,
        unsend: json,
        replyToken: json,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(json, like), (event) => planOf(event).do.length > 0),
      { numRuns: 2_000 },
    );
  });

  it("everything in standby is left alone, but for what asks to be forgotten", () => {
    for (const event of [textEvent(USER, "x"), lineEvent("follow", { source })]) {
      assert.equal(planOf({ ...event, mode: "standby" }).do, "ignore");
    }
    const unsend = lineEvent("unsend", { source, unsend: { messageId: "1" } });
    assert.equal(planOf({ ...unsend, mode: "standby" }).do, "unsend");
    assert.equal(planOf({ ...lineEvent("unfollow", { source }), mode: "standby" }).do, "forget");
  });
});
