import type { AdminSession, BulkView, Charts, Failures, Overview, Run, Words as Said } from "@guchi/contracts/admin.ts";
import type { BulkAction } from "@guchi/contracts/bulk.ts";
import type { Job, Schedule } from "@guchi/client/client.ts";
import type { Language } from "../shared/language.ts";
import type { Route } from "./route.ts";
import type { Column, RunList } from "./run-list.ts";
import type { Format, Words } from "./words/words.ts";

/** A question before something is done, and what it is about. */
export type Question =
  | {
      readonly kind: "bulk";
      readonly action: BulkAction;
      readonly filter: Query;
      /** Jobs that come after it are not meant, whatever the filter. */
      readonly until: string;
      readonly count: number | undefined;
    }
  | { readonly kind: "pause"; readonly stage: string }
  | { readonly kind: "remove"; readonly schedule: string }
  | { readonly kind: "purge"; readonly job: string };

export type Query = Readonly<Record<string, string>>;

/** Which part of a long list is on the screen. */
export interface Viewport {
  readonly top: number;
  readonly height: number;
  readonly isNearEnd: boolean;
}

/** What is shown. */
export interface Model {
  readonly words: Words;
  readonly language: Language;
  readonly format: Format;
  readonly now: number;
  /** Undefined: not known yet. */
  readonly session: AdminSession | "none" | "refused" | undefined;
  readonly route: Route;
  readonly overview: Overview | undefined;
  readonly isLive: boolean;
  readonly list: RunList;
  readonly viewport: Viewport;
  readonly columns: readonly Column[];
  readonly bulks: readonly BulkView[];
  readonly question: Question | undefined;
  readonly job: Job | undefined;
  readonly said: Said | undefined;
  readonly failures: Failures | undefined;
  readonly waits: readonly Run[] | undefined;
  readonly schedules: readonly Schedule[] | undefined;
  readonly charts: Charts | undefined;
  readonly range: "hour" | "day";
  /** What somebody is told of the last thing they did. */
  readonly notice: string | undefined;
  readonly refusal: string | undefined;
  readonly isBusy: boolean;
  readonly actions: Actions;
}

export interface Actions {
  speak(language: Language): void;
  signIn(password: string): void;
  signOut(): void;
  go(query: Query): void;
  scrolled(viewport: Viewport): void;
  sortBy(column: Column): void;
  showColumn(column: Column, isShown: boolean): void;
  takeNewer(): void;
  ask(question: Question): void;
  askBulk(action: BulkAction, filter: Query): void;
  answer(isYes: boolean): void;
  stopBulk(id: string): void;
  act(action: "cancel" | "suspend" | "resume" | "rewind" | "restart"): void;
  showWords(): void;
  sendEvent(job: string, name: string, said: string): void;
  resumeStage(name: string): void;
  schedule(name: string, action: "pause" | "resume" | "run"): void;
  show(range: "hour" | "day"): void;
}

/** Whether the session may act and see words. */
export function mayWrite({ session }: Pick<Model, "session">): boolean {
  return typeof session === "object" && session.role === "write";
}
