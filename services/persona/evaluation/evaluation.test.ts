import assert from "node:assert/strict";
import { test } from "node:test";
import { measureEvenings, measureSubjects } from "./measure.ts";
import { COMPLAINTS } from "./sets.ts";

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
