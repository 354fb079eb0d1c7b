import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { until } from "../../shared/chain/testing/until.ts";
import { assertAccessible } from "./axe.ts";
import { besides, noBrowser, startStage, type Stage } from "./browser.ts";

const WRITE = "a password to act with";
const READ = "a password to look with";
const COMPLAINT = "残業ばっかりで疲れた。もう無理";
const WAIT_MS = 30_000;
const PAGES = ["runs", "stages", "failures", "waits", "schedules", "costs", "system", "overview"];

describe("the operations pages", { skip: noBrowser, timeout: 240_000 }, () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage({ ADMIN_PASSWORD: WRITE, ADMIN_READ_PASSWORD: READ });
  });
  after(() => stage.close());

  const signIn = async (password: string, options = {}) => {
    const opened = await stage.open({ locale: "en-US", ...options }, "/admin");
    await opened.page.getByLabel("Password").fill(password);
    await opened.page.getByRole("button", { name: "Sign in" }).click();
    await opened.page.locator(".menu").waitFor({ timeout: WAIT_MS });
    return opened;
  };

  it("tell within seconds of a stage that stands still, and act on its jobs, all at once or one by one", async () => {
    const { page, wrong } = await signIn(WRITE);
    await page.getByText("All is well").waitFor({ timeout: WAIT_MS });
    await stage.frozen("services/tts/main.ts", async () => {
      const ids = [await stage.start(COMPLAINT), await stage.start(COMPLAINT)];
      const row = page.locator(".troubles li.bad", { hasText: "tts has no live worker" });
      await row.waitFor({ timeout: WAIT_MS });
      await assertAccessible(page, "trouble");
      await row.getByRole("link", { name: "Stages" }).click();
      await page.locator(".card.wanted", { hasText: "tts" }).waitFor();
      await show(page, "runs");
      await page.locator("select[name=status]").selectOption("running");
      await page.locator(".body .row").nth(1).waitFor({ timeout: WAIT_MS });
      await page.getByRole("button", { name: "Cancel", exact: true }).click();
      await page.getByRole("dialog").getByText("Cancel 2 jobs").waitFor();
      await assertAccessible(page, "asked");
      await page.getByRole("button", { name: "Do it" }).click();
      await page.locator(".bulks .completed", { hasText: "Completed" }).waitFor({ timeout: WAIT_MS });
      await page.getByText("2 done").waitFor();
      await page.getByRole("button", { name: "Clear" }).click();
      await page.locator(`.body a[title="${ids[0]}"]`).click();
      await page.getByRole("heading", { name: "Job" }).waitFor();
      assert.ok(!(await page.locator("main").innerText()).includes(COMPLAINT));
      await page.getByRole("button", { name: "Show input and output" }).click();
      await page.getByText(COMPLAINT).waitFor();
      await assertAccessible(page, "a job");
      await page.getByRole("button", { name: /Run it again|again from/i }).click();
      await until("the new job's page", () => !page.url().includes(ids[0] ?? ""));
    });
    assert.deepEqual(wrong, []);
  });

  it("pause a stage, and say so until it goes on", async () => {
    const { page } = await signIn(WRITE);
    await show(page, "stages");
    const card = page.locator(".cards > li", { hasText: "persona" });
    await card.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Do it" }).click();
    await card.getByText("Paused").waitFor({ timeout: WAIT_MS });
    await show(page, "overview");
    await page.getByText("persona is paused").waitFor({ timeout: WAIT_MS });
    await show(page, "stages");
    await card.getByRole("button", { name: "Resume" }).click();
    await card.getByText("Well").waitFor({ timeout: WAIT_MS });
  });

  it("fit a phone in the dark, in Japanese, page by page, to whoever may only look", async () => {
    const { page, wrong } = await signIn(READ, { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
    await page.getByRole("button", { name: "日本語" }).click();
    await page.getByText("閲覧のみ").waitFor();
    for (const name of PAGES) {
      await show(page, name);
      await page.waitForTimeout(300);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 390, name);
      await assertAccessible(page, name);
      assert.equal(await page.getByRole("button", { name: /取り消す|一時停止|再開する|消去する/ }).count(), 0, name);
    }
    await page.getByRole("button", { name: "ログアウト" }).click();
    await page.getByLabel("パスワード").waitFor();
    await assertAccessible(page, "signed out");
    assert.deepEqual(wrong, []);
  });

  it("come back by themselves after Redis was away, which they tell of meanwhile", async () => {
    const { page, wrong } = await signIn(WRITE);
    await page.getByText("All is well").waitFor({ timeout: WAIT_MS });
    await stage.frozen("redis-server", async () => {
      await page.getByText("Redis does not answer").waitFor({ timeout: WAIT_MS });
    });
    await page.getByText("Redis does not answer").waitFor({ state: "detached", timeout: WAIT_MS });
    assert.deepEqual(besides(wrong, /50\d/), []);
  });
});

async function show(page: Page, name: string): Promise<void> {
  await page.locator(`.menu a[href="#/${name}"]`).click();
  await page.locator(`.menu a[href="#/${name}"][aria-current]`).waitFor();
}
