import assert from "node:assert/strict";
import { test } from "node:test";
import { measureEvenings, measureSubjects } from "./measure.ts";
import { SUBJECTS } from "../subjects/files.ts";
import { COMPLAINTS, HELD_OUT } from "./sets.ts";

for (const language of ["ja", "en"] as const) {
  const complaints = COMPLAINTS.filter((complaint) => complaint.language === language);

  test(`${language}: the subject is found in nine of ten complaints of our own set`, () => {
    const { hits, of, misses } = measureSubjects(complaints);
    assert.ok(hits / of >= 0.9, misses.join("\n"));
  });

  test(`${language}: no sentence comes twice in an evening of one user`, async () => {
    assert.deepEqual((await measureEvenings(complaints, 6)).misses, []);
  });
}

test("what nobody tunes for is in no other set, and no rule has its words", () => {
  const tuned = new Set(COMPLAINTS.map(({ text }) => text));
  for (const { text, language } of HELD_OUT) {
    assert.ok(!tuned.has(text), text);
    const quoted = SUBJECTS[language].flatMap(({ words }) => words).filter((word) => word.length >= LONG[language]);
    for (const word of quoted) assert.ok(!text.toLowerCase().includes(word), `${text}: ${word}`);
  }
});

/** A rule that long would be made for one sentence. */
const LONG = { ja: 9, en: 22 } as const;

test("the subject is found in seven of ten complaints that nobody tunes for, half of them rare matters", () => {
  const { hits, of, misses } = measureSubjects(HELD_OUT);
  assert.ok(hits / of >= 0.7, misses.join("\n"));
});
