import assert from "node:assert/strict";
import { test } from "node:test";
import { DiskWatch } from "./disk-room.ts";

test("says once when the disk is nearly full, and once when there is room again", () => {
  const told: unknown[] = [];
  const note = (about: object) => void told.push("code" in about && about.code);
  const watch = new DiskWatch({ info: note, warn: note });
  for (const freeBytes of [60e9, 40e9, 40e9, undefined, 60e9]) {
    watch.look({ totalBytes: 1e12, ...(freeBytes !== undefined && { freeBytes }) });
  }
  assert.deepEqual(told, ["disk.nearly_full", "disk.has_room"]);
  watch.look({ freeBytes: 1e9, totalBytes: 8e9 });
  assert.equal(told.length, 3, "a gigabyte at least, also of a small one");
});
