import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { findChromium } from "../../scripts/setup/find-chromium.mjs";
import { newDataDir, plainStart, startSystem, type TestSystem } from "../support/system.ts";

const path = findChromium();

/** Why the tests in a browser cannot run here; false when they can. */
export const noBrowser =
  path === undefined && "There is no Chromium: `npm run test:browser` says how to get one; CHROMIUM_PATH names another";

/** A page, and what went wrong in it behind the user's back. */
export interface Opened {
  readonly page: Page;
  /** Errors on the console and in scripts, what the CSP refused, requests to other hosts. */
  readonly wrong: string[];
}

/** The whole of Guchi, and a browser before it. */
export interface Stage {
  readonly system: TestSystem;
  /** The page at `path` in a browser of its own: nothing is stored there yet. */
  open(options?: BrowserContextOptions, path?: string): Promise<Opened>;
  /** Another page in the browser of `opened`. */
  beside(opened: Opened, path?: string): Promise<Opened>;
  /** Starts an answer by the API. Resolves to the job's id. */
  start(text: string): Promise<string>;
  /** Stops the processes of a stage, or Redis, for as long as `meanwhile` takes. */
  frozen(containing: string, meanwhile: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export async function startStage(env: NodeJS.ProcessEnv = {}): Promise<Stage> {
  assert.ok(path !== undefined);
  const dataDir = await newDataDir();
  const [system, browser] = await Promise.all([
    startSystem(dataDir, env, undefined, plainStart),
    chromium.launch({ executablePath: path, args: ["--autoplay-policy=no-user-gesture-required"] }),
  ]);
  const at = (path: string) => new URL(path, system.base).href;
  return {
    system,
    open: async (options = {}, path = "/") => {
      const context = await newContext(browser, options);
      return opened(await context.newPage(), at(path));
    },
    beside: async ({ page }, path = "/") => opened(await page.context().newPage(), at(path)),
    start: async (text) => {
      const response = await fetch(at("/jobs"), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ pipeline: "guchi-fast", input: { text } }),
      });
      return ((await response.json()) as { id: string }).id;
    },
    frozen: (containing, meanwhile) => frozen(system, containing, meanwhile),
    close: async () => {
      await browser.close();
      await system.killAll();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function frozen(system: TestSystem, containing: string, meanwhile: () => Promise<void>): Promise<void> {
  const pids = await system.processes(containing);
  assert.ok(pids.length > 0, `no process of ${containing}`);
  for (const pid of pids) process.kill(pid, "SIGSTOP");
  try {
    await meanwhile();
  } finally {
    for (const pid of pids) process.kill(pid, "SIGCONT");
  }
}

/** What went wrong beside what the test has brought about. */
export function besides(wrong: readonly string[], expected: RegExp): readonly string[] {
  return wrong.filter((each) => !expected.test(each));
}

/** A Japanese desktop, unless told otherwise. */
function newContext(browser: Browser, options: BrowserContextOptions) {
  return browser.newContext({
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    viewport: { width: 1_440, height: 900 },
    ...options,
  });
}

async function opened(page: Page, url: string): Promise<Opened> {
  const wrong: string[] = [];
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  const { host } = new URL(url);
  page.on("request", (request) => {
    const target = new URL(request.url());
    const isHere = target.host === host || target.protocol === "data:" || target.protocol === "blob:";
    if (!isHere) wrong.push(`a request to ${target.host}`);
  });
  await page.goto(url);
  return { page, wrong };
}
