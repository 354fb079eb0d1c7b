import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { messageProblems } from "../../../test/fakes/line/messages.ts";
import { lineMessages, roomFor, type Answer } from "./messages.ts";
import { cutText } from "./text.ts";

const image = { key: "i", previewKey: "p", contentType: "image/jpeg", width: 1, height: 1, bytes: 1 } as const;
const audio = { key: "a", contentType: "audio/mpeg", durationMs: 1_234, bytes: 1 } as const;
const full: Answer = { message: "おつかれ", language: "ja", reaction: "idol", image, audio };
const cheer: Answer = { message: "いいね", language: "ja", reaction: "cheer" };
const making = {
  base: "https://guchi.example",
  mediaUrl: (key: string) => `https://guchi.example/media/${key}`,
  again: undefined,
};
const types = (messages: readonly { type: string }[]) => messages.map(({ type }) => type);

describe("the messages of an answer", () => {
  it("are what LINE takes", () => {
    assert.deepEqual(messageProblems(lineMessages(full, { ...making, again: "job", held: [full, full] })), []);
  });

  it("leave out a picture whose URL is longer than LINE takes", () => {
    assert.deepEqual(
      types(
        lineMessages(full, { ...making, mediaUrl: (key) => `https://guchi.example/${key.repeat(2_000)}`, held: [] }),
      ),
      ["text"],
    );
  });

  it("cut a text at 5,000 UTF-16 units, never inside of a character", () => {
    for (const text of ["あ".repeat(6_000), "👨‍👩‍👧‍👦".repeat(700), "か\u3099".repeat(3_000), `${"a".repeat(4_998)}😀😀`]) {
      const cut = cutText(text, 5_000);
      assert.ok(cut.length <= 5_000 && cut.length > 4_900);
      assert.ok(cut.isWellFormed() && cut.endsWith("…"));
      assert.ok(text.startsWith(cut.slice(0, -1)));
      assert.ok(!cut.slice(0, -1).endsWith("\u200d"));
    }
    assert.equal(cutText("x".repeat(5_000), 5_000), "x".repeat(5_000));
  });

  it("begin calmly where a late one cares", () => {
    for (const [language, calm] of [
      ["ja", "お返事が遅くなってしまって、ごめんなさい。"],
      ["en", "I'm sorry that this comes late."],
    ] as const) {
      const late: Answer = { message: "…", language, reaction: "care" };
      const [first] = lineMessages(cheer, { ...making, held: [late] });
      assert.deepEqual(first, { type: "text", text: `${calm}\n\n…` });
    }
  });

  it("have room for at most five, the new answer whole and last, each held one with its text", () => {
    for (const own of [full, cheer]) {
      for (let count = 0; count <= roomFor(own); count += 1) {
        const held = Array.from({ length: count }, (_, n) => ({ ...full, message: `old ${n}` }));
        const made = lineMessages(own, { ...making, held });
        assert.ok(made.length <= 5);
        const told = JSON.stringify(made);
        for (const { message } of held) assert.ok(told.includes(message));
        assert.deepEqual(
          made.slice(-types(lineMessages(own, { ...making, held: [] })).length),
          lineMessages(own, { ...making, held: [] }),
        );
      }
    }
  });
});
