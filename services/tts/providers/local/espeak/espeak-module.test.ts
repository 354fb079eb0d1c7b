import assert from "node:assert/strict";
import { it } from "node:test";
import { StageError } from "@guchi/chain/errors.ts";
import { compileEspeak } from "./espeak-module.ts";

const missing = () => new URL("./not-installed/", import.meta.url).href;

it("says in one line what to install when espeak-ng is missing", async () => {
  await assert.rejects(compileEspeak(missing), (error) => {
    assert.ok(error instanceof StageError);
    assert.equal(error.code, "provider_misconfigured");
    assert.equal(error.class, "permanent");
    assert.match(error.message, /npm install --include=optional/);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  });
});
