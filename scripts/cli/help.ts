import { COMMANDS } from "./commands.ts";
import type { Command } from "./command.ts";
import { COMMON_OPTIONS, describeOption, type OptionName } from "./options.ts";

const EXIT_CODES = `Exit codes
  0  done                       4  the job's state forbids it
  1  the job failed or was      5  Guchi does not answer,
     canceled; a check failed      or cannot right now
  2  not a valid command,       6  the API key is missing
     or refused as invalid         or wrong
  3  no such job              130  ended by Ctrl-C`;

/** What `npx --no -- guchi --help` prints. 80 columns at most. */
export function generalHelp(): string {
  const commands = Object.entries(COMMANDS).map(([name, command]) => [
    `${name} ${command.usage}`.trimEnd(),
    command.about,
  ]);
  return [
    "Usage: npx --no guchi COMMAND [OPTION]…",
    "",
    "Commands",
    ...twoColumns(commands),
    "",
    "Options of every command",
    ...optionLines(COMMON_OPTIONS),
    "",
    EXIT_CODES,
    "",
    "npx --no guchi COMMAND --help shows a command's own options.",
  ].join("\n");
}

/** What `npx --no guchi COMMAND --help` prints. */
export function commandHelp(name: string, { usage, about, options }: Command): string {
  return [
    `Usage: npx --no guchi ${name} ${usage}`.trimEnd(),
    about,
    "",
    "Options",
    ...optionLines([...options, ...COMMON_OPTIONS]),
  ].join("\n");
}

function optionLines(names: readonly OptionName[]): readonly string[] {
  return twoColumns(names.map(describeOption));
}

function twoColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const width = Math.max(...rows.map(([left = ""]) => left.length));
  return rows.map(([left = "", right = ""]) => `  ${left.padEnd(width)}  ${right}`.trimEnd());
}
