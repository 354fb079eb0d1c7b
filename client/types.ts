/**
 * What Guchi's HTTP API takes and gives. Written by `npm run client:types` from the schemas that
 * check the requests; do not edit.
 */

export type JobStatus = "pending" | "running" | "waiting" | "suspended" | "completed" | "failed" | "canceled";

export interface JobError {
  readonly step: string;
  /**
   * An open list: invalid_input, invalid_output, time_limit, stage_crashed,
   * provider_unavailable, provider_rate_limited, provider_refused, provider_misconfigured,
   * over_budget, media_unavailable, media_removed, callback_failed, callback_refused,
   * wait_timeout, call_canceled, unknown_step, internal, and what stages of one's own
   * bring.
   */
  readonly code: string;
  readonly message: string;
}

export interface JobStage {
  /** The step's; the stage's where the step has none of its own. */
  readonly name: string;
  readonly stage: string;
  readonly status: "pending" | "running" | "waiting" | "completed" | "failed" | "skipped";
  readonly attempts: number;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** How long the first attempt waited in the queue. */
  readonly queueMs?: number;
  /** How long the last attempt took. */
  readonly workMs?: number;
  /** The engine that did the work. */
  readonly provider?: string;
  /** Paid calls of providers, failed attempts included. */
  readonly calls?: number;
  /** What they are thought to cost. */
  readonly costUsd?: number;
  readonly error?: {
    /**
     * An open list: invalid_input, invalid_output, time_limit, stage_crashed,
     * provider_unavailable, provider_rate_limited, provider_refused, provider_misconfigured,
     * over_budget, media_unavailable, media_removed, callback_failed, callback_refused,
     * wait_timeout, call_canceled, unknown_step, internal, and what stages of one's own
     * bring.
     */
    readonly code: string;
    readonly message: string;
  };
  /** Of a step that calls another pipeline: that job's id. */
  readonly job?: string;
  /** What may be seen of its result, as long as the job has no output. */
  readonly result?: unknown;
}

export interface HistoryEntry {
  readonly at: string;
  readonly event: string;
  readonly step?: string;
  readonly attempt?: number;
  /** The process that made this attempt. */
  readonly worker?: string;
  /** Who made the result. */
  readonly provider?: string;
  /** Why the attempt failed. */
  readonly code?: string;
  readonly status?: JobStatus;
  readonly until?: string;
  /** How long the attempt had waited in the queue. */
  readonly queueMs?: number;
  /** How long the attempt took. */
  readonly workMs?: number;
  /** In the event stream, of a completed step: what may be seen of its result. */
  readonly result?: unknown;
}

export interface JobProgress {
  readonly step: string;
  readonly done?: number;
  readonly total?: number;
}

export interface Job {
  readonly id: string;
  readonly pipeline: string;
  readonly status: JobStatus;
  /** The job that called this one, and where. */
  readonly parent?: {
    readonly id: string;
    readonly step: string;
  };
  /**
   * Of a waiting job: the event that it waits for, the time at which it goes on by itself,
   * or the first of both; or the job that it called.
   */
  readonly waitingFor?: {
    readonly event?: string;
    /** The id of the job that it called. */
    readonly job?: string;
    readonly until?: string;
  };
  /**
   * How far the step under way has come, as far as it tells: of a map, how many items are
   * settled, of all; else what its stage says.
   */
  readonly progress?: JobProgress;
  /** As given. */
  readonly input: unknown;
  /** Present when the job is completed; the pipeline defines its schema. */
  readonly output?: unknown;
  readonly error?: JobError;
  /**
   * Steps that the job went on without, whose file was removed since (media_removed), or
   * that wait for another version of the pipeline (unknown_step).
   */
  readonly warnings: readonly JobError[];
  readonly delivery?: {
    readonly messenger: string;
    /**
     * pending: on its way. delivered: the messenger took it. unconfirmed: it was sent, and
     * nobody can know whether it arrived. held: it waits for the next answer to the same
     * chat. withdrawn: nobody wants it any more. failed: it could not be delivered; a rewind
     * tries again.
     */
    readonly status: "pending" | "delivered" | "unconfirmed" | "held" | "withdrawn" | "failed";
    readonly at?: string;
  };
  /** Where traces are on and hold this job: the id of its OpenTelemetry trace. */
  readonly traceId?: string;
  readonly stages: readonly JobStage[];
  /** With ?history=true: what happened, in order. */
  readonly history?: readonly HistoryEntry[];
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Where to go from here; actions that the job's state forbids are left out. */
  readonly links: Readonly<Record<string, string>>;
}

