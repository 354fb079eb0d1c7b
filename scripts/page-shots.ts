import { join } from "node:path";
import sharp from "sharp";
import type { Page } from "playwright-core";
import { startStage } from "../test/browser/browser.ts";
import { until } from "../shared/chain/testing/until.ts";

/**
 * Takes the README's pictures from the pages themselves, and records a conversation: `npm run
 * page:shots`. Starts everything, and needs a Chromium.
 */
const FOLDER = join(import.meta.dirname, "../docs/images");
const FILE = join(FOLDER, "page.png");
const FRAME_MS = 125;
/** So long one looks at what is there, in frames. */
const BEFORE_FRAMES = 5;
const AFTER_FRAMES = 20;
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const GAP = 48;
const WIDTH = 1_300;

const stage = await startStage();
try {
  const begin = await shot("light", async (page) => {
    await page.getByRole("heading", { level: 2 }).waitFor();
  });
  const answer = await shot("light", (page) => say(page, "残業ばっかりで疲れた。もう無理"));
  const dark = await shot("dark", (page) => say(page, "電車が遅れて、今日はさんざんだった"));
  await beside([begin, answer, dark]);
  await record("残業ばっかりで疲れた。もう無理");
  await jobPage("残業ばっかりで疲れた。もう無理");
  await adminPage();
} finally {
  await stage.close();
}

async function shot(colorScheme: "light" | "dark", prepare: (page: Page) => Promise<void>): Promise<Buffer> {
  const { page } = await stage.open({ ...PHONE, colorScheme });
  await prepare(page);
  const bytes = await page.screenshot();
  await page.close();
  return bytes;
}

async function say(page: Page, text: string): Promise<void> {
  await page.locator("#text").fill(text);
  await page.locator("#text").press("Enter");
  await page.locator(".full.is-here").waitFor();
  await until("the answer", () => page.evaluate<boolean>('document.querySelector(".chips button") !== null'));
  await page.locator("#text").blur();
}

async function beside(pictures: readonly Buffer[]): Promise<void> {
  const width = PHONE.viewport.width * PHONE.deviceScaleFactor;
  const height = PHONE.viewport.height * PHONE.deviceScaleFactor;
  const all = sharp({
    create: { width: pictures.length * (width + GAP) - GAP, height, channels: 4, background: "#ffffff00" },
  }).composite(pictures.map((input, at) => ({ input, left: at * (width + GAP), top: 0 })));
  await sharp(await all.png().toBuffer())
    .resize(WIDTH)
    .png({ palette: true, quality: 85, effort: 10 })
    .toFile(FILE);
}

/** Her answer as it comes, from typing to the voice, as an animated picture. */
async function record(text: string): Promise<void> {
  const { page } = await stage.open({ viewport: { width: 390, height: 720 }, colorScheme: "light" });
  await page.getByRole("heading", { level: 2 }).waitFor();
  const frames: Buffer[] = [];
  const keep = async (count = 1) => {
    for (let taken = 0; taken < count; taken += 1) {
      const [frame] = await Promise.all([page.screenshot(), page.waitForTimeout(FRAME_MS)]);
      frames.push(frame);
    }
  };
  await keep(BEFORE_FRAMES);
  for (const letter of text) {
    await page.locator("#text").press("End");
    await page.keyboard.insertText(letter);
    await keep();
  }
  await page.locator("#text").press("Enter");
  while ((await page.locator(".chips button").count()) === 0 || (await page.locator(".full.is-here").count()) === 0) {
    await keep();
  }
  await keep(AFTER_FRAMES);
  await page.close();
  await sharp(frames, { join: { animated: true } })
    .webp({ quality: 70, effort: 6, delay: frames.map(() => FRAME_MS), loop: 0 })
    .toFile(join(FOLDER, "conversation.webp"));
}

/** The operations page with some trouble in it: a stage that stands still. */
async function adminPage(): Promise<void> {
  for (const text of ["残業ばっかりで疲れた", "電車が遅れた", "雨で靴がぬれた"]) await stage.start(text);
  const options = { viewport: { width: 1_200, height: 760 }, deviceScaleFactor: 1.5, locale: "en-US" };
  await stage.frozen("services/tts/main.ts", async () => {
    await stage.start("会議が長い。もう無理");
    const { page } = await stage.open(options, "/admin");
    await page.getByText("tts has no live worker").waitFor();
    await sharp(await page.screenshot())
      .png({ palette: true, quality: 85, effort: 10 })
      .toFile(join(FOLDER, "admin.png"));
    await page.close();
  });
}

/** What came of a job, as its page shows it. */
async function jobPage(text: string): Promise<void> {
  const id = await stage.start(text);
  const options = { viewport: { width: 960, height: 760 }, deviceScaleFactor: 1.5, locale: "en-US" };
  const { page } = await stage.open(options, `/jobs/${id}`);
  await page.locator(".status.completed").waitFor();
  await page.locator("img.picture").waitFor();
  await page.waitForTimeout(500);
  await sharp(await page.screenshot())
    .png({ palette: true, quality: 85, effort: 10 })
    .toFile(join(FOLDER, "job.png"));
  await page.close();
}
