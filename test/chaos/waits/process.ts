import { setTimeout as sleep } from "node:timers/promises";
import { sweep } from "@guchi/chain/sweep.ts";
import { WAKE_EVERY_MS } from "@guchi/chain/waker.ts";
import { chainOver, TIMEOUT_MS, workOn } from "./routes.ts";

/**
 * A process that is killed: `worker` works on stages, `gateway` wakes and sweeps, and sends the
 * events of its jobs at about the time at which they are too late. What was taken it tells.
 */
const [, , what = "", url = "", name = ""] = process.argv;
const chain = chainOver(url);
if (what === "worker") await workOn(chain);
else {
  void forever(WAKE_EVERY_MS, () => chain.waker.pass());
  void forever(2_000, () => sweep({ ...chain }));
}

process.on("message", (id: string) => {
  void send(id);
});

async function send(id: string): Promise<void> {
  await sleep(TIMEOUT_MS - 1_500 + Math.random() * 3_000);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      const outcome = await chain.client.event(id, "approval", { by: name }, name);
      process.send?.({ id, name, outcome });
      return;
    } catch {
      await sleep(500); // Redis is away
    }
  }
}

async function forever(pauseMs: number, work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    await work().catch(() => undefined);
    await sleep(pauseMs);
  }
}
