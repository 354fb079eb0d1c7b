import type { HistoryView } from "../../shared/contracts/job.ts";
import type { Terminal } from "./terminal.ts";
import { clean, fit, pad } from "./text.ts";

const TICK_MS = 1_000;
const STEP_COLUMNS = 11;

/**
 * Tells how a job gets on: a line for each step that is over, and on a terminal one that says what
 * runs now.
 */
export class Progress {
  readonly #terminal: Terminal;
  readonly #running = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#timer = setInterval(() => this.#flash(), TICK_MS);
  }

  tell(entry: HistoryView): void {
    const { step, event, at } = entry;
    if (step !== undefined && event === "began") this.#running.set(step, Date.parse(at));
    else if (step !== undefined) this.#running.delete(step);
    const line = progressLine(entry, this.#terminal);
    if (line !== undefined) this.#terminal.tell(line);
    this.#flash();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#terminal.flash("");
  }

  #flash(): void {
    const steps = [...this.#running.keys()].map(clean);
    if (steps.length === 0) return this.#terminal.flash("");
    const seconds = Math.max(0, Math.round((Date.now() - Math.min(...this.#running.values())) / 1_000));
    const line = `… ${steps.join(", ")}  ${seconds} s`;
    this.#terminal.flash(this.#terminal.tint("dim", fit(line, (this.#terminal.columns ?? 80) - 1)));
  }
}

/** The line for an entry of a job's history; undefined for one that is not worth a line. */
export function progressLine(entry: HistoryView, { tint }: Pick<Terminal, "tint">): string | undefined {
  const { step = "", event, status, attempt, code = "", workMs, provider = "" } = entry;
  const tail = [
    pad(clean(step), STEP_COLUMNS),
    pad(seconds(workMs), 8),
    clean(event === "completed" ? provider : code),
  ];
  const rest = tail.join(" ").trimEnd();
  if (event === "completed") return `${tint("green", "✓")} ${rest}`;
  if (event === "failed") return `${tint("red", "✗")} ${rest}`;
  if (event === "retrying")
    return `${tint("yellow", "↻")} ${rest} (attempt ${attempt ?? 1}; goes on with the next one)`;
  if (event === "requeued") return `${tint("yellow", "↻")} ${pad(clean(step), STEP_COLUMNS)} put back into its queue`;
  if (event === "waits") return `${tint("yellow", "◷")} ${pad(clean(step), STEP_COLUMNS)} waits${untilTime(entry)}`;
  if (event === "status" && status === "suspended") return `${tint("yellow", "‖")} suspended`;
  return undefined;
}

function untilTime({ until }: HistoryView): string {
  return until === undefined ? "" : ` until ${new Date(until).toLocaleString("sv-SE")}`;
}

/** A length of time for a person. */
export function seconds(ms: number | undefined): string {
  return ms === undefined ? "" : `${(ms / 1_000).toFixed(1)} s`;
}
