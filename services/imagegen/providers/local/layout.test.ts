import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_MESSAGE_UTF16_UNITS } from "@guchi/contracts/guchi.ts";
import { Framing } from "@guchi/contracts/look.ts";
import { FLOOR } from "./idol/lower.ts";
import { BUBBLE_PADDING, CARD_SIZE, CHIN, COLUMN_PADDING, layoutCard } from "./layout.ts";
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

const WISHES = Framing.enum.flatMap((framing) =>
  ([1, -1] as const).flatMap((side) => Object.values(FLOOR).map((floor) => ({ framing, side, floor }))),
);

/** How far a face reaches to the sides and above its middle, in her own coordinates. */
const FACE = { side: 132, top: 130 };

for (const [what, message] of Object.entries({
  ...longest,
  "one character": "あ",
  "a common sentence": "今日も一日おつかれさま！ゆっくり休んでね。",
})) {
  const layouts = WISHES.map((wish) => layoutCard(readable(message), wish));

  test(`${what}: every line lies inside the bubble, and the bubble on the card`, () => {
    for (const { text, bubble } of layouts) {
      const inner = { width: bubble.width - 2 * COLUMN_PADDING, height: bubble.height - 2 * BUBBLE_PADDING.y };
      for (const line of text.lines) assert.ok(widthInEm(line) * text.size <= inner.width + 0.001, line);
      assert.ok(text.lines.length * text.lineHeight <= inner.height + 0.001);
      assert.ok(bubble.x >= 0 && bubble.x + bubble.width <= CARD_SIZE);
      assert.ok(bubble.y >= 0 && bubble.y + bubble.height <= CARD_SIZE);
    }
  });

  test(`${what}: letters are large enough to read on a phone; her face is on the card, and no word covers it`, () => {
    for (const { text, bubble, idol } of layouts) {
      assert.ok(text.size >= 28, `${text.size} px`);
      const left = idol.x - FACE.side * idol.scale;
      const right = idol.x + FACE.side * idol.scale;
      const top = idol.y - FACE.top * idol.scale;
      const chin = idol.y + CHIN * idol.scale;
      assert.ok(left > 0 && right < CARD_SIZE && top > 0 && chin < CARD_SIZE, `${left} ${top} ${right} ${chin}`);
      const apart =
        bubble.x > right || bubble.x + bubble.width < left || bubble.y > chin || bubble.y + bubble.height < top;
      assert.ok(apart, JSON.stringify({ bubble, left, top, right, chin }));
    }
  });

  test(`${what}: the thing is whole on the card, and apart from words and face`, () => {
    for (const { thing, bubble, idol } of layouts) {
      if (thing === undefined) continue;
      const half = thing.size / 2;
      assert.ok(
        thing.x - half >= 0 && thing.x + half <= CARD_SIZE && thing.y - half >= 0 && thing.y + half <= CARD_SIZE,
      );
      const apart =
        Math.abs(thing.x - (bubble.x + bubble.width / 2)) > half + bubble.width / 2 - 8 ||
        Math.abs(thing.y - (bubble.y + bubble.height / 2)) > half + bubble.height / 2 - 8;
      assert.ok(apart, JSON.stringify({ thing, bubble }));
      assert.ok(Math.hypot(thing.x - idol.x, thing.y - idol.y) > half + FACE.side * idol.scale);
    }
  });
}

test("the less she says, the larger the letters", () => {
  const wish = { framing: "half", side: 1, floor: FLOOR.stand } as const;
  const sizes = [5, 20, 60, 120, 240].map((count) => layoutCard("眠".repeat(count), wish).text.size);
  assert.deepEqual(
    sizes,
    sizes.toSorted((a, b) => b - a),
  );
});

test("all of her is seen where there is room: the words stand beside her", () => {
  const { bubble, idol } = layoutCard("うん、もう大丈夫だよ。", { framing: "full", side: 1, floor: FLOOR.stand });
  assert.ok(idol.y + FLOOR.stand * idol.scale < CARD_SIZE);
  assert.ok(bubble.x + bubble.width < idol.x - FACE.side * idol.scale);
});