export interface JobPage {
  /** Newest first. */
  readonly jobs: readonly Job[];
  /** Give it to get the next page; none: this is the last one. */
  readonly cursor?: string;
}

export type BulkAction = "cancel" | "rewind" | "restart" | "purge";

export interface JobFilter {
  readonly status?: string | readonly JobStatus[];
  /** Without it: every pipeline that is not hidden. */
  readonly pipeline?: string;
  /** Created at this time or later. */
  readonly from?: string;
  /** Created at this time or earlier. */
  readonly to?: string;
  /** At which the job failed, waits or is. */
  readonly step?: string;
  /** Of its failure. */
  readonly code?: string;
}

export interface BulkCount {
  /** Jobs that would be acted on, as things stand. */
  readonly count: number;
}

export interface BulkResult {
  /** Jobs that were acted on. */
  readonly done: number;
  /** Jobs whose state forbade it when their turn came, or that could not be read. */
  readonly refused: number;
}

export interface NewSchedule {
  readonly pipeline: string;
  /** The pipeline's input, of each job. */
  readonly input: unknown;
  /**
   * Five fields (minute, hour, day, month, weekday), or six with seconds in front; or
   * @daily and its like.
   */
  readonly cron: string;
  /** An IANA name. */
  readonly timeZone: string;
  /** No tick before it. */
  readonly startAt?: string;
  /** No tick after it. */
  readonly endAt?: string;
  /** skip (default): no start while the last job is unfinished. */
  readonly overlap?: "skip" | "allow";
  /**
   * Of ticks that nothing could start within a minute: none, or one for all of them.
   * Default: skip.
   */
  readonly missed?: "skip" | "once";
  /** Nothing is started, but by hand. Default: false. */
  readonly paused?: boolean;
  /** Where to POST each finished job, as with POST /jobs. */
  readonly callbackUrl?: string;
}

export interface Schedule {
  readonly name: string;
  readonly pipeline: string;
  /** The pipeline's input, of each job. */
  readonly input: unknown;
  /**
   * Five fields (minute, hour, day, month, weekday), or six with seconds in front; or
   * @daily and its like.
   */
  readonly cron: string;
  /** An IANA name. */
  readonly timeZone: string;
  /** No tick before it. */
  readonly startAt?: string;
  /** No tick after it. */
  readonly endAt?: string;
  /** Where to POST each finished job, as with POST /jobs. */
  readonly callbackUrl?: string;
  readonly overlap: "skip" | "allow";
  readonly missed: "skip" | "once";
  readonly paused: boolean;
  /** The next tick; none while it is paused, and after its end. */
  readonly nextAt?: string;
  /** The tick of its last start; of one by hand, when that was. */
  readonly lastAt?: string;
  /** The job of that start, as long as it is kept. */
  readonly lastJob?: string;
  readonly links: Readonly<Record<string, string>>;
}

export interface StageState {
  readonly name: string;
  /** Live workers. */
  readonly workers: number;
  /** Entries that wait for a worker, prioritized ones included. */
  readonly waiting: number;
  readonly active: number;
  /** Entries that are due later, such as another attempt. */
  readonly delayed: number;
  readonly failed: number;
  /** 0 when nothing waits. */
  readonly oldestWaitingSeconds: number;
  /** Somebody paused the queue: nothing of it is begun. */
  readonly paused: boolean;
}

export interface Stages {
  /** degraded: a stage has no live worker, or an entry that has waited for over 60 s. */
  readonly status: "ok" | "degraded";
  readonly stages: readonly StageState[];
}

export type MessageLanguage =
  | "ja"
  | "en"
  | "ko"
  | "zh"
  | "th"
  | "vi"
  | "id"
  | "tl"
  | "pt"
  | "es"
  | "fr"
  | "de"
  | "ru"
  | "my"
  | "ne"
  | "und";

export interface Sentiment {
  readonly label: "negative" | "neutral" | "positive";
  readonly score: number;
  readonly language: MessageLanguage;
}

export interface Picture {
  /** Signed and expiring; get the job again for a new one. */
  readonly url: string;
  /** A smaller picture. */
  readonly previewUrl: string;
  readonly contentType: "image/jpeg";
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
  readonly bytes: number;
}

