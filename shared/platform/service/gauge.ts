import type { Redis } from "ioredis";

/** A number of a gauge, and what it is of. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A number that any process can look up at any moment, in what a service keeps in Redis. */
export interface Gauge {
  /** As a metric's: base units, without the prefix of whoever shows it. */
  readonly name: string;
  readonly help: string;
  /** No sample: there is nothing to tell. */
  readonly read: (redis: Redis) => Promise<readonly Sample[]>;
}
