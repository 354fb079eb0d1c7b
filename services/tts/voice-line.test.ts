import assert from "node:assert/strict";
import { it } from "node:test";
import { voiceLine } from "./voice-line.ts";

const japanese = { command: "/usr/bin/open_jtalk", dictionary: "/dic", mei: "/mei" };
const english = { command: "/usr/bin/festival" };

it("names who speaks", () => {
  assert.deepEqual(voiceLine({ japanese, english }), [
    "voice",
    "Open JTalk with Mei (Japanese), Festival with slt (English)",
  ]);
});

it("says in one line how to get what is missing", () => {
  for (const voices of [{}, { english }]) {
    const [, text] = voiceLine(voices);
    assert.match(text, /^espeak-ng \(Japanese\), .* \(English\); better ones: .*install open-jtalk/u);
    assert.doesNotMatch(text, /\n/u);
  }
});
