import type { FilmAnswer, Recommended } from "@guchi/client/client.ts";
import { asksForAnotherFilm, asksForFilm, FILM_PIPELINE } from "@guchi/contracts/film-words.ts";
import type { Language } from "../shared/language.ts";
import type { Line } from "./lines.ts";
import { PARTS, type End, type Part, type PartState } from "./words/words.ts";

/** A message and what became of it: what this browser remembers. */
export interface Turn {
  /** Its Idempotency-Key, too: however often it is sent, it is one job. */
  readonly key: string;
  /** When it was sent, in ms since the epoch. */
  readonly at: number;
  /** What the person reads as their own words. */
  readonly shown: string;
  /** What is sent. */
  readonly text: string;
  readonly pipeline: PipelineName;
  /** Whose it is: every page of this browser sends it alike, or it would be two jobs. */
  readonly user: string;
  readonly job?: string;
  /** None while it is under way. */
  readonly end?: "answered" | End;
  readonly parts: Readonly<Record<Part, PartState>>;
  readonly answer: Answer;
}

export type PipelineName = "guchi-fast" | typeof FILM_PIPELINE;

/** What is there of an answer so far. */
export interface Answer {
  /** When its first words came, in ms since the epoch. */
  readonly at?: number;
  readonly reaction?: "idol" | "cheer" | "care";
  readonly language?: string;
  /** What she says in picture and voice. */
  readonly said?: string;
  /** All words of the finished answer: `said`, and what had to be added. */
  readonly message?: string;
  readonly lines?: readonly Line[];
  readonly picture?: Picture;
  readonly voice?: Voice;
  readonly film?: Film;
  /** Files that are no longer kept. */
  readonly lost?: readonly Part[];
}

export interface Picture {
  readonly url: string;
  readonly previewUrl: string;
}

export interface Voice {
  readonly url: string;
  readonly durationMs: number;
  /** How loud it is from its begin to its end, a digit each. */
  readonly peaks?: string;
}

/** In the language of the answer. */
interface Film {
  readonly title: string;
  /** Its year, director and length in minutes, as far as they are known. */
  readonly facts: readonly (string | number)[];
  readonly minutes?: number;
  /** A line of its review. */
  readonly line: string;
  /** Why it is this one. */
  readonly why: string;
}

const NOTHING_YET: Turn["parts"] = { feeling: "todo", words: "todo", picture: "todo", voice: "todo" };
/** Which step makes which part. */
const PART_OF: Readonly<Record<string, Part>> = {
  sentiment: "feeling",
  persona: "words",
  recommend: "words",
  imagegen: "picture",
  tts: "voice",
};

/** None of a step that makes no part of the answer. */
export function partOf(step: string | undefined): Part | undefined {
  return PART_OF[step ?? ""];
}

export function newTurn(about: Pick<Turn, "key" | "at" | "shown" | "text" | "pipeline" | "user">): Turn {
  return { ...about, parts: NOTHING_YET, answer: {} };
}

/** What answers these words: who asks for a film gets one. `before` is the turn before. */
export function pipelineOf(text: string, before: Turn | undefined): PipelineName {
  const isAnother = before?.pipeline === FILM_PIPELINE && asksForAnotherFilm(text);
  return isAnother || asksForFilm(text) ? FILM_PIPELINE : "guchi-fast";
}

/** The same message, sent anew. */
export function anew({ shown, text, pipeline, user }: Turn, { key, at }: Pick<Turn, "key" | "at">): Turn {
  return newTurn({ key, at, shown, text, pipeline, user });
}

/** What of a job's event counts here; its types are the client's. */
export type JobNews =
  | { readonly event: "status" | "progress" }
  | {
      readonly event: "step";
      readonly data: { readonly event: string; readonly step?: string | undefined; readonly result?: unknown };
    }
  | { readonly event: "end"; readonly data: FinishedJob };

/** The turn after an event of its job. `now` in ms since the epoch. */
export function afterNews(turn: Turn, news: JobNews, now: number): Turn {
  if (news.event !== "step" && news.event !== "end") return turn;
  if (news.event === "end") return afterEnd(turn, news.data, now);
  const part = partOf(news.data.step);
  if (part === undefined) return turn;
  const state = STATE_AFTER[news.data.event];
  if (state !== "done") return state === undefined ? turn : withPart(turn, part, state);
  return withPart({ ...turn, answer: withResult(turn.answer, news.data.result, now) }, part, "done");
}

const STATE_AFTER: Readonly<Record<string, PartState>> = {
  began: "doing",
  retrying: "doing",
  completed: "done",
  failed: "missing",
};

function withPart(turn: Turn, part: Part, state: PartState): Turn {
  return { ...turn, parts: { ...turn.parts, [part]: state } };
}

