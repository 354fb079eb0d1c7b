import { styleText } from "node:util";

/**
 * Columns of what is not a terminal: nothing is cut, texts are still broken into readable lines.
 */
const DEFAULT_COLUMNS = 100;

export type Style = "bold" | "dim" | "green" | "red" | "yellow";

/** Where a command writes: results to stdout, all else to stderr. */
export interface Terminal {
  /** Width of stdout in columns; undefined when it is not a terminal. */
  readonly columns: number | undefined;
  /** Columns for running text. */
  readonly textColumns: number;
  /** Writes a line of the result. */
  readonly print: (line: string) => void;
  /** Writes a line about what goes on. */
  readonly tell: (line: string) => void;
  /** Shows a line that the next one takes the place of; nothing when stderr is not a terminal. */
  readonly flash: (line: string) => void;
  /** Styles what goes to stdout; plain text when it is not a terminal or NO_COLOR is set. */
  readonly paint: (style: Style, text: string) => string;
  /** The same for what goes to stderr. */
  readonly tint: (style: Style, text: string) => string;
}

interface Output extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What a process has, or a test in its place. */
interface Outputs {
  readonly stdout: Output;
  readonly stderr: Output;
}

export function createTerminal({ stdout, stderr }: Outputs = process): Terminal {
  const columns = stdout.isTTY === true ? stdout.columns : undefined;
  let flashing = false;
  const erase = () => {
    if (flashing) stderr.write("\r\u001B[K");
    flashing = false;
  };
  return {
    columns,
    textColumns: Math.min(columns ?? DEFAULT_COLUMNS, DEFAULT_COLUMNS),
    print: (line) => {
      erase();
      stdout.write(`${line}\n`);
    },
    tell: (line) => {
      erase();
      stderr.write(`${line}\n`);
    },
    flash: (line) => {
      if (stderr.isTTY !== true) return;
      erase();
      if (line === "") return;
      stderr.write(line);
      flashing = true;
    },
    paint: (style, text) => styleText(style, text, { stream: stdout }),
    tint: (style, text) => styleText(style, text, { stream: stderr }),
  };
}
