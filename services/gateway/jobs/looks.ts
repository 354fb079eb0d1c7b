import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { JobView } from "@guchi/contracts/job.ts";
import { entityTag } from "./etag.ts";
import type { Urls } from "./view.ts";
import type { Snapshot } from "./wait.ts";

/** Looks that are kept of one record: anybody may come by any host. */
const MOST_KEPT = 2;

/** A job as it is sent. */
export interface Look extends Snapshot {
  readonly job: JobView;
  /** The job as JSON. */
  readonly text: string;
}

export function lookOf(job: JobView): Look {
  const text = JSON.stringify(job);
  return { status: job.status, tag: entityTag(text), job, text };
}

/** URLs, and what is the same text where all of them are the same. */
export interface MarkedUrls extends Urls {
  readonly mark: string;
}

/**
 * Thousands may wait for one job and are told of the same record, and one may ask for a record
 * again that is what it was: all who would get the same URLs get the same text, which is made once.
 */
export class SharedLooks {
  readonly #looks = new WeakMap<JobRecord, Map<string, Look>>();

  of(record: JobRecord, { mark }: Pick<MarkedUrls, "mark">, view: () => JobView): Look {
    const looks = this.#looks.get(record) ?? new Map<string, Look>();
    const known = looks.get(mark);
    if (known !== undefined) return known;
    const look = lookOf(view());
    if (looks.size < MOST_KEPT) this.#looks.set(record, looks.set(mark, look));
    return look;
  }
}
