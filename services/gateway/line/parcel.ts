import { Delivered } from "@guchi/shared/contracts/line.ts";
import { keys } from "@guchi/shared/redis/keys.ts";
import { parseAs } from "@guchi/shared/schema.ts";
import type { Redis } from "ioredis";
import Type from "typebox";
import type { Sending } from "./policy.ts";

const LONGER_THAN_JOB_SECONDS = 86_400;

const Time = Type.String({ pattern: "^\\d{1,16}$" });
const Fields = Type.Object({
  reply: Type.Optional(Time),
  push: Type.Optional(Time),
  tokenOver: Type.Optional(Type.Literal("1")),
  done: Type.Optional(Delivered),
  messages: Type.Optional(Type.String()),
});

/** What is kept of a job's sending, besides its state: the messages, as JSON text, once they were made. */
export interface Parcel extends Sending {
  readonly messages?: string;
}

/**
 * The record of what was sent of a job's answer. It is written before a request leaves and again when the answer is
 * known, so that whoever goes on after a crash knows what may have happened. Kept as long as the job can be retried.
 */
export class Parcels {
  readonly #redis: Redis;
  readonly #ttlSeconds: number;

  /** `jobTtlSeconds`: how long a finished job is kept. */
  constructor(redis: Redis, { jobTtlSeconds }: { readonly jobTtlSeconds: number }) {
    this.#redis = redis;
    this.#ttlSeconds = jobTtlSeconds + LONGER_THAN_JOB_SECONDS;
  }

  async read(job: string): Promise<Parcel> {
    const { reply, push, tokenOver, done, messages } = parseAs(Fields, {
      ...(await this.#redis.hgetall(keys.delivery(job))),
    });
    return {
      ...(reply !== undefined && { reply: Number(reply) }),
      ...(push !== undefined && { push: Number(push) }),
      ...(tokenOver !== undefined && { tokenOver: true }),
      ...(done !== undefined && { done }),
      ...(messages !== undefined && { messages }),
    };
  }

  /**
   * Notes, before a request leaves, that it may arrive. The first one's time and messages stay: the messages to send are
   * those that this resolves to. `first`: no other request this way can have arrived, neither before a crash nor of another
   * process that works on the same job (it lost its lock, and we have it now).
   */
  async sending(job: string, way: "reply" | "push", messages: string): Promise<{ first: boolean; messages: string }> {
    const key = keys.delivery(job);
    const replies = await this.#redis
      .multi()
      .hsetnx(key, "messages", messages)
      .hsetnx(key, way, String(Date.now()))
      .hget(key, "messages")
      .expire(key, this.#ttlSeconds)
      .exec();
    const [, [, made] = [], [, kept] = []] = replies ?? [];
    return { first: made === 1, messages: typeof kept === "string" ? kept : messages };
  }

  /** It is sure that nothing was sent this way. */
  async notSent(job: string, way: "reply" | "push"): Promise<void> {
    await this.#redis.hdel(keys.delivery(job), way);
  }

  /** No reply was sent, nor can be: from now on it is a push. */
  async tokenOver(job: string): Promise<void> {
    const key = keys.delivery(job);
    await this.#redis.multi().hset(key, "tokenOver", "1").hdel(key, "reply").exec();
  }

  /** Nothing was sent, and the messages are to be made anew when somebody tries again: URLs in them may have ended. */
  async reset(job: string): Promise<void> {
    await this.#redis.del(keys.delivery(job));
  }

  /** The end: nothing more is sent for this job. The messages are not needed any more. */
  async done(job: string, how: Delivered): Promise<void> {
    const key = keys.delivery(job);
    await this.#redis.multi().hset(key, "done", how).hdel(key, "messages").expire(key, this.#ttlSeconds).exec();
  }
}
