import type { Storage } from "../shared/storage.ts";
import { COLUMNS, type Column } from "./run-list.ts";

const KEPT = "admin-columns";
const FIRST: readonly Column[] = ["status", "id", "pipeline", "step", "code", "created", "took"];

/** The columns that were chosen in this browser. */
export function keptColumns(storage: Storage): readonly Column[] {
  const names = storage.get(KEPT)?.split(",") ?? FIRST;
  const known = COLUMNS.filter((column) => names.some((name) => name === column));
  return known.length === 0 ? FIRST : known;
}

/** With one more, or one less; the last one stays. */
export function keepColumns(
  storage: Storage,
  columns: readonly Column[],
  column: Column,
  isShown: boolean,
): readonly Column[] {
  const wanted = COLUMNS.filter((each) => (each === column ? isShown : columns.includes(each)));
  if (wanted.length === 0) return columns;
  storage.set(KEPT, wanted.join(","));
  return wanted;
}
