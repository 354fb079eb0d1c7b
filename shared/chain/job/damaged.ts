import { UnreadableError } from "../crypto/cipher.ts";

/** A record that does not validate: damaged, or of a version that this process does not know. */
export class DamagedRecordError extends Error {
  override readonly name = "DamagedRecordError";
  /** Whether the next version wrote it, as amid an upgrade: it is whole, and others can read it. */
  readonly isNewer: boolean;

  constructor(message: string, { isNewer = false, ...options }: ErrorOptions & { readonly isNewer?: boolean } = {}) {
    super(message, options);
    this.isNewer = isNewer;
  }
}

/** How long a job that does not open with this key may be another process's, in ms. */
const UNREADABLE_MS = 3_600_000;

/** Whether the record is whole, and can be read by the next version or with another key. */
export function isReadableElsewhere({ isNewer, cause }: DamagedRecordError): boolean {
  return isNewer || (cause instanceof UnreadableError && cause.isOtherKeys);
}

/**
 * Whether another process may still be able to read the record. Only for an hour: from `since`,
 * when the job was made, and from the start of this process, which may have a wrong key by mistake
 * (both in ms since the epoch).
 */
export function mayOthersRead(error: DamagedRecordError, since = 0, processStartMs = performance.timeOrigin): boolean {
  const isTooLate = Date.now() - Math.max(since, processStartMs) > UNREADABLE_MS;
  return !isTooLate && isReadableElsewhere(error);
}
