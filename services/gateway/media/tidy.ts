import type { JobRecords } from "@guchi/chain/job/records.ts";
import type { JobMedia, MediaStore } from "@guchi/platform/media/store.ts";
import type { GatewayLog } from "../log-codes.ts";

/** Jobs that are asked of Redis at once. */
const AT_ONCE = 100;

interface Deps {
  readonly media: Pick<MediaStore, "usage" | "removeJob">;
  readonly records: Pick<JobRecords, "exists" | "wasPurged" | "dropMedia">;
  /** How long the files of a job without a record are left alone. */
  readonly ttlMs: number;
  /** MEDIA_MAX_BYTES; undefined: as much as there is room for. */
  readonly maxBytes: number | undefined;
  readonly log: Pick<GatewayLog, "info" | "warn" | "error">;
}

/** Keeps the media store in bounds, and knows how much it holds. */
export class MediaTidying {
  readonly #deps: Deps;
  #bytes: number | undefined;
  #isStuck = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** What the store held after the last pass; undefined before the first one. */
  get bytes(): number | undefined {
    return this.#bytes;
  }

  /**
   * One pass: files go whose job was purged, or is gone and older than the time to live, then, over
   * `maxBytes`, those of finished jobs, the oldest first; each such job says so. Several processes
   * may do it at once: each step is idempotent.
   */
  async pass(): Promise<void> {
    const { media, records, maxBytes = Number.POSITIVE_INFINITY } = this.#deps;
    const kept: JobMedia[] = [];
    const all = await media.usage();
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all.slice(at, at + AT_ONCE);
      const nobodys = await Promise.all(some.map(async (each) => this.#isNobodys(each)));
      for (const [index, each] of some.entries())
        if (nobodys[index] !== true || !(await this.#remove(each.job))) kept.push(each);
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
    this.#tell(removed, bytes > maxBytes);
  }

  /**
   * Whoever purged the job may have died before its files went, or did not reach the store.
   */
  async #isNobodys({ job, writtenAt }: JobMedia): Promise<boolean> {
    const { records, ttlMs } = this.#deps;
    if (await records.wasPurged(job)) return true;
    return writtenAt < Date.now() - ttlMs && !(await records.exists(job));
  }

  async #remove(job: string): Promise<boolean> {
    try {
      await this.#deps.media.removeJob(job);
      return true;
    } catch (error) {
      this.#deps.log.error({ code: "media.not_removed", job, err: error }, "media not removed");
      return false;
    }
  }

  /** A state is told when it begins. */
  #tell(removed: number, isStuck: boolean): void {
    const { log, maxBytes } = this.#deps;
    if (removed > 0)
      log.info({ code: "media.trimmed", jobs: removed, maxBytes }, "removed the oldest media: MEDIA_MAX_BYTES");
    if (isStuck && !this.#isStuck)
      log.warn(
        { code: "media.over_bound", bytes: this.#bytes, maxBytes },
        "media of unfinished jobs alone are more than MEDIA_MAX_BYTES",
      );
    this.#isStuck = isStuck;
  }
}
