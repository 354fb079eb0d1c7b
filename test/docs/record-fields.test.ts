import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { it } from "node:test";
import { JOB_FIELDS, STEP_FIELDS } from "../../shared/chain/job/fields.ts";

it("docs/architecture.md shows every field of a job record, and says of it what the code says", async () => {
  const text = await readFile(join(import.meta.dirname, "../../docs/architecture.md"), "utf8");
  const [, table = ""] = /Fields of the record[^\n]*\n\n([^]*?)\n\n/.exec(text) ?? [];
  const rows = [...table.matchAll(/^\| `([^`]+)` +\| (.*?) +\|$/gm)].map(([, field, what]) => [field, what]);
  const steps = Object.entries(STEP_FIELDS).map(([field, what]) => [`${field}:<step>`, what]);
  assert.deepEqual(rows, [...Object.entries(JOB_FIELDS), ...steps]);
});
