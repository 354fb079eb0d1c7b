import ipaddr from "ipaddr.js";

const WINDOW_MS = 60_000;
/** Addresses that are kept at a time; the one that came first goes first. */
const MAX_ADDRESSES = 10_000;

/**
 * Counts what happens by address, in windows of a minute that begin with the first. In this process
 * only.
 */
export class AddressCounts {
  readonly #windows = new Map<string, { startedAt: number; count: number }>();

  /**
   * Counts one more. Resolves to the count so far, and to that of the window before where this
   * begins a new one.
   */
  add(address: string, now = Date.now()): { readonly count: number; readonly before: number } {
    const name = networkOf(address);
    const window = this.#windows.get(name);
    if (window !== undefined && now < window.startedAt + WINDOW_MS) {
      window.count += 1;
      return { count: window.count, before: 0 };
    }
    this.#windows.delete(name); // so that it becomes the last
    this.#windows.set(name, { startedAt: now, count: 1 });
    const [first] = this.#windows.keys();
    if (this.#windows.size > MAX_ADDRESSES && first !== undefined) this.#windows.delete(first);
    return { count: 1, before: window?.count ?? 0 };
  }

  /**
   * Seconds until the window ends in which there were `most` or more; undefined: there were fewer.
   */
  secondsLeft(address: string, most: number, now = Date.now()): number | undefined {
    const window = this.#windows.get(networkOf(address));
    if (window === undefined || window.count < most) return undefined;
    const left = Math.ceil((window.startedAt + WINDOW_MS - now) / 1_000);
    return left > 0 ? left : undefined;
  }
}

/** What one holder of addresses has at least: an IPv4 address, or a /64 of IPv6. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv4 ? parsed.toString() : parsed.parts.slice(0, 4).join(":");
}
