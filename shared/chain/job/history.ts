import Type, { type Static } from "typebox";
import { fits } from "../schema.ts";

const EVENTS = [
  "created",
  "began",
  "completed",
  "failed",
  "retrying",
  "reopened",
  "requeued",
  "status",
  "waits",
  "event",
] as const;

const at = Type.Integer({ minimum: 0 });
const event = Type.Enum([...EVENTS]);
const step = Type.String();
const attempt = Type.Integer({ minimum: 0 });
const detail = Type.String();
const ms = Type.Integer({ minimum: 0 });

/**
 * One entry of a job's history, as kept: `[at, event, step, attempt, detail, ms]`, an array because
 * a job has some ten of them. `step` is empty for what concerns the job as a whole; `detail` is the
 * worker (began), the provider (completed), the code (failed, retrying) or the job's new status
 * (status); `ms` is the time in the queue (began) or in work (completed, failed, retrying), and
 * left out where there is none to tell.
 */
const Entry = Type.Union([
  Type.Tuple([at, event, step, attempt, detail, ms]),
  Type.Tuple([at, event, step, attempt, detail]),
]);
export type HistoryEntry = Static<typeof Entry>;
type HistoryEvent = HistoryEntry[1];

/** What an entry may tell besides when and what. */
interface About {
  readonly step?: string;
  readonly attempt?: number;
  readonly detail?: string;
  readonly ms?: number | undefined;
}

export function historyEntry(time: number, what: HistoryEvent, about: About = {}): string {
  const { step: where = "", attempt: number = 0, detail: more = "", ms: took } = about;
  const entry: HistoryEntry =
    took === undefined ? [time, what, where, number, more] : [time, what, where, number, more, Math.max(0, took)];
  return JSON.stringify(entry);
}

/**
 * The entries that can be read; a damaged one is told as undefined, so that the numbers of the
 * others stay.
 */
export function parseHistory(lines: readonly string[]): readonly (HistoryEntry | undefined)[] {
  return lines.map((line) => {
    try {
      const entry: unknown = JSON.parse(line);
      return fits(Entry, entry) ? entry : undefined;
    } catch {
      return undefined;
    }
  });
}
