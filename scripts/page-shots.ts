import { join } from "node:path";
import sharp from "sharp";
import type { Page } from "playwright-core";
import { startStage } from "../test/browser/browser.ts";
import { until } from "../shared/chain/testing/until.ts";

/**
 * Takes the README's picture of the chat page from the page itself: `npm run page:shots`. Starts
 * everything, and needs a Chromium.
 */
const FILE = join(import.meta.dirname, "../docs/images/page.png");
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
