import { PLAIN, UnreadableError, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { ReplyResult } from "@guchi/contracts/guchi.ts";
import { Language } from "@guchi/contracts/language.ts";
import { fieldContext } from "@guchi/chain/job/record.ts";
import { lineKeys } from "../keys.ts";
import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { fits, parseAs } from "@guchi/chain/schema.ts";
import type { Redis } from "ioredis";
import Type, { type Static } from "typebox";
import {
  aboardScript,
  claimScript,
  eraseScript,
  giveBackScript,
  keepScript,
  leaveScript,
  takeBackScript,
  SENDER,
} from "./kept-scripts.ts";

const KeptAnswer = Type.Object({
  job: Type.String(),
  /** When it was kept, in ms since the epoch. */
  at: Type.Integer(),
  answer: Type.Object({
    message: ReplyResult.properties.message,
    image: ReplyResult.properties.image,
    audio: ReplyResult.properties.audio,
    reaction: Type.Optional(ReplyResult.properties.reaction),
    language: Language,
  }),
});
export type KeptAnswer = Static<typeof KeptAnswer>;

/** What a job has claimed. */
export interface Claimed {
  readonly answers: readonly KeptAnswer[];
  /**
   * The jobs of answers that do not open here, and may elsewhere (amid a change of DATA_KEY or of
   * the version).
   */
  readonly unread: readonly string[];
  /** The jobs of what is no answer at all. */
  readonly broken: readonly string[];
}

/** As it is kept: the order can be told without opening the answer. */
const Sealed = Type.Object({ job: Type.String(), at: Type.Integer(), answer: Type.String() });

/**
 * Answers that LINE would not take since the month's messages are used up. They wait for the
 * owner's next message, whose reply is free. Media by key, since a URL would have ended by then.
 */
export class KeptAnswers {
  readonly #redis: Redis;
  readonly #ttlMs: number;
  readonly #cipher: Cipher;

  /**
   * `jobTtlSeconds`: how long a finished job and its media are kept, and so its answer. `cipher`:
   * how the answer is kept.
   */
  constructor(
    redis: Redis,
    { jobTtlSeconds, cipher = PLAIN }: { readonly jobTtlSeconds: number; readonly cipher?: Cipher },
  ) {
    this.#redis = redis;
    this.#cipher = cipher;
    this.#ttlMs = jobTtlSeconds * 1_000;
  }

  /** Keeps an answer: twice is once, also when it was handed over in between. */
  async keep(owner: string, kept: KeptAnswer): Promise<void> {
    const answer = this.#cipher.seal(JSON.stringify(kept.answer), contextOf(kept.job));
    const args = { job: kept.job, answer: JSON.stringify({ ...kept, answer }), ttlMs: this.#ttlMs };
    await keepScript(this.#redis, keysOf(owner), args);
  }

  /**
   * Takes the job's own answer out again, to send it after all: `taken`, `free` when it was not
   * kept, `gone` to another job.
   */
  async takeBack(owner: string, job: string): Promise<"taken" | "free" | "gone"> {
    const reply = await takeBackScript(this.#redis, keysOf(owner), { job });
    return reply === 1 ? "taken" : reply === 0 ? "gone" : "free";
  }

  /** Whether something waits for the owner that this process could hand over. */
  async any(owner: string): Promise<boolean> {
    const all = await this.#redis.hvals(lineKeys.kept(owner));
    return all.some((text) => opened(unpacked(text), this.#cipher) !== undefined);
  }

  /**
   * Takes up to `most` answers for `job` to hand over, oldest first. Asked again, it gives the same
   * ones: no other job gets them.
   */
  async claim(owner: string, job: string, most: number): Promise<Claimed> {
    const args = { job, most, ttlMs: this.#ttlMs };
    const flat = parseAs(Flat, await claimScript(this.#redis, keysOf(owner, job), args));
    const answers: KeptAnswer[] = [];
    const unread: string[] = [];
    const broken: string[] = [];
    for (let index = 0; index < flat.length; index += 2) {
      const [id = "", text = ""] = flat.slice(index, index + 2);
      if (id === SENDER) continue;
      const sealed = unpacked(text);
      const answer = opened(sealed, this.#cipher);
      if (answer !== undefined) answers.push(answer);
      else (sealed === undefined ? broken : unread).push(id);
    }
    return { answers: answers.toSorted((a, b) => a.at - b.at), unread, broken };
  }

  /**
   * Removes from the claim of `job` what it cannot deliver. `gone` is removed for good. `unread`
   * waits again at the end of the queue, unless it may be on its way already. `unsent`: the sender
   * that certainly sent nothing, if any.
   */
  async leave(
    owner: string,
    job: string,
    {
      gone,
      unread,
      unsent = "",
    }: { readonly gone: readonly string[]; readonly unread: readonly string[]; readonly unsent?: string | undefined },
  ): Promise<void> {
    const jobs = [...gone, ...unread];
    const args = { claimer: job, now: Date.now(), ttlMs: this.#ttlMs, unsent, goneCount: gone.length, jobs };
    if (jobs.length > 0) await leaveScript(this.#redis, keysOf(owner, job), args);
  }

  /**
   * How many answers `job` has claimed and not handed over. `sender`: who is about to send them,
   * which only it may give back.
   */
  async aboard(owner: string, job: string, sender: string): Promise<number> {
    return parseAs(Type.Integer(), await aboardScript(this.#redis, keysOf(owner, job), { sender }));
  }

  /** `job` has handed over what it claimed. */
  async handedOver(owner: string, job: string): Promise<void> {
    await this.#redis.del(lineKeys.claimed(owner, job));
  }

  /**
   * `job` cannot hand over what it claimed: it waits again. Not when another than this `sender` may
   * have sent it.
   */
  async giveBack(owner: string, job: string, sender = ""): Promise<void> {
    await giveBackScript(this.#redis, keysOf(owner, job), { ttlMs: this.#ttlMs, sender });
  }

  /**
   * `job` has sent its answer, and what it claimed: its own one does not wait, whoever kept it
   * meanwhile.
   */
  async sent(owner: string, job: string): Promise<void> {
    await this.#redis.multi().hdel(lineKeys.kept(owner), job).del(lineKeys.claimed(owner, job)).exec();
  }

  /** Forgets the answers of jobs that are gone anyway. */
  async drop(owner: string, jobs: readonly string[]): Promise<void> {
    await this.#redis.hdel(lineKeys.kept(owner), ...jobs);
  }

  /** Erases the job's answer for good, and resolves to the job that has claimed it, if one has. */
  async erase(owner: string, job: string): Promise<string | undefined> {
    const claimer = await eraseScript(this.#redis, keysOf(owner), { job, ttlMs: this.#ttlMs });
    if (typeof claimer !== "string" || claimer === "") return undefined;
    await this.#redis.hdel(lineKeys.claimed(owner, claimer), job);
    return claimer;
  }
}

/** `claimer`: the job in question. */
function keysOf(owner: string, claimer = "") {
  return { kept: lineKeys.kept(owner), state: lineKeys.keptState(owner), claimed: lineKeys.claimed(owner, claimer) };
}

/** Fields and values in turn. */
const Flat = Type.Array(Type.String());

/** undefined: no answer. */
function unpacked(text: string): Static<typeof Sealed> | undefined {
  const sealed = jsonOrUndefined(text);
  return fits(Sealed, sealed) ? sealed : undefined;
}

/** The answer; undefined when it does not open with this DATA_KEY, or is another version's. */
function opened(sealed: Static<typeof Sealed> | undefined, cipher: Cipher): KeptAnswer | undefined {
  if (sealed === undefined) return undefined;
  try {
    const answer = cipher.open(sealed.answer, contextOf(sealed.job), sealed.at);
    const kept = { ...sealed, answer: jsonOrUndefined(answer) };
    return fits(KeptAnswer, kept) ? kept : undefined;
  } catch (error) {
    if (error instanceof UnreadableError) return undefined;
    throw error;
  }
}

function contextOf(job: string): string {
  return fieldContext(job, "kept");
}
