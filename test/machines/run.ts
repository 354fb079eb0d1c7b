import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { UNSHARE } from "./network.ts";

/**
 * `npm run test:machines`: what is in world.ts, in a network of its own that nothing leads out of,
 * and of which nothing stays behind: with this process, all in it ends. Linux, as root; elsewhere
 * it says that nothing was tested, and ends well.
 */
const OWN = ["--net", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc"];
const NEEDED = ["ip link add probe type bridge", "nsenter --version"];

const probe = spawnSync(UNSHARE, [...OWN, "sh", "-ec", NEEDED.join("\n")], { encoding: "utf8" });
if (probe.status === 0) {
  const world = spawn(UNSHARE, [...OWN, process.execPath, join(import.meta.dirname, "world.ts")], {
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => world.kill("SIGKILL"));
  world.once("exit", (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  const why = (probe.error?.message ?? probe.stderr).trim().split("\n").at(-1);
  process.stderr.write(`
!!! TWO MACHINES WERE NOT TESTED: NO NETWORK NAMESPACES CAN BE HAD HERE (${why}).
!!! It needs Linux, root, and unshare, nsenter and ip (apt: util-linux, iproute2).

`);
}
