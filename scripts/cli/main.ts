import { ConfigError } from "../../shared/platform/config/config-error.ts";
import { addEnvFile } from "../../shared/platform/config/env-file.ts";
import { Api } from "./api.ts";
import { COMMANDS } from "./commands.ts";
import type { Command } from "./command.ts";
import { CliError, EXIT, type ExitCode } from "./exit.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { COMMON_OPTIONS, parseOptions, type OptionName, type Parsed } from "./options.ts";
import { createTerminal, type Terminal } from "./terminal.ts";
import { clean } from "./text.ts";

const DEFAULT_PORT = "3000";

/** `npx --no guchi`: runs one command and ends with a code that a script can use. */
async function main(argv: readonly string[], signal: AbortSignal, terminal: Terminal): Promise<ExitCode> {
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

const interrupted = new AbortController();
// Ctrl-C may come twice: from the terminal, and from whoever started us and passes it on.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupted.abort());
// Who reads our output may go away (`npx --no guchi list | head`).
process.stdout.on("error", () => process.exit(EXIT.ok));

const terminal = createTerminal();
try {
  addEnvFile();
  process.exitCode = await main(process.argv.slice(2), interrupted.signal, terminal);
} catch (error) {
  if (interrupted.signal.aborted) process.exitCode = EXIT.interrupted;
  else if (error instanceof ConfigError) {
    terminal.tell(terminal.tint("red", error.message));
    process.exitCode = EXIT.usage;
  } else if (error instanceof CliError) {
    terminal.tell(terminal.tint("red", clean(error.message)));
    process.exitCode = error.code;
  } else throw error;
}