/** A step's result, told by its form: each pipeline names its steps as it likes. */
function withResult(answer: Answer, result: unknown, now: number): Answer {
  if (typeof result !== "object" || result === null) return answer;
  if ("message" in result && typeof result.message === "string") {
    return { at: now, ...answer, ...languageOf(result), said: result.message };
  }
  if ("previewUrl" in result) return { ...answer, ...pictureOf(result) };
  return "durationMs" in result ? { ...answer, ...voiceOf(result, answer.voice) } : answer;
}

function languageOf(given: object): Pick<Answer, "language"> {
  return "language" in given && typeof given.language === "string" ? { language: given.language } : {};
}

function pictureOf(given: unknown): Pick<Answer, "picture"> {
  if (typeof given !== "object" || given === null || !("url" in given) || !("previewUrl" in given)) return {};
  return { picture: { url: local(given.url), previewUrl: local(given.previewUrl) } };
}

function voiceOf(given: unknown, before: Voice | undefined): Pick<Answer, "voice"> {
  if (typeof given !== "object" || given === null || !("url" in given) || !("durationMs" in given)) return {};
  const peaks = before?.peaks;
  return {
    voice: { url: local(given.url), durationMs: Number(given.durationMs), ...(peaks !== undefined && { peaks }) },
  };
}

/**
 * The gateway serves this page and the files; under PUBLIC_BASE_URL the URLs of a job name its
 * public host.
 */
function local(url: unknown): string {
  const { pathname, search } = new URL(String(url), "http://here");
  return pathname + search;
}

/** A finished job, as far as this page looks at it. */
interface FinishedJob {
  readonly status: string;
  readonly output?: unknown;
  readonly stages?: readonly { readonly name: string; readonly status: string }[];
  readonly warnings?: readonly { readonly step: string; readonly code: string }[];
}

function afterEnd(turn: Turn, job: FinishedJob, now: number): Turn {
  const parts = { ...turn.parts };
  for (const { name, status } of job.stages ?? []) {
    const part = partOf(name);
    if (part !== undefined) parts[part] = STATE_AT_END[status] ?? "skipped";
  }
  if (job.status !== "completed") return { ...turn, parts, end: END_OF[job.status] ?? "failed" };
  const removed = (job.warnings ?? []).flatMap(({ step, code }) => (code === "media_removed" ? [step] : []));
  const lost = PARTS.filter((part) => removed.some((step) => partOf(step) === part));
  const answer = { at: now, ...turn.answer, ...answerOf(job.output, turn.answer), ...(lost.length > 0 && { lost }) };
  return { ...turn, parts, answer, end: "answered" };
}

const STATE_AT_END: Readonly<Record<string, PartState>> = { completed: "done", failed: "missing" };
const END_OF: Readonly<Record<string, End>> = { canceled: "canceled", purged: "gone" };

/** The output of `guchi-fast`, or of `movie`. */
function isOutput(value: unknown): value is FilmAnswer {
  return typeof value === "object" && value !== null && "message" in value && typeof value.message === "string";
}

function answerOf(output: unknown, before: Answer): Answer {
  if (!isOutput(output)) return {};
  const { reaction, message, care, movie } = output;
  const language = before.language ?? output.sentiment.language;
  return {
    reaction,
    language: language === "und" ? "en" : language,
    message,
    ...(care !== undefined && { lines: care.lines }),
    ...pictureOf(output.image),
    ...voiceOf(output.audio, before.voice),
    ...(movie !== undefined && { film: filmOf(movie, language === "en" ? "en" : "ja") }),
  };
}

function filmOf({ film, why }: Recommended, language: Language): Film {
  const { title, year, director, minutes, line } = film;
  return { title: title[language], facts: [year, director[language]], minutes, line, why };
}

/** What is said below a film: nothing that the picture or her sentence shows already. */
export function filmLines({ line, why }: Film, { picture, lost = [], message = "" }: Answer): readonly string[] {
  const isPictured = picture !== undefined && !lost.includes("picture");
  return isPictured || message.includes(line) ? [why] : [line, why];
}

/**
 * Whether the URL of a file is good no more: the job gives another one. `now` in ms since the
 * epoch.
 */
export function isOld(url: string, now: number): boolean {
  const expires = new URL(url, "http://here").searchParams.get("exp");
  return expires !== null && Number(expires) * 1_000 < now;
}

/** What stands in the finished answer behind the sentence that she said first. */
export function added({ said, message }: Answer): string | undefined {
  if (said === undefined || message === undefined || !message.startsWith(said)) return undefined;
  const rest = message.slice(said.length).trim();
  return rest === "" ? undefined : rest;
}
