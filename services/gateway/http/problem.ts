import type { SchemaProblem } from "@guchi/chain/schema-problems.ts";
import Type, { type Static } from "typebox";

/** Problem details: https://www.rfc-editor.org/rfc/rfc9457 */
export const Problem = Type.Object(
  {
    type: Type.String({ examples: ["urn:guchi:problem:invalid-request"] }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.Optional(Type.String()),
    errors: Type.Optional(
      Type.Array(Type.Object({ pointer: Type.String({ description: "JSON pointer" }), detail: Type.String() })),
    ),
  },
  { $id: "Problem", title: "Problem" },
);
export type Problem = Static<typeof Problem>;

const PROBLEMS = {
  "invalid-request": [400, "The request is not valid"],
  unauthorized: [401, "Credentials are needed"],
  forbidden: [403, "Not allowed"],
  "not-found": [404, "Not found"],
  "method-not-allowed": [405, "This path does not support the method"],
  "request-timeout": [408, "The request took too long to arrive"],
  conflict: [409, "The job's state forbids this"],
  gone: [410, "Gone"],
  "precondition-failed": [412, "A precondition of the request failed"],
  "too-large": [413, "The body is too large"],
  "unsupported-media-type": [415, "The content type is not supported"],
  "range-not-satisfiable": [416, "The range cannot be served"],
  "expectation-failed": [417, "The expectation cannot be met"],
  "does-not-fit": [422, "The content does not fit"],
  "key-reused": [422, "The Idempotency-Key was used for another request"],
  "too-many-requests": [429, "Too many requests"],
  "headers-too-large": [431, "The headers are too large"],
  internal: [500, "Internal error"],
  overloaded: [503, "Too much work is waiting"],
  unavailable: [503, "Temporarily unavailable"],
} as const satisfies Record<string, readonly [status: number, title: string]>;
export type ProblemKind = keyof typeof PROBLEMS;
export type ProblemStatus = (typeof PROBLEMS)[ProblemKind][0];

/** Status → title. */
export const PROBLEM_STATUSES = Object.fromEntries(Object.values(PROBLEMS)) as Record<ProblemStatus, string>;

/** Where a value does not fit, as problem details tell it. `at` is where the value stands. */
export function errorsOf(problems: readonly SchemaProblem[], at = ""): NonNullable<Problem["errors"]> {
  return problems.map(({ path, message }) => ({ pointer: at + path, detail: message }));
}

interface ProblemOptions {
  readonly errors?: Problem["errors"];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/**
 * An answer other than the one asked for; the error handler sends it. `detail` is shown: no user's
 * words, no secret.
 */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly kind: ProblemKind;
  readonly errors: Problem["errors"];
  readonly headers: Readonly<Record<string, string>>;

  constructor(kind: ProblemKind, detail: string, { errors, headers = {}, cause }: ProblemOptions = {}) {
    super(detail, { cause });
    this.kind = kind;
    this.errors = errors;
    this.headers = headers;
  }

  get status(): number {
    return PROBLEMS[this.kind][0];
  }

  toJSON(): Problem {
    const [status, title] = PROBLEMS[this.kind];
    return {
      type: `urn:guchi:problem:${this.kind}`,
      title,
      status,
      detail: this.message,
      ...(this.errors !== undefined && { errors: this.errors }),
    };
  }
}
