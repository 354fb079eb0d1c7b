import { setTimeout as sleep } from "node:timers/promises";
import type { Behavior, FakeLine } from "../fakes/line/server.ts";
import { dice } from "./random.ts";

/**
 * LINE fails for `ms`: a third of the time it answers 500 and has sometimes taken the message all
 * the same, a third it breaks the connection before or after that, a third it answers 503.
 */
export async function lineAway(line: FakeLine, ms: number): Promise<void> {
  const random = dice("line");
  const failures: readonly (() => Behavior)[] = [
    () => ({ status: 500, accept: random() < 0.3 }),
    () => ({ cut: random() < 0.3 ? "after" : "before" }),
    () => ({ status: 503 }),
  ];
  for (const failure of failures) {
    line.beAway(failure);
    await sleep(ms / failures.length);
  }
  line.beAway();
}
