import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { until } from "../../shared/chain/testing/until.ts";
import { assertAccessible } from "./axe.ts";
import { besides, noBrowser, startStage, type Stage } from "./browser.ts";

const COMPLAINT = "残業ばっかりで疲れた。もう無理";
const WAIT_MS = 20_000;

describe("a job's page", { skip: noBrowser, timeout: 240_000 }, () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());

  it("follows the job as it goes on: each step's bar, what it made, and then the answer", async () => {
    let id = "";
    let page: Page | undefined;
    let wrong: readonly string[] = [];
    await stage.frozen("services/tts/main.ts", async () => {
      id = await stage.start(COMPLAINT);
      ({ page, wrong } = await stage.open({}, `/jobs/${id}`));
      await status(page, "実行中");
      await page.locator(".message >> nth=0").waitFor({ timeout: WAIT_MS });
      await page.locator("img.picture").waitFor({ timeout: WAIT_MS });
      assert.equal(await page.locator("audio").count(), 0);
      await assertAccessible(page, "under way");
    });
    assert.ok(page !== undefined);
    await status(page, "完了");
    assert.equal(await page.locator(".steps li.completed").count(), 5);
    assert.ok((await page.locator(".steps rect").count()) >= 5);
    await page.locator("audio").waitFor();
    assert.ok((await page.locator("main").innerText()).includes(COMPLAINT));
    await page.getByText("くわしい履歴").click();
    assert.ok((await page.locator("tbody tr").count()) >= 12);
    await assertAccessible(page, "completed");
    await page.getByRole("button", { name: "English" }).click();
    await page.getByText("Completed").first().waitFor();
    assert.equal(await page.evaluate("document.documentElement.lang"), "en");
    assert.deepEqual(wrong, []);
  });

  it("does what the job's state allows, and asks before it erases", async () => {
    await stage.frozen("services/tts/main.ts", async () => {
      const id = await stage.start(COMPLAINT);
      const { page, wrong } = await stage.open({ colorScheme: "dark" }, `/jobs/${id}`);
      await page.getByRole("button", { name: "中断する" }).click();
      await status(page, "中断中");
      await page.getByRole("button", { name: "再開する" }).click();
      await status(page, "実行中");
      await page.getByRole("button", { name: "取り消す" }).click();
      await status(page, "取り消し");
      await assertAccessible(page, "canceled, dark");
      await page.getByRole("button", { name: "はじめからもう一度" }).click();
      await until("the new job's page", () => !page.url().includes(id));
      await status(page, "実行中");
      await page.getByRole("button", { name: "消去する" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "消去する" }).click();
      await page.getByText("このジョブはありません").waitFor({ timeout: WAIT_MS });
      assert.deepEqual(besides(wrong, /410|404/), []);
    });
  });

  it("fits a phone, and says so when there is no such job", async () => {
    const id = await stage.start(COMPLAINT);
    const { page } = await stage.open({ viewport: { width: 320, height: 640 } }, `/jobs/${id}`);
    await status(page, "完了");
    assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 320);
    const none = await stage.open({}, "/jobs/0199aaaa-0000-7000-8000-000000000000");
    await none.page.getByText("このジョブはありません").waitFor({ timeout: WAIT_MS });
    await assertAccessible(none.page, "no such job");
  });

  it("is where Bull Board's entries lead, which tell of the job", async () => {
    await stage.frozen("services/tts/main.ts", async () => {
      const id = await stage.start(COMPLAINT);
      const { page } = await stage.open({}, "/admin/queues/queue/tts?status=latest");
      await page.getByText("tts · guchi-fast · running").first().waitFor({ timeout: WAIT_MS });
      const href = await page.locator(`a[href$="/jobs/${id}"]`).first().getAttribute("href");
      assert.equal(href, `/jobs/${id}`);
    });
  });
});

async function status(page: Page, text: string): Promise<void> {
  await page.locator(".status", { hasText: text }).waitFor({ timeout: WAIT_MS });
}
