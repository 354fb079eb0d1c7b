import type { Call, Command } from "../command.ts";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { bySettingsHere } from "../here.ts";
import { clean } from "../text.ts";

/**
 * `line check`: what LINE says of each channel that the settings name. It asks LINE and not the
 * API.
 */
export const line: Command = {
  usage: "check",
  about: "Check LINE: token, webhook, reach, quota, answers",
  words: [1, 1],
  options: [],
  async run(call) {
    const [what] = call.args;
    if (what !== "check") throw new CliError(EXIT.usage, "Usage: npx --no guchi line check");
    return bySettingsHere(() => check(call));
  },
};

async function check({ options, terminal }: Call): Promise<ExitCode> {
  // Not at the start of every command.
  const { checkLineHere, labelOf } = await import("../../../services/line/check/check-here.ts");
  const all = [];
  for await (const looked of checkLineHere()) {
    all.push(looked);
    if (options.json === true) continue;
    const mark = looked.ok ? terminal.paint("green", "✓") : terminal.paint("red", "✗");
    terminal.print(`${mark} ${labelOf(looked)} ${clean(looked.text)}`);
  }
  if (options.json === true) terminal.print(JSON.stringify(all));
  return all.every(({ ok }) => ok) ? EXIT.ok : EXIT.notWell;
}
