import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { until } from "../../shared/chain/testing/until.ts";
import { wordsIn } from "../../services/gateway/page/chat/words/words.ts";
import { outputOf } from "../support/output.ts";
import { kill } from "../support/system.ts";
import { assertAccessible } from "./axe.ts";
import { besides, noBrowser, startStage, type Stage } from "./browser.ts";

const COMPLAINT = "残業ばっかりで疲れた。もう無理";
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const ANSWER_MS = 20_000;
/** The browser's own words for what a test has cut off. */
const CUT_OFF = /Failed to load resource|net::ERR/;

describe("the chat page", { skip: noBrowser, timeout: 240_000 }, () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());

  /** The ids of all jobs, the newest first. */
  const jobs = async (): Promise<readonly string[]> => {
    const page = (await (await fetch(`${stage.system.base}/jobs?limit=100`)).json()) as { jobs: { id: string }[] };
    return page.jobs.map(({ id }) => id);
  };

  const inputOf = async (id: string): Promise<{ text?: string; user?: string }> => {
    const job = (await (await fetch(`${stage.system.base}/jobs/${id}`)).json()) as { input: object };
    return job.input;
  };

  const erased = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      await until("the purge", async () => (await fetch(`${stage.system.base}/jobs/${id}`)).status === 410);
    }
  };

  it("is a whole conversation: her words, then her picture, then her voice, and what one may say next", async () => {
    const opened = await stage.open();
    const { page } = opened;
    await page.evaluate(WATCH_SHIFTS);
    await page.getByRole("heading", { level: 1, name: "ミミ" }).waitFor();
    assert.equal(await page.locator(".starters button").count(), 3);
    await assertAccessible(page, "nothing said yet");
    await write(page, COMPLAINT);
    await page.locator(".hers .line .bubble >> nth=1").waitFor();
    await answered(page);
    assert.equal(await page.locator(".mine .bubble").innerText(), COMPLAINT);
    await eventually(page, `document.querySelector(".turn .full")?.classList.contains("is-here")`);
    await assertAccessible(page, "answered");
    await page.getByRole("button", { name: /声を聞く/ }).click();
    await eventually(page, `document.querySelector("#voice").currentTime > 0.3`);
    await page.getByRole("button", { name: "声を止める" }).click();
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: "保存" }).click();
    assert.match((await saved).suggestedFilename(), /^mimi-\d{4}-\d\d-\d\d\.jpg$/);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "コピー" }).click();
    await page.getByText("絵をコピーしました").waitFor({ state: "attached" });
    await page.getByRole("button", { name: "もう一回" }).focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate("document.activeElement.id"), "text", "the focus is not lost with what had it");
    await answered(page, 2);
    const said = await page.locator(".turn .line:first-of-type .bubble").allInnerTexts();
    assert.equal(new Set(said).size, 2, "she does not repeat herself");
    assert.equal(await page.evaluate("globalThis.shifted"), 0, "nothing moves");
    await page.evaluate(GROW_OLD);
    await page.reload();
    await eventually(page, `document.querySelectorAll(".full.is-here").length === 2`);
    assert.deepEqual(opened.wrong, []);
  });
  it("proposes only what she answers with a picture and a voice", async () => {
    const starters = [...wordsIn("ja").starters, ...wordsIn("en").starters];
    const started = await Promise.all(starters.map((text) => stage.system.start(text)));
    for (const { id } of started) {
      const { reaction, image, audio } = outputOf(await stage.system.finished(id));
      assert.deepEqual([reaction, image === undefined, audio === undefined], ["idol", false, false]);
    }
  });

  it("tells who hears it each part once, and leaves the focus where it is", async () => {
    const { page } = await stage.open(PHONE);
    await page.evaluate(KEEP_ANNOUNCED);
    await write(page, COMPLAINT);
    await answered(page);
    const told = (await page.evaluate("globalThis.announced")) as string[];
    assert.deepEqual(
      told.map((line) => line.slice(0, 2)),
      ["ミミ", "絵が", "声が"],
    );
    assert.equal(await page.evaluate("document.activeElement.id"), "text");
    assert.equal(await page.locator("#text").inputValue(), "");
  });

  it("needs no mouse, and lets an input method have its Enter", async () => {
    const { page, wrong } = await stage.open();
    assert.equal(await page.evaluate("document.activeElement.id"), "text");
    await page.keyboard.type("もう");
    await page.evaluate(COMPOSING_ENTER);
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("やだ。仕事がつらい");
    assert.equal(await page.locator(".mine").count(), 0);
    await page.keyboard.press("Enter");
    await answered(page);
    assert.equal(await page.locator(".mine .bubble").innerText(), "もう\nやだ。仕事がつらい");
    const named = async () =>
      page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText");
    const reached = new Set<unknown>();
    for (let step = 0; step < 14; step += 1) {
      await page.keyboard.press("Shift+Tab");
      reached.add(await named());
    }
    const names = [...reached].join("\n");
    for (const name of ["もう一回", "絵を大きく見る", "English", "会話を消す"]) assert.ok(names.includes(name), name);
    await page.getByRole("button", { name: /絵を大きく見る/ }).focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog#picture[open]").waitFor();
    await assertAccessible(page, "a picture looked at");
    await page.keyboard.press("Escape");
    assert.match(String(await named()), /絵を大きく見る$/, "back where it came from");
    assert.deepEqual(wrong, []);
  });

  it("keeps what is written too long, says so, and does not send it", async () => {
    const { page } = await stage.open(PHONE);
    const before = (await jobs()).length;
    await write(page, "あ".repeat(5_003));
    await page.locator(".count").getByText("あと 3 文字、けずってください").waitFor();
    assert.equal((await page.locator("#text").inputValue()).length, 5_003);
    await assertAccessible(page, "too long");
    await page.reload();
    assert.equal((await page.locator("#text").inputValue()).length, 5_003, "a draft is kept, too");
    assert.equal((await jobs()).length, before);
  });

  it("speaks English to who reads English, and Japanese at a press", async () => {
    const { page } = await stage.open({ locale: "en-US" });
    assert.equal(await page.evaluate("document.documentElement.lang"), "en");
    await write(page, "My boss never listens to me and I'm exhausted");
    await answered(page);
    assert.equal(await page.locator(".turn .line .bubble >> nth=0").getAttribute("lang"), "en");
    await page.getByRole("button", { name: "Suggest a film" }).click();
    await answered(page, 2);
    assert.match(await page.locator(".film").innerText(), /\d{4}[^]* min\n/);
    await assertAccessible(page, "a film");
    const text = (await page.locator("body").innerText()).replaceAll("日本語", "");
    assert.doesNotMatch(text, /[ぁ-んァ-ヶ]/, "every word of the page");
    await page.getByRole("button", { name: "日本語" }).click();
    assert.equal(await page.evaluate("document.documentElement.lang"), "ja");
    await page.getByRole("button", { name: "ほかの映画" }).waitFor();
    await page.reload();
    assert.equal(await page.evaluate("document.documentElement.lang"), "ja");
  });

  it("gives a film to who asks for one in words, then others, each to be seen from its begin", async () => {
    const { page, wrong } = await stage.open({ ...PHONE, viewport: { width: 390, height: 640 } });
    const start = () =>
      page.evaluate(`Math.round(document.querySelector(".turn:last-child .hers").getBoundingClientRect().top)`);
    await write(page, "雨の日に観る映画ない？");
    await answered(page);
    assert.equal(await start(), 76, "below the head of the page");
    await write(page, "ほかには？");
    await answered(page, 2);
    await page.getByRole("button", { name: "ほかの映画" }).click();
    await answered(page, 3);
    assert.equal(await start(), 76);
    const titles = await page.locator(".film h2").allInnerTexts();
    assert.equal(new Set(titles).size, 3, titles.join());
    assert.equal(await page.locator(".chip:visible").getByText("もう一回").count(), 0);
    assert.deepEqual(wrong, []);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`is calm where somebody may be in danger: people to call, no idol (${colorScheme})`, async () => {
      const { page, wrong } = await stage.open({ ...PHONE, viewport: { width: 320, height: 640 }, colorScheme });
      await write(page, "もう死にたい");
      await answered(page);
      assert.ok((await page.locator('.care a[href^="tel:"]').count()) >= 3);
      assert.ok((await page.locator('.care a[href^="https:"]').count()) >= 1);
      assert.equal(await page.locator("img:visible").count(), 0);
      assert.equal(await page.locator(".chips:visible").count(), 0);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 320);
      await page.locator(".care-words p").first().isVisible();
      await assertAccessible(page, `care, ${colorScheme}`);
      assert.deepEqual(wrong, []);
    });
  }

  it("goes on after a reload in mid-job and says what stands still, without a second job", async () => {
    const { page, wrong } = await stage.open();
    const before = (await jobs()).length;
    await stage.frozen("services/tts/main.ts", async () => {
      await write(page, COMPLAINT);
      await page.locator(".picture").waitFor();
      await page.reload();
      await page.locator(".picture").waitFor();
      await assertAccessible(page, "under way");
      await page.locator(".note").waitFor({ timeout: ANSWER_MS });
      assert.match(await page.locator(".note").innerText(), /「声」/);
      await assertAccessible(page, "standing still");
    });
    await answered(page);
    assert.equal(await page.locator(".note").count(), 0);
    assert.equal((await jobs()).length, before + 1);
    assert.deepEqual(wrong, []);
  });

  it("goes on after the gateway died in mid-job, and says so meanwhile", async () => {
    const { page, wrong } = await stage.open();
    const before = (await jobs()).length;
    await stage.frozen("services/tts/main.ts", async () => {
      await write(page, COMPLAINT);
      await page.locator(".picture").waitFor();
      const [gateway] = await stage.system.processes("services/gateway/main.ts");
      kill(gateway ?? assert.fail("no gateway"));
      await page.locator(".note").getByText("サーバーにつながりません").waitFor();
      await page.evaluate(KEEP_ANNOUNCED);
    });
    await answered(page);
    const told = (await page.evaluate("globalThis.announced")) as string[];
    assert.deepEqual(told, ["つながりました。続きから進みます。", told.at(-1)]);
    assert.equal((await jobs()).length, before + 1);
    assert.deepEqual(besides(wrong, CUT_OFF), []);
  });

  it("waits for the network, before it is sent and after, and sends it once", async () => {
    const { page, wrong } = await stage.open(PHONE);
    const before = (await jobs()).length;
    await page.context().setOffline(true);
    const said = [COMPLAINT, "電車が遅れて、朝から最悪", "友達とけんかして、もやもやする"];
    for (const text of said) await write(page, text);
    await page.locator(".note").getByText("ネットにつながっていません").first().waitFor();
    await assertAccessible(page, "offline");
    await page.context().setOffline(false);
    await answered(page, 3);
    assert.deepEqual(
      await Promise.all(
        (await jobs())
          .slice(0, 3)
          .toReversed()
          .map(async (id) => (await inputOf(id)).text),
      ),
      said,
    );
    await stage.frozen("services/tts/main.ts", async () => {
      await write(page, "満員電車で足を踏まれた");
      await page.locator(".turn:last-child .picture").waitFor();
      await page.context().setOffline(true);
      await page.locator(".note").waitFor();
    });
    await page.context().setOffline(false);
    await answered(page, 4);
    assert.equal((await jobs()).length, before + 4);
    const own = (await jobs()).slice(0, 4);
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "会話を消す" }).click();
    await page.getByRole("button", { name: "ぜんぶ消す" }).click();
    await page.locator(".notice").getByText("サーバーの分があと 4 件").waitFor();
    await page.context().setOffline(false);
    await erased(own);
    assert.deepEqual(besides(wrong, CUT_OFF), []);
  });

  it("waits for Redis: five seconds without it lose nothing", async () => {
    const { page, wrong } = await stage.open();
    const before = (await jobs()).length;
    await stage.frozen("redis-server", async () => {
      await write(page, COMPLAINT);
      await page.locator(".note").waitFor();
      await sleep(5_000);
    });
    await answered(page);
    assert.equal((await jobs()).length, before + 1);
    assert.deepEqual(besides(wrong, CUT_OFF), []);
  });

  it("is one conversation in two tabs, and erased in both and on the server", async () => {
    const first = await stage.open();
    const second = await stage.beside(first);
    const before = (await jobs()).length;
    await write(first.page, COMPLAINT);
    await Promise.all([answered(first.page), answered(second.page)]);
    await write(second.page, "友達に無視されて悲しい");
    await Promise.all([answered(first.page, 2), answered(second.page, 2)]);
    const [newest = "", older = ""] = await jobs();
    assert.equal((await jobs()).length, before + 2);
    const users = await Promise.all([newest, older].map(async (id) => (await inputOf(id)).user));
    assert.equal(new Set(users).size, 1, "she knows who speaks");
    await second.page.getByRole("button", { name: "会話を消す" }).click();
    await assertAccessible(second.page, "about to erase");
    await second.page.getByRole("button", { name: "ぜんぶ消す" }).click();
    for (const { page } of [first, second]) await eventually(page, `document.querySelectorAll(".turn").length === 0`);
    await erased([newest, older]);
    await second.page.locator(".notice").waitFor();
    const kept = await second.page.evaluate("JSON.stringify(localStorage)");
    assert.doesNotMatch(String(kept), /残業|友達/);
    assert.deepEqual([...first.wrong, ...second.wrong], []);
  });

  it("shows fifty messages and what came before them, and no motion to who wants none", async () => {
    const { page } = await stage.open({ reducedMotion: "reduce" });
    await page.evaluate(REMEMBER);
    await page.reload();
    assert.equal(await page.locator(".turn").count(), 60);
    const end = "document.documentElement.scrollHeight - innerHeight - scrollY";
    assert.ok(Number(await page.evaluate(end)) < 5, "the newest is in sight");
    await page.getByRole("button", { name: "前の会話を見る" }).click();
    assert.equal(await page.locator(".turn").count(), 70);
    await assertAccessible(page, "a long conversation");
    await stage.frozen("services/persona/main.ts", async () => {
      await write(page, COMPLAINT);
      await page.locator(".dots").waitFor();
      await sleep(100);
      assert.equal(
        await page.evaluate(`document.getAnimations().filter(({ playState }) => playState === "running").length`),
        0,
      );
    });
    await answered(page, 71);
    // The last that is kept of an answer.
    await eventually(page, `Object.values(localStorage).some((kept) => kept.includes("peaks"))`);
    await page.evaluate(FILL);
    await write(page, "満員電車で足を踏まれた");
    await page.getByText("もう覚えておく場所がありません").waitFor();
    await eventually(page, `document.querySelector('.turn:last-child').dataset.end === "answered"`);
    await page.reload();
    assert.equal(await page.locator(".mine .bubble").last().innerText(), "満員電車で足を踏まれた");
  });
});

