import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";

const RUN = `axe.run().then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" | ")))`;

/** Asserts that axe finds nothing to say against the page as it is. */
export async function assertAccessible(page: Page, state: string): Promise<void> {
  await page.evaluate(axe.source);
  assert.deepEqual(await page.evaluate(RUN), [], state);
}
