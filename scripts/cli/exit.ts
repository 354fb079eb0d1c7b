/** What a script can tell from the exit code. docs/cli.md and `--help` list them. */
export const EXIT = {
  ok: 0,
  /** The job failed or was canceled. */
  jobFailed: 1,
  /** What was looked at is not well. */
  notWell: 1,
  /** The command or what it sends is not valid. */
  usage: 2,
  /** There is no such job, or no longer. */
  notFound: 3,
  /** The job's state forbids it. */
  conflict: 4,
  /** Guchi does not answer, or cannot right now. */
  unreachable: 5,
  /** The key is missing, wrong, or not good for this. */
  noAccess: 6,
  /** Ended by Ctrl-C: 128 and the signal's number, as shells count. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What ends a command before its end. The message is the one line that the user reads. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: ExitCode;

  constructor(code: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The exit code for a status of HTTP that is not a success. */
export function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403) return EXIT.noAccess;
  if (status === 404 || status === 410) return EXIT.notFound;
  if (status === 409) return EXIT.conflict;
  return status === 429 || status >= 500 ? EXIT.unreachable : EXIT.usage;
}
