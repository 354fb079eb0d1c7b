import type { Model } from "./model.ts";

/** What the page holds; the rest of what is drawn is the same all the time, or made of this. */
export type State = Omit<Model, "words" | "language" | "format" | "now" | "list" | "columns" | "actions">;

/** Nothing more happens to a job of these. */
export const ENDED: ReadonlySet<string> = new Set(["completed", "failed", "canceled"]);

/** Of whoever has not signed in. */
export const EMPTY: State = {
  session: undefined,
  route: { page: "overview", id: undefined, query: {} },
  overview: undefined,
  isLive: false,
  viewport: { top: 0, height: 800, isNearEnd: false },
  bulks: [],
  question: undefined,
  job: undefined,
  said: undefined,
  failures: undefined,
  waits: undefined,
  schedules: undefined,
  charts: undefined,
  range: "hour",
  notice: undefined,
  refusal: undefined,
  isBusy: false,
};
