import { ConfigError } from "../../shared/platform/config/config-error.ts";
import { Api } from "./api.ts";
import { COMMANDS } from "./commands.ts";
import type { Command } from "./command.ts";
import { CliError, EXIT, type ExitCode } from "./exit.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { COMMON_OPTIONS, parseOptions, type OptionName, type Parsed } from "./options.ts";
import type { Terminal } from "./terminal.ts";
import { clean } from "./text.ts";

const DEFAULT_PORT = "3000";

/**
 * Runs one command; resolves to a code that a script can use. Throws CliError and ConfigError for
 * what ends it before its end.
 */
export async function run(argv: readonly string[], signal: AbortSignal, terminal: Terminal): Promise<ExitCode> {
  const { words, options } = parseOptions(argv);
  const [name, ...args] = words;
  const command = name === undefined ? undefined : commandOf(name);
  if (name === undefined || command === undefined) {
    terminal.print(generalHelp());
    return options.help === true ? EXIT.ok : EXIT.usage;
  }
  if (options.help === true) {
    terminal.print(commandHelp(name, command));
    return EXIT.ok;
  }
  check(name, command, { words: args, options });
  const url = apiUrl(options.url ?? given("GUCHI_URL") ?? `http://localhost:${given("PORT") ?? DEFAULT_PORT}`);
  const api = new Api({ url, key: options.key ?? given("GUCHI_API_KEY"), signal });
  return command.run({ args, options, api, terminal });
}

/** Tells what ended a command, in one line, and gives the code for it. Throws what is a bug. */
export function endedBy(error: unknown, signal: AbortSignal, terminal: Terminal): ExitCode {
  if (signal.aborted) return EXIT.interrupted;
  if (error instanceof ConfigError) {
    terminal.tell(terminal.tint("red", error.message));
    return EXIT.usage;
  }
  if (!(error instanceof CliError)) throw error;
  terminal.tell(terminal.tint("red", clean(error.message)));
  return error.code;
}

/** Throws CliError for a name that is no command. */
function commandOf(name: string): Command {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined)
    throw new CliError(EXIT.usage, `There is no command "${name}"; see npx --no -- guchi --help`);
  return command;
}

/** Throws CliError for words and options that the command does not take. */
function check(name: string, { usage, words: [min, max], options: own }: Command, { words, options }: Parsed): void {
  if (words.length < min || words.length > max) {
    throw new CliError(EXIT.usage, `Usage: npx --no guchi ${name} ${usage}`.trimEnd());
  }
  const known: readonly string[] = [...own, ...COMMON_OPTIONS] satisfies readonly OptionName[];
  const strange = Object.keys(options).find((option) => !known.includes(option));
  if (strange !== undefined) throw new CliError(EXIT.usage, `${name} has no option --${strange}`);
}

/**
 * The base of all URLs. Throws CliError when it is none; what it holds is not repeated, for it may
 * hold a password.
 */
function apiUrl(text: string): string {
  const url = URL.parse(text);
  const good = url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.search === "";
  if (!good) throw new CliError(EXIT.usage, "--url (GUCHI_URL) must be an http:// or https:// URL without a password");
  return text.replace(/\/+$/, "");
}

function given(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === "" ? undefined : value;
}
