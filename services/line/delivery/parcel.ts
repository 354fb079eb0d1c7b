import { PLAIN, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { LineOwner } from "@guchi/contracts/line.ts";
import { fieldContext } from "@guchi/chain/job/record.ts";
import { lineKeys, LONGER_THAN_JOB_SECONDS } from "../keys.ts";
import { defineScript } from "@guchi/chain/redis/script.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import type { Redis } from "ioredis";
import Type from "typebox";
import { Delivered, type Sending } from "./policy.ts";

const Time = Type.String({ pattern: "^\\d{1,16}$" });
const Fields = Type.Object({
  reply: Type.Optional(Time),
  push: Type.Optional(Time),
  tokenOver: Type.Optional(Type.Literal("1")),
  stopped: Type.Optional(Type.Literal("1")),
  unloaded: Type.Optional(Type.Literal("1")),
  done: Type.Optional(Delivered),
  messages: Type.Optional(Type.String()),
  aboard: Type.Optional(Type.String({ pattern: "^\\d{1,3}$" })),
  unsent: Type.Optional(Type.String()),
});

/** The messages, as JSON text, and how many answers of others are among them. */
export interface Load {
  readonly messages: string;
  readonly aboard: number;
}

/** What is kept of a job's sending, besides its state: the messages, once they were made. */
export interface Parcel extends Sending {
  readonly load?: Load;
  /** The last sender of whom it is certain that nothing was sent. */
  readonly unsent?: string;
}

/**
 * The record of what was sent of a job's answer. It is written before a request leaves and again
 * when the answer is known, so that whoever goes on after a crash knows what may have happened.
 * Kept as long as the job can be retried.
 */
export class Parcels {
  readonly #redis: Redis;
  readonly #ttlSeconds: number;
  readonly #cipher: Cipher;

  /** `jobTtlSeconds`: how long a finished job is kept. `cipher`: how the messages are kept. */
  constructor(
    redis: Redis,
    { jobTtlSeconds, cipher = PLAIN }: { readonly jobTtlSeconds: number; readonly cipher?: Cipher },
  ) {
    this.#redis = redis;
    this.#cipher = cipher;
    this.#ttlSeconds = jobTtlSeconds + LONGER_THAN_JOB_SECONDS;
  }

  async read(job: string): Promise<Parcel> {
    const { reply, push, tokenOver, stopped, unloaded, done, messages, aboard, unsent } = parseAs(Fields, {
      ...(await this.#redis.hgetall(lineKeys.delivery(job))),
    });
    return {
      ...(reply !== undefined && { reply: Number(reply) }),
      ...(push !== undefined && { push: Number(push) }),
      ...(tokenOver !== undefined && { tokenOver: true }),
      ...(stopped !== undefined && { stopped: true }),
      ...(done !== undefined && { done }),
      ...(unloaded !== undefined && { unloaded: true }),
      ...(unsent !== undefined && { unsent }),
      ...(messages !== undefined && { load: this.#opened(job, messages, aboard) }),
    };
  }

  /**
   * Notes the chat that the answer goes to, before anything of it is made: a purge finds there what
   * to clear away.
   */
  async open(job: string, chat: string): Promise<void> {
    const key = lineKeys.delivery(job);
    await this.#redis.multi().hset(key, "chat", chat).expire(key, this.#ttlSeconds).exec();
  }

  /**
   * The job was purged: its prepared messages are erased and nothing more is sent. `asked` is the
   * chat in the job's input. Returns the chat, if known, and what has left: `nothing`, perhaps the
   * request `under-way`, or `all`. The record stays as a mark.
   */
  async stop(
    job: string,
    asked?: string,
  ): Promise<{ readonly chat: string | undefined; readonly left: "nothing" | "under-way" | "all" }> {
    const stopped = await stopScript(this.#redis, parcelOf(job), { asked: asked ?? "", ttlSeconds: this.#ttlSeconds });
    const [chat, left] = parseAs(Stopped, stopped);
    return { chat: chat === "" ? undefined : chat, left };
  }

  /**
   * Part of the prepared messages was erased, so they are made again. A push under way must keep
   * its bytes for its retry key. So nothing more is sent, unless it turns out that the push was not
   * sent.
   */
  async unload(job: string): Promise<void> {
    await unloadScript(this.#redis, parcelOf(job), {});
  }

  /** The messages that were made are not to be sent any more; they are made anew. */
  async discard(job: string): Promise<void> {
    await this.#redis.hdel(lineKeys.delivery(job), "messages", "aboard");
  }

  /**
   * Records, before a request leaves, that it may arrive. The first time and messages are kept;
   * send the messages that this returns. `first`: no other request of this way can have arrived,
   * from an earlier attempt or from another worker of this job. `sender` identifies this request.
   * Returns undefined when the delivery is done, the token is used up or the job was purged.
   */
  async sending(
    job: string,
    way: "reply" | "push",
    { messages, aboard }: Load,
    sender: string,
  ): Promise<{ readonly first: boolean; readonly load: Load } | undefined> {
    const noted = await sendingScript(this.#redis, parcelOf(job), {
      way,
      now: Date.now(),
      messages: this.#cipher.seal(messages, contextOf(job)),
      ttlSeconds: this.#ttlSeconds,
      aboard,
      sender,
    });
    if (noted === null) return undefined;
    const [first, kept, keptAboard] = parseAs(Noted, noted);
    return { first: first === 1, load: this.#opened(job, kept, keptAboard) };
  }

  /** An older version did not note how many are aboard; then it is as if none were. */
  #opened(job: string, messages: string, aboard: string | undefined): Load {
    return { messages: this.#cipher.open(messages, contextOf(job), 0), aboard: Number(aboard ?? 0) };
  }

  /**
   * Its `first` sender is sure that nothing was sent this way. The messages are made anew when
   * somebody tries again: URLs in them may have ended, and others' answers among them wait for
   * whoever comes first. False, and nothing is changed, when another process has sent meanwhile:
   * what became of that one is not a known field.
   */
  async notSent(job: string, way: "reply" | "push", sender: string): Promise<boolean> {
    return (await notSentScript(this.#redis, parcelOf(job), { way, sender, flag: "" })) === 1;
  }

  /**
   * As `notSent` of a reply, whose token is over: from now on it is a push, of the same messages.
   */
  async tokenOver(job: string, sender: string): Promise<boolean> {
    const args = { way: "reply", sender, flag: "tokenOver" };
    return (await notSentScript(this.#redis, parcelOf(job), args)) === 1;
  }

  /**
   * Leaves the reply token to something else, and the answer will be a push; false when the answer
   * is under way already.
   */
  async leaveToken(job: string): Promise<boolean> {
    return (await leaveTokenScript(this.#redis, parcelOf(job), { ttlSeconds: this.#ttlSeconds })) === 1;
  }

  /** The end: nothing more is sent for this job. The messages are not needed any more. */
  async done(job: string, how: Delivered): Promise<void> {
    const key = lineKeys.delivery(job);
    await this.#redis
      .multi()
      .hset(key, "done", how)
      .hdel(key, "messages", "aboard")
      .expire(key, this.#ttlSeconds)
      .exec();
  }
}

const Noted = Type.Tuple([Type.Integer(), Type.String(), Type.String()]);

/**
 * `aboard`: how many others' answers are in `messages`. Reply: 1 when this is the first request
 * this way, the messages, and how many are aboard; nil when it is done, stopped, not open, its
 * token is over, or a push of other messages is under way. `reply@` and `push@` hold the first
 * one's id and, behind it, a + when there was another one.
 */
const sendingScript = defineScript(
  "guchiLineSending",
  { keys: ["parcel"], args: ["way", "now", "messages", "ttlSeconds", "aboard", "sender"] },
  `
if redis.call('HEXISTS', parcel, 'done') == 1 or redis.call('HEXISTS', parcel, 'chat') == 0 then return false end
if redis.call('HEXISTS', parcel, 'stopped') == 1 then return false end
local isBegun = redis.call('HEXISTS', parcel, way) == 1
local by = redis.call('HGET', parcel, way .. '@')
local isFirst = not isBegun or by == sender -- sent once more by ioredis, which lost the answer
if way == 'reply' and not isBegun and redis.call('HEXISTS', parcel, 'tokenOver') == 1 then return false end
local push = redis.call('HMGET', parcel, 'push', 'unloaded')
if push[1] and push[2] then return false end
if redis.call('HSETNX', parcel, 'messages', messages) == 1 then redis.call('HSET', parcel, 'aboard', aboard) end
redis.call('HSETNX', parcel, way, now)
redis.call('HSET', parcel, way .. '@', isFirst and sender or (by or '') .. '+')
redis.call('EXPIRE', parcel, ttlSeconds)
return { isFirst and 1 or 0, redis.call('HGET', parcel, 'messages'), redis.call('HGET', parcel, 'aboard') or '0' }`,
);

/**
 * `flag`: a field to set, or empty. Reply: 1, or 0 when there was another
 * request this way. `unsent` is the last sender that was told 1: ioredis asks again when it loses
 * the answer.
 */
const notSentScript = defineScript(
  "guchiLineNotSent",
  { keys: ["parcel"], args: ["way", "sender", "flag"] },
  `
if redis.call('HGET', parcel, 'unsent') == sender then return 1 end
if redis.call('HGET', parcel, way .. '@') ~= sender then return 0 end
redis.call('HDEL', parcel, way, way .. '@')
redis.call('HSET', parcel, 'unsent', sender)
if flag ~= '' then redis.call('HSET', parcel, flag, '1') return 1 end
redis.call('HDEL', parcel, 'messages', 'aboard')
if way == 'push' then redis.call('HDEL', parcel, 'unloaded') end
return 1`,
);

/** Reply: 1, or 0 when the answer is under way. */
const leaveTokenScript = defineScript(
  "guchiLineLeaveToken",
  { keys: ["parcel"], args: ["ttlSeconds"] },
  `
for _, what in ipairs({ 'reply', 'push', 'done', 'stopped' }) do
  if redis.call('HEXISTS', parcel, what) == 1 then return 0 end
end
redis.call('HSET', parcel, 'tokenOver', '1')
redis.call('EXPIRE', parcel, ttlSeconds)
return 1`,
);

const Stopped = Type.Tuple([Type.Union([LineOwner, Type.Literal("")]), Type.Enum(["nothing", "under-way", "all"])]);

/** `asked`: a chat, or empty. Reply: the chat or '', and what has left. */
const stopScript = defineScript(
  "guchiLineStop",
  { keys: ["parcel"], args: ["asked", "ttlSeconds"] },
  `
local known = redis.call('HMGET', parcel, 'chat', 'reply', 'push', 'done')
local chat = known[1] or asked
if chat ~= '' then redis.call('HSET', parcel, 'stopped', '1', 'chat', chat) end
redis.call('HDEL', parcel, 'messages', 'aboard')
redis.call('EXPIRE', parcel, ttlSeconds)
return { chat, known[4] and 'all' or (known[2] or known[3]) and 'under-way' or 'nothing' }`,
);

const unloadScript = defineScript(
  "guchiLineUnload",
  { keys: ["parcel"], args: [] },
  `
if redis.call('HDEL', parcel, 'messages', 'aboard') > 0 and redis.call('HEXISTS', parcel, 'push') == 1 then
  redis.call('HSET', parcel, 'unloaded', '1')
end
return 1`,
);

function parcelOf(job: string) {
  return { parcel: lineKeys.delivery(job) };
}

function contextOf(job: string): string {
  return fieldContext(job, "messages");
}
