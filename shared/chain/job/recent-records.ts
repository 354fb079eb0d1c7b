import type { JobRecord } from "./record.ts";

/** Most records that are kept, in two generations of which this is one. */
const MOST_KEPT = 250;
/** Longest text of a record that is kept; most have some 2,000 characters. */
const MAX_LENGTH = 8_192;
/** How long one is kept after it was asked for, in ms; at most twice that. They hold words. */
const KEPT_MS = 5_000;

interface Read {
  readonly text: string;
  readonly record: JobRecord;
}

/**
 * Records as they were read a moment ago, for clients that ask for a job again and again: the same
 * text is the same record, which need not be checked once more, nor whatever was made of it be made
 * once more. Redis is asked all the same.
 */
export class RecentRecords {
  #latest = new Map<string, Read>();
  #before = new Map<string, Read>();
  #timer: NodeJS.Timeout | undefined;

  /** The record, if it was this text that it was read from. */
  get(id: string, text: string): JobRecord | undefined {
    const read = this.#latest.get(id) ?? this.#before.get(id);
    if (read?.text !== text) return undefined;
    if (!this.#latest.has(id)) this.#add(id, read);
    return read.record;
  }

  keep(text: string, record: JobRecord): void {
    if (text.length <= MAX_LENGTH) this.#add(record.id, { text, record });
  }

  #add(id: string, read: Read): void {
    if (this.#latest.size === MOST_KEPT) this.#forget();
    this.#latest.set(id, read);
    this.#timer ??= setTimeout(() => this.#forget(), KEPT_MS).unref();
  }

  /** Lets go of those that nobody has asked for since the last time. */
  #forget(): void {
    clearTimeout(this.#timer);
    this.#before = this.#latest;
    this.#latest = new Map();
    this.#timer = this.#before.size === 0 ? undefined : setTimeout(() => this.#forget(), KEPT_MS).unref();
  }
}
