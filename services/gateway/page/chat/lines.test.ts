import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { linked } from "./lines.ts";

const texts = (message: string, lines: Parameters<typeof linked>[1]) =>
  linked(message, lines).map(({ text, href }) => (href === undefined ? text : `[${text}](${href})`));

describe("the help lines of a message on the page", () => {
  it("are links to call or to open, where they stand", () => {
    const lines = [
      { phone: "#8891" },
      { phone: "116 123" },
      { phone: "0120-279-338", hours: "16:00-21:00、岩手からは0120-279-226" },
      { phone: "110" },
      { url: "https://talkme.jp/chat/" },
      { url: "https://findahelpline.com" },
    ];
    const message =
      "・A #8891（無料）\n116 123, 0120-279-338、岩手からは0120-279-226\n110-1 1100 110\nhttps://talkme.jp/chat/ findahelpline.com.";
    assert.deepEqual(texts(message, lines), [
      "・A ",
      "[#8891](tel:%238891)",
      "（無料）\n",
      "[116 123](tel:116123)",
      ", ",
      "[0120-279-338](tel:0120279338)",
      "、岩手からは",
      "[0120-279-226](tel:0120279226)",
      "\n110-1 1100 ",
      "[110](tel:110)",
      "\n",
      "[https://talkme.jp/chat/](https://talkme.jp/chat/)",
      " ",
      "[findahelpline.com](https://findahelpline.com)",
      ".",
    ]);
  });

  it("are never any other kind of link, and every letter of the message stays", () => {
    const wild = fc.record(
      {
        phone: fc.oneof(fc.string(), fc.constantFrom("110", "#8891", "javascript:1")),
        url: fc.oneof(fc.string(), fc.webUrl(), fc.constant("https://")),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.array(wild), (text, lines) => {
        const message = text + lines.map(({ phone, url }) => ` ${phone} ${url}`).join("\n");
        const pieces = linked(message, lines);
        assert.equal(pieces.map((piece) => piece.text).join(""), message);
        for (const { href = "tel:" } of pieces) assert.match(href, /^(?:tel:|https:\/\/)/);
      }),
    );
  });
});
