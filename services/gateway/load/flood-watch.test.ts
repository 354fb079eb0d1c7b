import assert from "node:assert/strict";
import { test } from "node:test";
import { FloodWatch } from "./flood-watch.ts";

test("says who floods, and of the same user's next waves nothing for five minutes", () => {
  const told: unknown[] = [];
  const watch = new FloodWatch({ warn: (about: object) => void told.push(about) });
  const flood = { user: "abc", jobs: 90, of: 100 };
  for (const seconds of [0, 5, 60, 299]) watch.look(seconds === 5 ? undefined : flood, seconds * 1_000);
  watch.look({ ...flood, user: "def" }, 100_000);
  assert.deepEqual(told, [
    { code: "user.floods", ...flood },
    { code: "user.floods", ...flood, user: "def" },
  ]);
  watch.look(flood, 300_000);
  assert.equal(told.length, 3);
});
