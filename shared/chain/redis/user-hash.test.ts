import assert from "node:assert/strict";
import { it } from "node:test";
import { userHash } from "./user-hash.ts";

it("a user is hashed once, and never named", () => {
  const hash = userHash("someone@example.com");
  assert.match(hash, /^[\w-]{43}$/);
  assert.notEqual(userHash("someone@example.org"), hash);
  assert.equal(userHash(`line-${hash}`), `line-${hash}`);
  for (const id of [hash, `line-${hash}x`, `Line-${hash}`, `line-${hash.slice(1)}`, ""])
    assert.notEqual(userHash(id), id);
});
