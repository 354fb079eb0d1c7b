import type { Flood } from "@guchi/contracts/admin.ts";
import { onceEvery } from "@guchi/providers/hourly.ts";
import type { GatewayLog } from "../log-codes.ts";

/** How long one who floods is not told again, in ms. */
const AGAIN_MS = 300_000;

/** Tells the operator who floods. */
export class FloodWatch {
  readonly #log: Pick<GatewayLog, "warn">;
  readonly #isDue = onceEvery(AGAIN_MS);

  constructor(log: Pick<GatewayLog, "warn">) {
    this.#log = log;
  }

  /** Takes note of who floods at `now` (ms since the epoch), if anybody does. */
  look(flood: Flood | undefined, now = Date.now()): void {
    if (flood === undefined || !this.#isDue(flood.user, now)) return;
    this.#log.warn({ code: "user.floods", ...flood }, "one user has most of the unfinished jobs");
  }
}
