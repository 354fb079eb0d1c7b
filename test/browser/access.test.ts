import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { until } from "../../shared/chain/testing/until.ts";
import { assertAccessible } from "./axe.ts";
import { besides, noBrowser, startStage, type Stage } from "./browser.ts";

const KEY = "a-key-of-sixteen-letters";
const COMPLAINT = "残業ばっかりで疲れた。もう無理";
/** A browser tells its console of each answer that is a refusal. */
const REFUSED = /status of 401/;

describe("the page where a key is wanted", { skip: noBrowser, timeout: 120_000 }, () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage({ API_KEYS: KEY, PAGE_ACCESS: "key" });
  });
  after(() => stage.close());

  it("asks for it when something is sent, and sends it once the key fits", async () => {
    const { page, wrong } = await stage.open();
    await page.locator("#text").fill(COMPLAINT);
    await page.locator("#text").press("Enter");
    await page.locator("dialog#key[open]").waitFor();
    await assertAccessible(page, "a key is wanted");
    await page.getByLabel("キー", { exact: true }).fill("another-key-of-letters");
    await page.keyboard.press("Enter");
    await page.getByText("そのキーでは開きませんでした").waitFor();
    await page.getByLabel("キー", { exact: true }).fill(KEY);
    await page.keyboard.press("Enter");
    await page.locator('.turn[data-end="answered"]').waitFor();
    await page.reload();
    await page.getByRole("button", { name: "もう一回" }).click();
    await until("the second answer", async () => (await page.locator('.turn[data-end="answered"]').count()) === 2);
    assert.deepEqual(besides(wrong, REFUSED), []);
  });
});

describe("the page where guests are welcome", { skip: noBrowser, timeout: 120_000 }, () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage({ API_KEYS: KEY, PAGE_ACCESS: "guest" });
  });
  after(() => stage.close());

  it("answers anybody, also who has lost the cookie", async () => {
    const { page, wrong } = await stage.open();
    await page.locator("#text").fill(COMPLAINT);
    await page.locator("#text").press("Enter");
    await page.locator('.turn[data-end="answered"]').waitFor();
    await page.context().clearCookies();
    await page.getByRole("button", { name: "もう一回" }).click();
    await until("the second answer", async () => (await page.locator('.turn[data-end="answered"]').count()) === 2);
    assert.deepEqual(besides(wrong, REFUSED), []);
  });
});
