import { parseArgs } from "node:util";
import { CliError, EXIT } from "./exit.ts";

interface Option {
  readonly type: "string" | "boolean";
  /** Stands for the value in the help. */
  readonly value?: string;
  readonly short?: string;
  readonly about: string;
}

/** Every option of every command: its kind, and what help says. */
const OPTIONS = {
  pipeline: { type: "string", value: "NAME", about: "Pipeline (say: guchi by default)" },
  "idempotency-key": { type: "string", value: "KEY", about: "The same key is the same job, however often it is sent" },
  "no-wait": { type: "boolean", about: "Print the job's id and exit" },
  watch: { type: "boolean", about: "Follow the job until it is finished" },
  history: { type: "boolean", about: "Show the job's history" },
  status: { type: "string", value: "STATUS", about: "Only jobs in this state, or several: failed,canceled" },
  from: { type: "string", value: "TIME", about: "Only jobs created at this time or later (RFC 3339)" },
  to: { type: "string", value: "TIME", about: "Only jobs created at this time or earlier" },
  step: { type: "string", value: "STEP", about: "Only jobs that failed, wait or are at this step" },
  code: { type: "string", value: "CODE", about: "Only jobs that failed with this code" },
  "dry-run": { type: "boolean", about: "Only count the jobs" },
  limit: { type: "string", value: "N", about: "Most jobs to list (default: 20)" },
  "time-zone": { type: "string", value: "ZONE", about: "Of put: Asia/Tokyo, say (default: this machine's)" },
  "callback-url": { type: "string", value: "URL", about: "Of put: where Guchi POSTs each finished job" },
  overlap: { type: "string", value: "HOW", about: "Of put: skip (default) or allow" },
  missed: { type: "string", value: "HOW", about: "Of put: skip (default) or once" },
  all: { type: "boolean", about: "Every failed job; of bulk: every job" },
  json: { type: "boolean", about: "Print the result as JSON" },
  url: { type: "string", value: "URL", about: "Where Guchi is (GUCHI_URL; http://localhost:PORT)" },
  key: { type: "string", value: "KEY", about: "API key (safer in GUCHI_API_KEY)" },
  help: { type: "boolean", short: "h", about: "Show this" },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof OPTIONS;

/** How an option is written in the help, and what it does. */
export function describeOption(name: OptionName): readonly [written: string, about: string] {
  const { value, about }: Option = OPTIONS[name];
  return [`--${name}${value === undefined ? "" : ` ${value}`}`, about];
}

export const COMMON_OPTIONS = ["json", "url", "key", "help"] as const satisfies readonly OptionName[];

export type Options = {
  readonly [Name in OptionName]?: (typeof OPTIONS)[Name]["type"] extends "string" ? string : boolean;
};

export interface Parsed {
  readonly words: readonly string[];
  readonly options: Options;
}

/** Takes the command line apart. Throws CliError for what is no option. `--` ends the options. */
export function parseOptions(argv: readonly string[]): Parsed {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
    return { words: positionals, options: values };
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    // Node goes on with advice that does not fit here.
    const [line = ""] = cause.message.split(/\n|(?<='\.?)\. /);
    throw new CliError(EXIT.usage, line, { cause });
  }
}

/** The whole number of an option. Throws CliError when it is none, or out of bounds. */
export function wholeNumber(name: OptionName, text: string, min: number, max: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new CliError(EXIT.usage, `--${name} must be a whole number from ${min} to ${max}`);
}
