import { setTimeout as sleep } from "node:timers/promises";
import { sweep } from "@guchi/chain/sweep.ts";
import { WAKE_EVERY_MS } from "@guchi/chain/waker.ts";
import { chainOver, workOn } from "./routes.ts";

/** A process that is killed: `worker` works on stages, `gateway` wakes and sweeps. */
const [, , what = "", url = ""] = process.argv;
const chain = chainOver(url);
if (what === "worker") await workOn(chain);
else {
  void forever(WAKE_EVERY_MS, () => chain.waker.pass());
  void forever(2_000, () => sweep({ ...chain }));
}

async function forever(pauseMs: number, work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    await work().catch(() => undefined);
    await sleep(pauseMs);
  }
}
