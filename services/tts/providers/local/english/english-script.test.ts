import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { englishScript, WORDLESS } from "./english-script.ts";

const cases: Record<string, string> = {
  "You did great today! 😊 Rest now, okay?": "You did great today! Rest now, okay?",
  "I'm here — always… :)": "I'm here, always.",
  "Don’t worry": "Don't worry",
  "Really?!?!": "Really?",
  "[[h@l'oU]] *hug* <b>you</b>": "h l'oU hug b you b",
  "100% & more": "100% and more",
  "お疲れ, my café friend": "my café friend",
  "Line one\n\nline two": "Line one. line two",
  "see https://example.com/x": "see",
  "❤️🎉": WORDLESS,
  "…": WORDLESS,
};

describe("englishScript", () => {
  for (const [text, expected] of Object.entries(cases)) {
    it(`${JSON.stringify(text)} is read as ${JSON.stringify(expected)}`, () => {
      assert.equal(englishScript(text).replace(/\.$/u, ""), expected.replace(/\.$/u, ""));
    });
  }
});
