import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_MESSAGE_UTF16_UNITS } from "@guchi/contracts/guchi.ts";
import { BUBBLE_PADDING, CARD_SIZE, layoutCard } from "./layout.ts";
import { widthInEm } from "./text/fonts.ts";
import { readable } from "./text/readable.ts";

const longest: Readonly<Record<string, string>> = {
  "full-width characters": "眠".repeat(MAX_MESSAGE_UTF16_UNITS),
  "wide Latin letters": "W".repeat(MAX_MESSAGE_UTF16_UNITS),
  "one unbroken word": "supercalifragilistic".repeat(12),
  "short words": "I ".repeat(120),
  dashes: "—".repeat(MAX_MESSAGE_UTF16_UNITS),
  "full stops": "。".repeat(MAX_MESSAGE_UTF16_UNITS),
  "long phrases": "がんばって！".repeat(40),
  "line feeds": "あ\n".repeat(120),
  "stacked accents": `a${"\u0301".repeat(239)}`,
};

for (const [what, message] of Object.entries({
  ...longest,
  "one character": "あ",
  "a common sentence": "今日も一日おつかれさま！ゆっくり休んでね。",
})) {
  test(`${what}: every line lies inside the bubble, and the bubble on the card`, () => {
    const { text, bubble } = layoutCard(readable(message));
    const inner = { width: bubble.width - 2 * BUBBLE_PADDING.x, height: bubble.height - 2 * BUBBLE_PADDING.y };
    for (const line of text.lines) assert.ok(widthInEm(line) * text.size <= inner.width + 0.001, line);
    assert.ok(text.lines.length * text.lineHeight <= inner.height + 0.001);
    assert.ok(bubble.x >= 0 && bubble.x + bubble.width <= CARD_SIZE && bubble.y >= 0);
  });

  test(`${what}: letters are large enough to read on a phone, and her face is under the bubble and on the card`, () => {
    const { text, bubble, idol } = layoutCard(readable(message));
    assert.ok(text.size >= 28, `${text.size} px`);
    assert.ok(idol.y - 150 * idol.scale > bubble.y + bubble.height);
    assert.ok(idol.y + 180 * idol.scale < CARD_SIZE);
  });
}

test("the less she says, the larger the letters", () => {
  const sizes = [5, 20, 60, 120, 240].map((count) => layoutCard("眠".repeat(count)).text.size);
  assert.deepEqual(
    sizes,
    sizes.toSorted((a, b) => b - a),
  );
});
