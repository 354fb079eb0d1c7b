// What `npm run test:browser` needs: the system's Chromium, installed by apt when there is none.
import { findChromium } from "./find-chromium.mjs";
import { installSystemPackages } from "./system-packages.mjs";

if (findChromium() === undefined) {
  console.error("Guchi: installing Chromium, for the tests in a browser (once) …");
  installSystemPackages({ apt: ["chromium"], brew: [] });
}
if (findChromium() === undefined) {
  const lines = [
    "The tests in a browser CANNOT RUN: there is no Chromium, and apt could not install one.",
    "Install Debian's `chromium`, or set CHROMIUM_PATH to a Chromium, and run `npm run test:browser` again.",
  ];
  console.error(`\n${lines.map((line) => `!!! ${line}`).join("\n")}\n`);
}
