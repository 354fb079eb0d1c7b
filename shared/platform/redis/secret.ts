import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { keys } from "./keys.ts";

/** A secret as it is now. */
export interface Secret {
  readonly value: string;
}

/**
 * A random secret that all processes share, made by whoever asks first and kept in Redis. 256 bits,
 * base64url.
 */
export class SharedSecret implements Secret {
  readonly #redis: Redis;
  readonly #key: string;
  #value = randomBytes(32).toString("base64url");

  private constructor(redis: Redis, name: string) {
    this.#redis = redis;
    this.#key = keys.secret(name);
  }

  static async of(redis: Redis, name: string): Promise<SharedSecret> {
    const secret = new SharedSecret(redis, name);
    await secret.agree();
    return secret;
  }

  get value(): string {
    return this.#value;
  }

  /**
   * Takes over the secret that Redis holds; stores ours first when Redis has none. Called now and
   * then, so that all processes agree again after Redis was emptied. It writes only what is
   * missing: a Redis that takes no writes for a moment ends no start.
   */
  async agree(): Promise<void> {
    let held = await this.#redis.get(this.#key);
    if (held === null) {
      await this.#redis.set(this.#key, this.#value, "NX");
      held = await this.#redis.get(this.#key);
    }
    if (held !== null) this.#value = held; // emptied just now: the next time tells
  }
}
