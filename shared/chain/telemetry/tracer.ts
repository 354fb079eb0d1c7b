/** What a span tells: ids, names, codes and numbers, never a user's words. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/**
 * Where a span stands. Contexts are W3C `traceparent` texts
 * (https://www.w3.org/TR/trace-context/); whether a trace is recorded is decided where it begins,
 * and stands in them.
 */
export interface SpanStart {
  readonly kind: "server" | "client" | "producer" | "consumer" | "internal";
  /** What it is a part of; undefined: what is under way here. */
  readonly parent?: string | undefined;
  /** What it goes on with, in a trace of its own that is linked to it; in place of `parent`. */
  readonly continues?: string | undefined;
  /** What it has to do with besides, such as the attempt before. */
  readonly links?: readonly string[] | undefined;
  readonly facts?: Facts | undefined;
}

export interface Span {
  /** What others are a part of; undefined: nothing is traced. */
  readonly context: string | undefined;
  tell(facts: Facts): void;
  /** `code`: of an error, or its kind. Its message is not told: it may quote anything. */
  fail(code: string): void;
}

/** Draws traces of what the chain does; whoever uses the chain may give one. */
export interface Tracer {
  /** What is under way here; one without a context where nothing is. */
  current(): Span;
  /** Does the work as a span, which ends with it; what it throws is thrown. */
  span<Value>(name: string, start: SpanStart, work: (span: Span) => Promise<Value>): Promise<Value>;
}

export const NO_SPAN: Span = { context: undefined, tell: () => undefined, fail: () => undefined };

/** Traces nothing. */
export const UNTRACED: Tracer = {
  current: () => NO_SPAN,
  span: (_name, _start, work) => work(NO_SPAN),
};

const CONTEXT = /^(?!ff)[0-9a-f]{2}-((?!0+-)[0-9a-f]{32})-((?!0+-)[0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/;

/** The parts of a context; undefined for a text that is none. */
export function parseContext(text: string) {
  const [, traceId, spanId, flags] = CONTEXT.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Whether what belongs to this context is recorded. On every step's way, so it is quick. */
export function isSampled(context: string): boolean {
  if (context.endsWith("-00")) return false;
  return context.endsWith("-01") || parseContext(context)?.isSampled === true;
}

/** The id of a trace that is recorded. */
export function sampledTrace(context: string | undefined): string | undefined {
  return context === undefined || !isSampled(context) ? undefined : parseContext(context)?.traceId;
}

/**
 * What an entry of a job's queue is linked to: what is under way here, where that is recorded in
 * another trace than the job's. Such as who rewound the job, or sent it an event.
 */
export function linkTo(tracer: Tracer | undefined, context: string | undefined): string | undefined {
  const active = tracer?.current().context;
  const [here, its] = [sampledTrace(active), sampledTrace(context)];
  return here === undefined || its === undefined || here === its ? undefined : active;
}
