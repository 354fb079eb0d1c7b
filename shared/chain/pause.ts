import Type, { type TSchema } from "typebox";
import type { Call } from "./call/call.ts";
import { durationMs, type Duration } from "./duration.ts";
import { StageError } from "./errors.ts";
import type { JobSoFar, Step, StepOptions } from "./pipeline.ts";

/** When a pause ends by itself: so many ms after it began, or at a time (ms since the epoch). */
export type Due = { readonly inMs: number } | { readonly at: number };

/** An event from outside that the job waits for. */
export interface Wait {
  readonly kind: "wait";
  /** Undefined: it waits for as long as it takes. */
  readonly timeoutMs: number | undefined;
  /** What stands in for the event when none came in time; undefined: the step fails. */
  readonly onTimeout: { readonly result: unknown } | undefined;
}

/** A time at which the job goes on. */
export interface Timer {
  readonly kind: "timer";
  due(job: JobSoFar): Due;
}

/** What a job waits for at a step that no stage works on. */
export type Pause = Wait | Timer | Call;

/** What a timer gives: when it was due. */
const TimerResult = Type.Object({ until: Type.String() });

/** What may be said of a wait for an event. */
export interface WaitOptions extends Pick<StepOptions, "optional" | "exit"> {
  /** What the event must be. It becomes the step's result. */
  readonly schema: TSchema;
  /** Without it, the job waits for as long as it takes. */
  readonly timeout?: Duration;
  /** `fail` (default): the step fails with `wait_timeout`. Or the result in the event's place. */
  readonly onTimeout?: "fail" | { readonly result: unknown };
}

/** The step at which a job waits for the event of its name. */
export function waitStep(name: string, { schema, timeout, onTimeout = "fail", ...options }: WaitOptions): Step {
  return {
    ...options,
    name,
    stage: { name: "wait", input: Type.Unknown(), output: schema },
    pause: {
      kind: "wait",
      timeoutMs: timeout === undefined ? undefined : durationMs(timeout),
      onTimeout: onTimeout === "fail" ? undefined : onTimeout,
    },
  };
}

/** The step at which a job sleeps until that time. */
export function timerStep(name: string, due: Timer["due"]): Step {
  return { name, stage: { name: "timer", input: Type.Unknown(), output: TimerResult }, pause: { kind: "timer", due } };
}

/** Until when a job sleeps: a time by RFC 3339, or what tells it from the job. */
export type WakeTime = string | ((job: JobSoFar) => Date | string);

/** When the pause ends by itself; undefined: never. Throws StageError when the code cannot tell. */
export function dueOf(pause: Pause, job: JobSoFar): Due | undefined {
  if (pause.kind === "call") return undefined;
  if (pause.kind === "wait") return pause.timeoutMs === undefined ? undefined : { inMs: pause.timeoutMs };
  try {
    return pause.due(job);
  } catch (cause) {
    throw new StageError("The pipeline could not tell until when to sleep.", {
      code: "internal",
      class: "permanent",
      cause,
    });
  }
}

/** A time in ms since the epoch. Throws TypeError for what is none. */
export function timeMs(time: Date | string): number {
  const ms = (typeof time === "string" ? new Date(time) : time).getTime();
  if (!Number.isSafeInteger(ms) || ms < 0) throw new TypeError("This is no time");
  return ms;
}
