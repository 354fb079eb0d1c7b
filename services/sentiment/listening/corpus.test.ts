import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "node:test";
import { everydayMessages, heldOutMessages, readCases, heldOutFollowUps } from "../evaluation/sets.ts";
import { readMessages } from "./corpus.ts";
import { LABELS } from "./labels.ts";
import { MODEL_FILES } from "./listen.ts";
import { readModel } from "./model-file.ts";
import { CORPUS, sourceOf } from "./train.ts";

/** Words alone: what differs in marks, width and spaces is the same sentence. */
const wordsOf = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
/** Plain words that anybody would write. */
const COMMON_UNITS = 8;

describe("the corpus", () => {
  const messages = readMessages(CORPUS);

  it("holds enough of every label, in Japanese and English, by many writers", () => {
    assert.ok(messages.length >= 25_000, String(messages.length));
    assert.ok(new Set(messages.map(({ writer }) => writer)).size >= 20);
    for (const label of LABELS) {
      for (const language of ["ja", "en"]) {
        const count = messages.filter((message) => message.label === label && message.language === language).length;
        assert.ok(count >= 250, `${label} ${language}: ${count}`);
      }
    }
  });

  it("is held apart from what listening is measured on", () => {
    const known = new Set(messages.map(({ text }) => wordsOf(text)));
    const measured = [...heldOutMessages(), ...everydayMessages(), ...readCases()].map(({ text }) => text);
    const followUps = heldOutFollowUps().flatMap(({ first, second }) => [first, second]);
    const shared = [...measured, ...followUps].filter(
      (text) => text.length >= COMMON_UNITS && known.has(wordsOf(text)),
    );
    assert.deepEqual(shared, []);
  });

  it("no sentence that listening is measured on stands in a rule", () => {
    const service = fileURLToPath(new URL("../", import.meta.url));
    const rules = globSync("{self-harm,japanese,english,text,listening}/**/*{.ts,concepts.tsv}", { cwd: service });
    const code = wordsOf(
      rules
        .filter((file) => !file.endsWith(".test.ts"))
        .map((file) => readFileSync(`${service}${file}`, "utf8"))
        .join("\n"),
    );
    const sentences = [...heldOutMessages(), ...everydayMessages(), ...readCases()]
      .map(({ text }) => text)
      .filter((text) => wordsOf(text).length >= 12);
    assert.deepEqual(
      sentences.filter((text) => code.includes(wordsOf(text))),
      [],
    );
  });

  it("is what the model was learnt from: after a change, run `npm run train`", () => {
    for (const file of Object.values(MODEL_FILES)) assert.equal(readModel(readFileSync(file)).source, sourceOf());
  });
});
