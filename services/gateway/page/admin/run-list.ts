import type { Run, RunPage } from "@guchi/contracts/admin.ts";
import type { AdminApi } from "./api.ts";

/** Jobs that one request brings, and most that are held here. */
const CHUNK = 200;
const BIG_CHUNK = 500;
const MOST_RUNS = 10_000;

export const COLUMNS = [
  "status",
  "id",
  "pipeline",
  "step",
  "code",
  "created",
  "took",
  "updated",
  "attempts",
  "cost",
  "delivery",
] as const;
export type Column = (typeof COLUMNS)[number];

export interface Sorting {
  readonly by: Column;
  readonly isDown: boolean;
}

const NEWEST_FIRST: Sorting = { by: "created", isDown: true };

/**
 * The jobs that a filter finds, as far as somebody has scrolled. Sorted by another column than the
 * time of creation, all of them are read first, up to a bound.
 */
export class RunList {
  runs: readonly Run[] = [];
  total = 0;
  /** Jobs that came since the list was read, while somebody looks further down. */
  newer: readonly Run[] = [];
  isLoading = false;
  isWhole = false;
  sorting: Sorting = NEWEST_FIRST;
  error: unknown;
  readonly #api: AdminApi;
  readonly #changed: () => void;
  #query: Readonly<Record<string, string>> = {};
  #cursor: string | undefined;
  #generation = 0;
  #reading: Promise<void> | undefined;

  constructor(api: AdminApi, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  /** Begins with another filter, or anew. */
  async open(query: Readonly<Record<string, string>>): Promise<void> {
    this.#query = query;
    this.runs = [];
    this.newer = [];
    this.total = 0;
    this.isWhole = false;
    this.#cursor = undefined;
    this.#generation += 1;
    await this.#reading; // of the filter before: it changes nothing any more
    await (this.#isByTime ? this.more() : this.#all());
  }

  async sortBy(by: Column): Promise<void> {
    const isDown = this.sorting.by === by ? !this.sorting.isDown : by !== "pipeline" && by !== "step" && by !== "id";
    this.sorting = { by, isDown };
    if (by === "created" && this.isWhole) this.#arrange();
    else if (by === "created") await this.open(this.#query);
    else await this.#all();
  }

  /** Reads on where the list ends; one reading at a time. */
  async more(limit = CHUNK): Promise<void> {
    if (this.isWhole) return;
    this.#reading ??= this.#more(limit).finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  async #more(limit: number): Promise<void> {
    const generation = this.#generation;
    this.isLoading = true;
    this.error = undefined;
    this.#changed();
    try {
      const page = await this.#page(limit, this.#cursor);
      if (generation !== this.#generation) return;
      this.total = page.total;
      this.#cursor = page.cursor;
      const known = new Set(this.runs.map(({ id }) => id));
      this.runs = [...this.runs, ...page.runs.filter(({ id }) => !known.has(id))];
      this.isWhole = page.cursor === undefined || this.runs.length >= MOST_RUNS;
    } catch (error) {
      this.error = error;
    } finally {
      this.isLoading = false;
      this.#changed();
    }
  }

  /** Takes up what has changed among the newest jobs. `isAtTop`: new ones are shown at once. */
  async refresh(isAtTop: boolean): Promise<void> {
    if (this.isLoading || this.sorting.by !== "created" || !this.sorting.isDown) return;
    const generation = this.#generation;
    const page = await this.#page(CHUNK, undefined);
    if (generation !== this.#generation) return;
    const fresh = new Map(page.runs.map((run) => [run.id, run]));
    const last = page.runs.at(-1);
    const isIn = ({ createdAt }: Run) => page.cursor === undefined || last === undefined || createdAt > last.createdAt;
    const kept = this.runs.filter((run) => fresh.has(run.id) || !isIn(run)).map((run) => fresh.get(run.id) ?? run);
    const known = new Set(kept.map(({ id }) => id));
    const added = page.runs.filter(({ id }) => !known.has(id));
    this.total = page.total;
    this.newer = isAtTop ? [] : added;
    this.runs = isAtTop ? [...added, ...kept] : kept;
    this.#changed();
  }

  /** Shows those that came meanwhile. */
  takeNewer(): void {
    this.runs = [...this.newer, ...this.runs];
    this.newer = [];
    this.#changed();
  }

  get #isByTime(): boolean {
    return this.sorting.by === "created";
  }

  async #all(): Promise<void> {
    const generation = this.#generation;
    while (!this.isWhole && this.error === undefined && generation === this.#generation) await this.more(BIG_CHUNK);
    if (generation === this.#generation) this.#arrange();
  }

  #arrange(): void {
    const { by, isDown } = this.sorting;
    this.runs = sorted(this.runs, by, isDown);
    this.#changed();
  }

  async #page(limit: number, cursor: string | undefined): Promise<RunPage> {
    const order = this.#isByTime && !this.sorting.isDown ? "oldest" : undefined;
    return this.#api.get<RunPage>("runs", { ...this.#query, limit: String(limit), cursor, order });
  }
}

/** What a column compares by. */
export function valueOf(run: Run, column: Column): string | number {
  switch (column) {
    case "created":
      return Date.parse(run.createdAt);
    case "updated":
      return Date.parse(run.updatedAt);
    case "took":
      return Date.parse(run.updatedAt) - Date.parse(run.createdAt);
    case "cost":
      return run.costUsd;
    case "attempts":
      return run.attempts;
    case "step":
      return run.steps.join(", ");
    case "code":
      return run.code ?? "";
    case "delivery":
      return run.delivery ?? "";
    default:
      return run[column];
  }
}

/** Sorted by a column; what is alike there stays in its order. */
function sorted(runs: readonly Run[], by: Column, isDown: boolean): readonly Run[] {
  const way = isDown ? -1 : 1;
  const keyed = runs.map((run) => [valueOf(run, by), run] as const);
  return keyed.toSorted(([a], [b]) => (a < b ? -way : a > b ? way : 0)).map(([, run]) => run);
}
