import type { JobRecords } from "@guchi/chain/job/records.ts";
import type { JobMedia, MediaStore } from "@guchi/platform/media/store.ts";
import type { FastifyBaseLogger } from "fastify";

/**
 * Below this the disk is told to be nearly full: the embedded Redis needs room to rewrite its file,
 * too.
 */
const LOW_SPACE_BYTES = 1_073_741_824;

interface Deps {
  readonly media: Pick<MediaStore, "usage" | "freeBytes" | "removeJob">;
  readonly records: Pick<JobRecords, "exists" | "dropMedia">;
  /** How long the files of a job without a record are left alone. */
  readonly ttlMs: number;
  /** MEDIA_MAX_BYTES; undefined: as much as there is room for. */
  readonly maxBytes: number | undefined;
  readonly log: Pick<FastifyBaseLogger, "info" | "warn" | "error">;
}

/** Keeps the media store in bounds, and knows how much it holds. */
export class MediaTidying {
  readonly #deps: Deps;
  #bytes: number | undefined;
  #isLow = false;
  #isStuck = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** What the store held after the last pass; undefined before the first one. */
  get bytes(): number | undefined {
    return this.#bytes;
  }

  /**
   * One pass: files go whose job is older than the time to live and gone, then, over `maxBytes`,
   * those of finished jobs, the oldest first; each such job says so. Several processes may do it at
   * once: each step is idempotent.
   */
  async pass(): Promise<void> {
    const { media, records, ttlMs, maxBytes = Number.POSITIVE_INFINITY } = this.#deps;
    const kept: JobMedia[] = [];
    for (const each of await media.usage()) {
      const isOrphan = each.writtenAt < Date.now() - ttlMs && !(await records.exists(each.job));
      if (!isOrphan || !(await this.#remove(each.job))) kept.push(each);
    }
    let bytes = kept.reduce((sum, each) => sum + each.bytes, 0);
    let removed = 0;
    for (const each of kept.toSorted((a, b) => a.writtenAt - b.writtenAt)) {
      if (bytes <= maxBytes) break;
      // The job says so first: a crash in between leaves files that the next pass takes.
      if (!(await records.dropMedia(each.job)) || !(await this.#remove(each.job))) continue;
      bytes -= each.bytes;
      removed += 1;
    }
    this.#bytes = bytes;
    this.#tell(removed, bytes > maxBytes, await media.freeBytes());
  }

  async #remove(job: string): Promise<boolean> {
    try {
      await this.#deps.media.removeJob(job);
      return true;
    } catch (error) {
      this.#deps.log.error({ job, err: error }, "media not removed");
      return false;
    }
  }

  /** A state is told when it begins. */
  #tell(removed: number, isStuck: boolean, freeBytes: number | undefined): void {
    const { log, maxBytes } = this.#deps;
    if (removed > 0) log.info({ jobs: removed, maxBytes }, "removed the oldest media: MEDIA_MAX_BYTES");
    if (isStuck && !this.#isStuck)
      log.warn({ bytes: this.#bytes, maxBytes }, "media of unfinished jobs alone are more than MEDIA_MAX_BYTES");
    this.#isStuck = isStuck;
    const isLow = freeBytes !== undefined && freeBytes < LOW_SPACE_BYTES;
    if (isLow && !this.#isLow)
      log.warn(
        { freeBytes },
        "the disk of DATA_DIR is nearly full; MEDIA_MAX_BYTES or a shorter JOB_TTL bounds the media",
      );
    if (!isLow && this.#isLow) log.info({ freeBytes }, "the disk of DATA_DIR has room again");
    this.#isLow = isLow;
  }
}
