import Type from "typebox";
import type { Static } from "typebox";

/** One line of bench/RESULTS.md: what was measured, beside whom, and what it should be. */
export type Row = Static<typeof Row>;
export const Row = Type.Object(
  {
    what: Type.String({ minLength: 1 }),
    /** Of both figures: `chains/s`, `ms`, `KiB a client`. */
    unit: Type.String({ minLength: 1 }),
    ours: Type.Number(),
    peer: Type.Optional(Type.Object({ name: Type.String({ minLength: 1 }), figure: Type.Number() })),
    /** Bounds of ours / peer, or of ours where there is no peer. */
    goal: Type.Optional(Type.Object({ least: Type.Optional(Type.Number()), most: Type.Optional(Type.Number()) })),
  },
  { additionalProperties: false },
);

/** What a bench sends to bench/run.ts. */
export const Report = Type.Object({ rows: Type.Array(Row) });

/** Tells the figures to who looks on and, under bench/run.ts, to that. */
export function report(rows: readonly Row[]): void {
  for (const row of rows) {
    const [what, ...rest] = cellsOf(row);
    console.log(`${what}: ${rest.filter((cell) => cell !== "").join(" | ")}`);
  }
  process.send?.({ rows });
}

/** The titles of what `cellsOf` gives. */
export const TITLES = ["what", "ours", "peer", "ratio", "goal", "holds"] as const;

/** The row as texts, in the order of `TITLES`. */
export function cellsOf(row: Row): readonly string[] {
  const { what, unit, ours, peer, goal } = row;
  const ratio = peer === undefined ? undefined : ours / peer.figure;
  return [
    what,
    `${figure(ours)} ${unit}`,
    peer === undefined ? "" : `${peer.name}: ${figure(peer.figure)} ${unit}`,
    ratio?.toFixed(2) ?? "",
    goal === undefined ? "" : goalText(goal, ratio === undefined ? ` ${unit}` : ""),
    goal === undefined ? "" : holds(goal, ratio ?? ours) ? "yes" : "no",
  ];
}

function goalText({ least, most }: NonNullable<Row["goal"]>, unit: string): string {
  const bounds = [least === undefined ? [] : `at least ${least}`, most === undefined ? [] : `at most ${most}`];
  return `${bounds.flat().join(", ")}${unit}`;
}

function holds({ least = -Infinity, most = Infinity }: NonNullable<Row["goal"]>, value: number): boolean {
  return value >= least && value <= most;
}

/** Three digits that count; all of those of a large number. */
function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