export interface Sound {
  /** Signed and expiring. */
  readonly url: string;
  readonly contentType: "audio/mpeg";
  /** The file's true duration, as its frames tell. */
  readonly durationMs: number;
  readonly bytes: number;
}

export interface HelpLine {
  readonly name: string;
  readonly phone?: string;
  readonly url?: string;
  /** When somebody answers, in the language of the message. */
  readonly hours: string;
}

export interface Care {
  readonly kind?: "self-harm" | "self-harm-other" | "abuse" | "sexual-violence" | "threat" | "coercion" | "emergency";
  readonly lines: readonly HelpLine[];
}

export interface Complaint {
  /** What the user mutters. 1 to 5000 UTF-16 units, not only white space. */
  readonly text: string;
  /**
   * An opaque id of who speaks. With it, she does not repeat herself to this user, and
   * remembers the last days.
   */
  readonly user?: string;
}

export interface Answer {
  readonly reaction: "idol" | "cheer" | "care";
  readonly sentiment: Sentiment;
  readonly message: string;
  /**
   * Help lines that fit. Always with reaction `care`; beside `idol` when it is unsure
   * whether there is danger, and in languages that she does not speak. Without `kind` when
   * that is unsure.
   */
  readonly care?: Care;
  /** Made by a free engine, because a limit of the day is reached. */
  readonly notice?: "daily_budget" | "daily_images";
  readonly image?: Picture;
  readonly audio?: Sound;
}

export interface Film {
  readonly key: string;
  readonly title: {
    readonly ja: string;
    readonly en: string;
  };
  readonly year: number;
  readonly director: {
    readonly ja: string;
    readonly en: string;
  };
  /** ISO 3166-1 alpha-2. */
  readonly country: readonly string[];
  readonly genres: readonly {
    readonly id: string;
    readonly name: {
      readonly ja: string;
      readonly en: string;
    };
  }[];
  readonly minutes: number;
  readonly rating: "all" | "pg12" | "r15" | "r18";
  /** One line of the review, in the language of the answer. */
  readonly line: string;
}

export interface Recommended {
  readonly film: Film;
  /** Cosine of the message and the film. */
  readonly similarity: number;
  readonly mode: "nearest" | "farthest";
  /** What matched, or what is opposite, in the language of the answer. */
  readonly why: string;
}

export interface FilmAnswer {
  readonly reaction: "idol" | "cheer" | "care";
  readonly sentiment: Sentiment;
  readonly message: string;
  /**
   * Help lines that fit. Always with reaction `care`; beside `idol` when it is unsure
   * whether there is danger, and in languages that she does not speak. Without `kind` when
   * that is unsure.
   */
  readonly care?: Care;
  /** Made by a free engine, because a limit of the day is reached. */
  readonly notice?: "daily_budget" | "daily_images";
  readonly image?: Picture;
  readonly audio?: Sound;
  readonly movie?: Recommended;
}

/** Guchi's pipelines: what a job takes and gives. */
export interface Pipelines {
  /** A complaint becomes a sentence, a picture and a voice message, one after the other. */
  readonly guchi: {
    readonly input: Complaint;
    readonly output: Answer;
    /** What is seen of each step's result. */
    readonly results: {
      readonly sentiment: Sentiment;
      readonly persona: {
        readonly message: string;
        readonly language: "ja" | "en";
      };
      readonly imagegen: Picture;
      readonly tts: Sound;
      readonly reply: undefined;
    };
  };
  /** As guchi, with picture and voice made at the same time. */
  readonly "guchi-fast": {
    readonly input: Complaint;
    readonly output: Answer;
    /** What is seen of each step's result. */
    readonly results: {
      readonly sentiment: Sentiment;
      readonly persona: {
        readonly message: string;
        readonly language: "ja" | "en";
      };
      readonly imagegen: Picture;
      readonly tts: Sound;
      readonly reply: undefined;
    };
  };
  /** A message becomes a film: the nearest one, or to a complaint the very opposite. */
  readonly movie: {
    readonly input: Complaint;
    readonly output: FilmAnswer;
    /** What is seen of each step's result. */
    readonly results: {
      readonly sentiment: Sentiment;
      readonly recommend: {
        readonly message: string;
        readonly language: "ja" | "en";
        readonly movie?: Recommended;
      };
      readonly imagegen: Picture;
      readonly tts: Sound;
      readonly reply: undefined;
    };
  };
}
