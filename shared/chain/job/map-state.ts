import type { OnError } from "../map/map.ts";

/** How a map was begun. */
export interface MapState {
  readonly total: number;
  readonly concurrency: number;
  readonly onError: OnError;
}

/** As the record keeps it. */
export function mapStateText({ total, concurrency, onError }: MapState): string {
  return `${total},${concurrency},${onError}`;
}

/** How a map was begun, as the record keeps it; undefined when the text is none. */
export function parseMapState(text: string): MapState | undefined {
  const [, total, concurrency, onError] = /^(\d{1,5}),(\d{1,4}),(fail|collect)$/.exec(text) ?? [];
  if (onError !== "fail" && onError !== "collect") return undefined;
  return { total: Number(total), concurrency: Number(concurrency), onError };
}

/** How many items, the first ones, were given to the queue so far: each that is done calls one. */
export function issuedItems({ total, concurrency }: MapState, done: number): number {
  return Math.min(total, done + concurrency);
}
