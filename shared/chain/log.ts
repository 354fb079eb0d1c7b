/** What a log line holds beside its text: `code` names what happened, whatever the text says. */
interface Coded<Code extends string> {
  readonly code: Code;
  readonly [field: string]: unknown;
}

type Write<Code extends string> = (fields: Coded<Code>, message: string) => void;

/** A logger of pino's, for lines that each have a code of a list. */
export interface Log<Code extends string> {
  readonly debug: Write<Code>;
  readonly info: Write<Code>;
  readonly warn: Write<Code>;
  readonly error: Write<Code>;
  readonly fatal: Write<Code>;
}

/** What a code means, for the page of all codes. */
export interface LogCode {
  readonly level: keyof Log<string>;
  readonly means: string;
  /** Without it, nothing is to be done. */
  readonly todo?: string;
}

export type LogCodes = Readonly<Record<string, LogCode>>;
