import type { DiskView } from "@guchi/contracts/admin.ts";
import type { GatewayLog } from "../log-codes.ts";

/**
 * Below either of these the disk of DATA_DIR is nearly full: the embedded Redis needs room to
 * rewrite its file, too. The alert rule in deploy/prometheus has the same bounds.
 */
const LOW_BYTES = 1_073_741_824;
const LOW_PART = 0.05;

/** Whether the disk is nearly full; undefined: that is not known. */
export function isNearlyFull({ freeBytes, totalBytes = 0 }: DiskView): boolean | undefined {
  return freeBytes === undefined ? undefined : freeBytes < LOW_BYTES || freeBytes < totalBytes * LOW_PART;
}

/** Tells the operator that the disk is nearly full: once when it begins, once when it ends. */
export class DiskWatch {
  readonly #log: Pick<GatewayLog, "info" | "warn">;
  #isLow = false;

  constructor(log: Pick<GatewayLog, "info" | "warn">) {
    this.#log = log;
  }

  /** Takes note of how the disk is. */
  look(disk: DiskView): void {
    const { freeBytes, totalBytes } = disk;
    const isLow = isNearlyFull(disk) ?? this.#isLow;
    if (isLow && !this.#isLow)
      this.#log.warn(
        { code: "disk.nearly_full", freeBytes, totalBytes },
        "the disk of DATA_DIR is nearly full; MEDIA_MAX_BYTES or a shorter JOB_TTL bounds the media",
      );
    if (!isLow && this.#isLow)
      this.#log.info({ code: "disk.has_room", freeBytes }, "the disk of DATA_DIR has room again");
    this.#isLow = isLow;
  }
}
