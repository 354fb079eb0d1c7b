// What `npm run check:alerts` needs: promtool, which comes with Prometheus, installed by apt when
// there is none.
import { spawnSync } from "node:child_process";
import { installSystemPackages } from "./system-packages.mjs";

const PROMTOOL = "promtool";

if (spawnSync(PROMTOOL, ["--version"], { stdio: "ignore" }).error !== undefined) {
  console.error("Guchi: installing promtool, for the checks of the alert rules (once) …");
  installSystemPackages({ apt: ["prometheus"], brew: ["prometheus"] });
}
