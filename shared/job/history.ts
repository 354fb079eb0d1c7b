import Type, { type Static } from "typebox";
import { fits } from "../schema.ts";

/**
 * One entry of a job's history, as kept: `[at, event, place, attempt, detail]`, an array because a job has some ten of
 * them. `place` is -1 for what concerns the job as a whole; `detail` is the worker (began), the provider (completed) or
 * the code (failed, retrying).
 */
const Entry = Type.Tuple([
  Type.Integer({ minimum: 0 }),
  Type.Enum(["created", "began", "completed", "failed", "retrying", "reopened", "requeued"]),
  Type.Integer({ minimum: -1 }),
  Type.Integer({ minimum: 0 }),
  Type.String(),
]);
export type HistoryEntry = Static<typeof Entry>;
type HistoryEvent = HistoryEntry[1];

export function historyEntry(at: number, event: HistoryEvent, place = -1, attempt = 0, detail = ""): string {
  return JSON.stringify([at, event, place, attempt, detail] satisfies HistoryEntry);
}

/** The entries that can be read; a damaged one is left out, since history is told, not acted upon. */
export function parseHistory(lines: readonly string[]): readonly HistoryEntry[] {
  return lines.flatMap((line) => {
    try {
      const entry: unknown = JSON.parse(line);
      return fits(Entry, entry) ? [entry] : [];
    } catch {
      return [];
    }
  });
}
