import type { Api } from "./api.ts";
import type { Options, OptionName } from "./options.ts";
import type { ExitCode } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

/** One call of a command: what was given, and what to work with. */
export interface Call {
  readonly args: readonly string[];
  readonly options: Options;
  readonly api: Api;
  readonly terminal: Terminal;
}

/** What `npx --no guchi NAME` does. */
export interface Command {
  /** As help shows it, without the command's name. */
  readonly usage: string;
  readonly about: string;
  /** Least and greatest number of words behind the name. */
  readonly words: readonly [min: number, max: number];
  /** Options besides those of every command. */
  readonly options: readonly OptionName[];
  run(call: Call): Promise<ExitCode>;
}
