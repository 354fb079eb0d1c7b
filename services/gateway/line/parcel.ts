import { PLAIN, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { Delivered, LineOwner } from "@guchi/contracts/line.ts";
import { fieldContext } from "@guchi/chain/job/record.ts";
import { lineKeys, LONGER_THAN_JOB_SECONDS } from "./keys.ts";
import { defineScript } from "@guchi/chain/redis/script.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import type { Redis } from "ioredis";
import Type from "typebox";
import type { Sending } from "./policy.ts";

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
   * The job was purged: from now on nothing is sent, and what was to be is erased. `asked`: the
   * chat that the job's input named. Resolves to the chat, if there is one, and what has left:
   * `nothing`, perhaps the one `under-way`, or all that ever will. The parcel stays as a mark.
   */
  async stop(
    job: string,
    asked?: string,
  ): Promise<{ readonly chat: string | undefined; readonly left: "nothing" | "under-way" | "all" }> {
    const stopped = await stopScript(this.#redis, [lineKeys.delivery(job)], [asked ?? "", this.#ttlSeconds]);
    const [chat, left] = parseAs(Stopped, stopped);
    return { chat: chat === "" ? undefined : chat, left };
  }

  /**
   * Something that the job's messages held was erased: they are made anew. A push that is under way
   * may not change any more, since LINE wants the same bytes under a retry key: unless it turns out
   * that it was not sent, nothing more is.
   */
  async unload(job: string): Promise<void> {
    await unloadScript(this.#redis, [lineKeys.delivery(job)], []);
  }

  /** The messages that were made are not to be sent any more; they are made anew. */
  async discard(job: string): Promise<void> {
    await this.#redis.hdel(lineKeys.delivery(job), "messages", "aboard");
  }

  /**
   * Notes, before a request leaves, that it may arrive. The first one's time and messages stay: the
   * messages to send are those that this resolves to. `first`: no other request this way can have
   * arrived so far, neither before a crash nor of another process that works on the same job (it
   * lost its lock, and we have it now). `sender`: an id of this very request. undefined: that one
   * is done already, the reply token is over, or the job was purged.
   */
  async sending(
    job: string,
    way: "reply" | "push",
    { messages, aboard }: Load,
    sender: string,
  ): Promise<{ readonly first: boolean; readonly load: Load } | undefined> {
    const args = [way, Date.now(), this.#cipher.seal(messages, contextOf(job)), this.#ttlSeconds, aboard, sender];
    const noted = await sendingScript(this.#redis, [lineKeys.delivery(job)], args);
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
   * what became of that one is not known here.
   */
  async notSent(job: string, way: "reply" | "push", sender: string): Promise<boolean> {
    return (await notSentScript(this.#redis, [lineKeys.delivery(job)], [way, sender, ""])) === 1;
  }

  /**
   * As `notSent` of a reply, whose token is over: from now on it is a push, of the same messages.
   */
  async tokenOver(job: string, sender: string): Promise<boolean> {
    return (await notSentScript(this.#redis, [lineKeys.delivery(job)], ["reply", sender, "tokenOver"])) === 1;
  }

  /**
   * Leaves the reply token to something else, and the answer will be a push; false when the answer
   * is under way already.
   */
  async leaveToken(job: string): Promise<boolean> {
    return (await leaveTokenScript(this.#redis, [lineKeys.delivery(job)], [this.#ttlSeconds])) === 1;
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
 * KEYS: parcel. ARGV: way, now, messages, s to live, how many are aboard. Reply: 1 when this is the
 * first request this way, the messages, and how many are aboard; nil when it is done, stopped, not
 * open, its token is over, or a push of other messages is under way. ARGV[6]: the sender. `reply@`
 * and `push@` hold the first one's id and, behind it, a + when there was another one.
 */
const sendingScript = defineScript(
  "guchiLineSending",
  `
if redis.call('HEXISTS', KEYS[1], 'done') == 1 or redis.call('HEXISTS', KEYS[1], 'chat') == 0 then return false end
if redis.call('HEXISTS', KEYS[1], 'stopped') == 1 then return false end
local isBegun = redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1
local by = redis.call('HGET', KEYS[1], ARGV[1] .. '@')
local isFirst = not isBegun or by == ARGV[6] -- sent once more by ioredis, which lost the answer
if ARGV[1] == 'reply' and not isBegun and redis.call('HEXISTS', KEYS[1], 'tokenOver') == 1 then return false end
local push = redis.call('HMGET', KEYS[1], 'push', 'unloaded')
if push[1] and push[2] then return false end
if redis.call('HSETNX', KEYS[1], 'messages', ARGV[3]) == 1 then redis.call('HSET', KEYS[1], 'aboard', ARGV[5]) end
redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[1], ARGV[1] .. '@', isFirst and ARGV[6] or (by or '') .. '+')
redis.call('EXPIRE', KEYS[1], ARGV[4])
return { isFirst and 1 or 0, redis.call('HGET', KEYS[1], 'messages'), redis.call('HGET', KEYS[1], 'aboard') or '0' }`,
);

/**
 * KEYS: parcel. ARGV: way, sender, a field to set or ''. Reply: 1, or 0 when there was another
 * request this way. `unsent` is the last sender that was told 1: ioredis asks again when it loses
 * the answer.
 */
const notSentScript = defineScript(
  "guchiLineNotSent",
  `
if redis.call('HGET', KEYS[1], 'unsent') == ARGV[2] then return 1 end
if redis.call('HGET', KEYS[1], ARGV[1] .. '@') ~= ARGV[2] then return 0 end
redis.call('HDEL', KEYS[1], ARGV[1], ARGV[1] .. '@')
redis.call('HSET', KEYS[1], 'unsent', ARGV[2])
if ARGV[3] ~= '' then redis.call('HSET', KEYS[1], ARGV[3], '1') return 1 end
redis.call('HDEL', KEYS[1], 'messages', 'aboard')
if ARGV[1] == 'push' then redis.call('HDEL', KEYS[1], 'unloaded') end
return 1`,
);

/** KEYS: parcel. ARGV: s to live. Reply: 1, or 0 when the answer is under way. */
const leaveTokenScript = defineScript(
  "guchiLineLeaveToken",
  `
for _, what in ipairs({ 'reply', 'push', 'done', 'stopped' }) do
  if redis.call('HEXISTS', KEYS[1], what) == 1 then return 0 end
end
redis.call('HSET', KEYS[1], 'tokenOver', '1')
redis.call('EXPIRE', KEYS[1], ARGV[1])
return 1`,
);

const Stopped = Type.Tuple([Type.Union([LineOwner, Type.Literal("")]), Type.Enum(["nothing", "under-way", "all"])]);

/** KEYS: parcel. ARGV: chat or '', s to live. Reply: the chat or '', and what has left. */
const stopScript = defineScript(
  "guchiLineStop",
  `
local parcel = redis.call('HMGET', KEYS[1], 'chat', 'reply', 'push', 'done')
local chat = parcel[1] or ARGV[1]
if chat ~= '' then redis.call('HSET', KEYS[1], 'stopped', '1', 'chat', chat) end
redis.call('HDEL', KEYS[1], 'messages', 'aboard')
redis.call('EXPIRE', KEYS[1], ARGV[2])
return { chat, parcel[4] and 'all' or (parcel[2] or parcel[3]) and 'under-way' or 'nothing' }`,
);

/** KEYS: parcel. */
const unloadScript = defineScript(
  "guchiLineUnload",
  `
if redis.call('HDEL', KEYS[1], 'messages', 'aboard') > 0 and redis.call('HEXISTS', KEYS[1], 'push') == 1 then
  redis.call('HSET', KEYS[1], 'unloaded', '1')
end
return 1`,
);

function contextOf(job: string): string {
  return fieldContext(job, "messages");
}
