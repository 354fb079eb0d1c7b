import { json, type Answer, type Patience, type Request } from "./request.ts";
import type { Job, NewSchedule, Schedule } from "./types.ts";

/** What is started at set times. */
export class Schedules {
  readonly #ask: (request: Request, patience: Patience) => Promise<Answer>;

  constructor(ask: (request: Request, patience: Patience) => Promise<Answer>) {
    this.#ask = ask;
  }

  /** Every schedule, by name. */
  async list(patience: Patience = {}): Promise<readonly Schedule[]> {
    const answer = this.#ask({ path: "/schedules", isRepeatable: true }, patience);
    return (await json<{ readonly schedules: readonly Schedule[] }>(answer)).schedules;
  }

  async get(name: string, patience: Patience = {}): Promise<Schedule> {
    return json(this.#ask({ path: pathOf(name), isRepeatable: true }, patience));
  }

  /** Keeps a schedule, in place of one of that name. */
  async put(name: string, body: NewSchedule, patience: Patience = {}): Promise<Schedule> {
    return json(this.#ask({ method: "PUT", path: pathOf(name), body, isRepeatable: true }, patience));
  }

  /** Starts a job of it now; one only, with the same `idempotencyKey`. */
  async run(
    name: string,
    { idempotencyKey, ...patience }: Patience & { readonly idempotencyKey?: string | undefined } = {},
  ): Promise<Job> {
    const headers = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
    const isRepeatable = idempotencyKey !== undefined;
    return json(this.#ask({ method: "POST", path: `${pathOf(name)}/run`, headers, isRepeatable }, patience));
  }

  /** Erases it; the jobs that it started go on. */
  async remove(name: string, patience: Patience = {}): Promise<void> {
    await this.#ask({ method: "DELETE", path: pathOf(name), isRepeatable: false }, patience);
  }
}

function pathOf(name: string): string {
  return `/schedules/${encodeURIComponent(name)}`;
}
