import type { Job } from "./types.ts";

interface About {
  readonly status?: number;
  readonly problem?: Problem;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** Problem details: https://www.rfc-editor.org/rfc/rfc9457 */
export interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** Guchi refused a request, or did not answer. */
export class GuchiError extends Error {
  override readonly name = "GuchiError";
  /** The answer's status; undefined: there was no answer. */
  readonly status: number | undefined;
  /** What the answer says, as problem details. */
  readonly problem: Problem | undefined;
  /** When to ask again, by the answer, in ms from then. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, { status, problem, retryAfterMs, cause }: About = {}) {
    super(message, cause === undefined ? {} : { cause });
    this.status = status;
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A job ended without an output: it failed or was canceled. */
export class JobFailedError extends Error {
  override readonly name = "JobFailedError";
  readonly job: Job;

  constructor(job: Job) {
    super(`The job ${job.id} is ${job.status}${job.error === undefined ? "" : `: ${job.error.message}`}`);
    this.job = job;
  }
}

/** The error that an answer other than the one asked for tells of. */
export async function errorOf(response: Response): Promise<GuchiError> {
  const { status, headers } = response;
  const problem = await problemOf(response);
  const { title, detail, errors = [] } = problem ?? {};
  const fields = errors.filter((error) => error.detail !== detail).map((error) => `${error.pointer} ${error.detail}`);
  const said = [title, detail, fields.join(", ")].filter((part) => part !== undefined && part !== "");
  const seconds = Number(headers.get("retry-after") ?? "");
  return new GuchiError(said.length === 0 ? `Guchi answered ${status}` : said.join(": "), {
    status,
    ...(problem !== undefined && { problem }),
    ...(seconds > 0 && { retryAfterMs: seconds * 1_000 }),
  });
}

async function problemOf(response: Response): Promise<Problem | undefined> {
  try {
    const body: Problem | null = JSON.parse(await response.text());
    return typeof body === "object" ? (body ?? undefined) : undefined;
  } catch {
    return undefined; // a proxy's page, say
  }
}
