import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { lineId, textEvent } from "../../../test/fakes/line/webhook.ts";
import { planEvent } from "./plan.ts";
import { wordingOf, type Place } from "./wording.ts";

/** A text with marks: `[…]` is an emoji's placeholder, `<…>` a mention of the bot. */
function marked(written: string) {
  const emojis: Place[] = [];
  const mentionees: (Place & { isSelf: boolean })[] = [];
  let text = "";
  for (const [part] of written.matchAll(/\[[^\]]*\]|<[^>]*>|[^[<]+/g)) {
    const inner = /^[[<]/.test(part) ? part.slice(1, -1) : part;
    const place = { index: text.length, length: inner.length };
    if (part.startsWith("[")) emojis.push(place);
    if (part.startsWith("<")) mentionees.push({ ...place, isSelf: true });
    text += inner;
  }
  return { text, emojis, mentionees };
}

const at = (index: number, length: number) => ({ index, length });
const heard = (written: string) => {
  const { text, ...marks } = marked(written);
  return wordingOf(text, marks).text;
};

const planOf = (written: string) => {
  const { text, emojis } = marked(written);
  return planEvent(textEvent(lineId(), text, { message: { emojis } })).plan;
};

describe("the placeholders of LINE's emoji", () => {
  const table: [written: string, heard: string][] = [
    ["消え[()]たい", "消えたい"],
    ["し[(cry)]に[(cry)]た[(cry)]い", "しにたい 😢😢😢"],
    ["I want to [(cry)] die", "I want to die 😢"],
    ["kill[(cry)]myself", "kill myself 😢"],
    ["[(cry)][(sad)]", "😢😢"],
    ["[(happy)]", "😊"],
    ["[(moon wink)]", "😉"],
    ["[(heart broken)]", "💔"],
    ["[(Cold_Sweat)]", "😰"],
    ["[(brown)]", ""],
    ["[()]", ""],
    ["[()] \n", ""],
    ["疲れた[(zzz)]\n帰りたい", "疲れた\n帰りたい 😴"],
    ["😀<@Mimi> 残業[(angry)]<@Mimi>つらい[(tears)]", "😀 残業つらい 😡😢"],
    ["(cry)は自分で書いた[()]", "(cry)は自分で書いた"],
    ["𠮷野家[(love)]<@M>", "𠮷野家 😍"],
  ];
  for (const [written, words] of table) {
    it(`${JSON.stringify(written)} is heard as ${JSON.stringify(words)}`, () => assert.equal(heard(written), words));
  }

  it("that overlap, or lie outside of the text, cut nothing more than there is", () => {
    assert.equal(wordingOf("abcdef", { emojis: [at(1, 2), at(2, 2)] }).text, "a ef");
    assert.equal(wordingOf("つらい", { emojis: [at(3, 5), at(99, 1), at(2, 0)] }).text, "つらい");
    assert.equal(wordingOf("つらい", { emojis: [at(2, 99)] }).text, "つら");
    assert.equal(wordingOf("つ(cry)い", { emojis: [at(1, 5), at(1, 5)] }).text, "つい 😢😢");
  });

  it("none of the words is lost and no placeholder is left, wherever mentions and emoji stand", () => {
    const part = fc.oneof(
      fc.constantFrom("つらい", "😀", "𠮷", "👩‍👩‍👧", "(cry)", "消え", "()").map((text) => ({ text, kind: "words" })),
      fc.constantFrom("(cry)", "()", "(moon wink)", "(brown)").map((text) => ({ text, kind: "emoji" })),
      fc.constantFrom("@Mimi", "@ミミ").map((text) => ({ text, kind: "mention" })),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const emojis: Place[] = [];
        const mentionees: (Place & { isSelf: boolean })[] = [];
        let text = "";
        for (const { text: own, kind } of parts) {
          const place = { index: text.length, length: own.length };
          if (kind === "emoji") emojis.push(place);
          if (kind === "mention") mentionees.push({ ...place, isSelf: true });
          text += own;
        }
        const words = parts.filter(({ kind }) => kind === "words").map((each) => each.text);
        const told = wordingOf(text, { emojis, mentionees });
        assert.equal(told.text.replace(/ ?[😢😉]*$/u, ""), words.join(""));
        assert.equal(told.mentioned, mentionees.length > 0);
      }),
      { numRuns: 1_000 },
    );
  });

  it("of any numbers are read without a throw, and never make a text longer than it was", () => {
    const place = fc.record({ index: fc.nat(60), length: fc.nat(60), isSelf: fc.boolean() });
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 40 }),
        fc.array(place, { maxLength: 8 }),
        fc.array(place, { maxLength: 8 }),
        (text, emojis, mentionees) => {
          const told = wordingOf(text, { emojis, mentionees }).text;
          const cuts = emojis.length + mentionees.length;
          assert.ok(told.length <= text.length + 3 * cuts, told);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("a text of LINE's emoji alone", () => {
  it("is no English: it has the language that was written last", () => {
    const plan = planOf("[(cry)][(sad)]");
    assert.ok(plan.do === "talk" && plan.text === "😢😢" && plan.language === undefined);
    const nameless = planOf("[()]");
    assert.ok(nameless.do === "say" && nameless.about === "blank" && nameless.language === undefined);
    const words = planOf("so tired[(cry)]");
    assert.ok(words.do === "talk" && words.language === "en");
  });

  it("whose marks are broken keeps its words", () => {
    for (const emojis of [null, "x", [null, { index: -1, length: 5 }, { index: 0 }]]) {
      const { plan } = planEvent(textEvent(lineId(), "消えたい", { message: { emojis } }));
      assert.equal(plan.do === "talk" && plan.text, "消えたい");
    }
  });
});
