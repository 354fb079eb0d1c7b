import type { Trouble } from "@guchi/contracts/admin.ts";
import type { BulkAction } from "@guchi/contracts/bulk.ts";
import type { JobStatus } from "@guchi/client/client.ts";
import type { Language } from "../../shared/language.ts";
import type { Column } from "../run-list.ts";
import type { PageName } from "../route.ts";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Makes numbers and times readable, for sentences that hold some. */
export interface Format {
  readonly duration: (ms: number) => string;
  readonly money: (usd: number) => string;
  readonly bytes: (bytes: number) => string;
  readonly time: (at: string) => string;
}

type About = Trouble["about"];

/** Everything that the operations pages say of themselves. */
export interface Words {
  readonly other: { readonly code: Language; readonly label: string };
  readonly title: string;
  readonly pages: Readonly<Record<PageName, string>>;
  readonly menu: string;
  readonly chat: string;
  readonly board: string;
  readonly apiPage: string;
  readonly signOut: string;
  readonly mayOnlyLook: string;
  readonly signIn: Readonly<Record<"title" | "about" | "label" | "enter", string>>;
  readonly refusedHere: string;
  readonly away: string;
  readonly live: string;
  readonly loading: string;
  readonly none: string;
  readonly now: Readonly<Record<"title" | "well" | "wellAbout", string>>;
  /** What is wrong, by its code. */
  readonly troubles: Readonly<Record<string, (about: About, format: Format) => string>>;
  readonly statuses: Readonly<Record<JobStatus, string>>;
  readonly columns: Readonly<Record<Column, string>>;
  readonly filters: Readonly<
    Record<
      "status" | "pipeline" | "step" | "code" | "from" | "to" | "id" | "user" | "any" | "clear" | "columns" | "title",
      string
    >
  >;
  readonly runs: {
    readonly count: (shown: number, total: number) => string;
    readonly newer: (count: number) => string;
    readonly sortedOf: (count: number) => string;
    readonly list: string;
    readonly sortBy: (column: string) => string;
    readonly nothing: string;
  };
  readonly bulk: Readonly<
    Record<"title" | "all" | "about" | "running" | "counting" | "confirm" | "no" | "stop", string>
  > & {
    readonly actions: Readonly<Record<BulkAction, string>>;
    readonly asks: Readonly<Record<BulkAction, (count: number) => string>>;
    readonly nothing: Readonly<Record<BulkAction, string>>;
    readonly typeCount: (count: number) => string;
    readonly progress: (done: number, total: number) => string;
    readonly result: (done: number, refused: number) => string;
  };
  readonly job: Readonly<
    Record<"back" | "open" | "words" | "showWords" | "wordsAudited" | "wordsNeedPassword" | "input" | "output", string>
  >;
  readonly stage: Readonly<
    Record<
      | "workers"
      | "waiting"
      | "active"
      | "delayed"
      | "failed"
      | "oldest"
      | "rate"
      | "time"
      | "errors"
      | "pause"
      | "resume"
      | "paused"
      | "pauseTitle"
      | "pauseAbout"
      | "lastErrors"
      | "well",
      string
    >
  > & { readonly perMinute: (rate: string) => string; readonly usual: (time: string) => string };
  readonly failures: Readonly<Record<"retry" | "show" | "last" | "hour" | "none", string>> & {
    readonly count: (count: number) => string;
    readonly seen: (seen: number, total: number) => string;
  };
  readonly waits: Readonly<Record<"event" | "send" | "says" | "none" | "start" | "call", string>> & {
    readonly until: (time: string) => string;
  };
  readonly schedules: Readonly<
    Record<
      | "next"
      | "last"
      | "pause"
      | "resume"
      | "run"
      | "remove"
      | "removeTitle"
      | "removeAbout"
      | "none"
      | "paused"
      | "started",
      string
    >
  >;
  readonly costs: Readonly<
    Record<
      | "today"
      | "budget"
      | "noBudget"
      | "byProvider"
      | "provider"
      | "calls"
      | "usd"
      | "line"
      | "quota"
      | "noLimit"
      | "held"
      | "unknown"
      | "failing"
      | "kind"
      | "count"
      | "noCalls"
      | "off"
      | "about",
      string
    >
  >;
  readonly system: Readonly<
    Record<
      | "redis"
      | "disk"
      | "media"
      | "reads"
      | "writes"
      | "memory"
      | "saves"
      | "version"
      | "clients"
      | "free"
      | "yes"
      | "no"
      | "noLimit"
      | "others",
      string
    >
  >;
  readonly charts: Readonly<
    Record<"hour" | "day" | "jobs" | "errors" | "waiting" | "cost" | "completed" | "failed" | "range", string>
  > & { readonly total: (count: string) => string; readonly most: (count: string) => string };
  readonly ago: (time: string) => string;
}

export const WORDS: Readonly<Record<Language, Words>> = { ja, en };