async function write(page: Page, text: string): Promise<void> {
  await page.locator("#text").fill(text);
  await page.locator("#text").press("Enter");
}

/** Waits until so many messages have their answers. */
async function answered(page: Page, count = 1): Promise<void> {
  await eventually(page, `document.querySelectorAll('.turn[data-end="answered"]').length >= ${count}`);
}

/** Waits until this holds in the page, whose policy lets nobody else run strings there. */
async function eventually(page: Page, expression: string): Promise<void> {
  await until(expression, () => page.evaluate<boolean>(expression), ANSWER_MS);
}

const WATCH_SHIFTS = `globalThis.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });`;

const KEEP_ANNOUNCED = `globalThis.announced = [];
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) globalThis.announced.push(node.textContent);
  }).observe(document.querySelector("#announcer"), { childList: true });`;

const COMPOSING_ENTER = `document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))`;

/** Seventy messages of the last days, as an earlier visit left them. */
const REMEMBER = `for (let at = 0; at < 70; at += 1) {
  const said = "はぁ、それはつかれたね。帰ったら、くつ下をぬぐところからでいいよ。";
  const parts = { feeling: "done", words: "done", picture: "skipped", voice: "skipped" };
  const answer = { reaction: "idol", language: "ja", said, message: said };
  const turn = { key: "k" + at, at: Date.now() - (70 - at) * 3_600_000, shown: "電車が遅れた", text: "x", user: "u",
    pipeline: "guchi-fast", job: "none", end: "answered", parts, answer };
  localStorage.setItem("guchi.turn.k" + at, JSON.stringify(turn));
}`;

/** A day later: the URLs of all files are good no more. */
const GROW_OLD = `for (const [name, kept] of Object.entries(localStorage)) {
  localStorage.setItem(name, kept.replaceAll(/exp=\\d+/g, "exp=1000"));
}`;

/** Leaves no room in the browser's storage. */
const FILL = `for (let size = 4_000_000; size >= 1; size = Math.floor(size / 2)) {
  for (let at = 0; ; at += 1) try { localStorage.setItem("junk" + size + "-" + at, "x".repeat(size)); } catch { break; }
}`;
