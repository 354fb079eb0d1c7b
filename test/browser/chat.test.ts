import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { noBrowser, startStage, type Stage } from "./browser.ts";

describe("the chat page", { skip: noBrowser, timeout: 240_000 }, () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());

  it("opens without an error, and asks no other host", async () => {
    const { page, wrong } = await stage.open();
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
    assert.deepEqual(wrong, []);
  });
});
