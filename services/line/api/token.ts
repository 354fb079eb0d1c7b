import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sealer, type Sealer } from "@guchi/chain/crypto/sealer.ts";
import { lineKeys } from "../keys.ts";
import { fits } from "@guchi/chain/schema.ts";
import type { Redis } from "ioredis";
import Type from "typebox";
import { callLine, type LineAnswer } from "./call.ts";
import type { LineSettings } from "../settings.ts";

/** A token for LINE's API, or the answer that came instead of one. */
type TokenOrFailure = { readonly token: string } | { readonly failure: LineAnswer };

export interface ChannelTokens {
  /** A token that is good now. Rejects only when Redis does. */
  get(): Promise<TokenOrFailure>;
  /**
   * Another token than `refused`, which LINE answered with 401; undefined when there is no other.
   */
  insteadOf(refused: string): Promise<TokenOrFailure | undefined>;
}

/** The tokens that the settings call for: one long-lived, or stateless ones. */
export function channelTokens(settings: LineSettings, redis: Redis): ChannelTokens {
  const { token } = settings;
  if (token.kind === "stateless") return new StatelessTokens({ ...settings, channelId: token.channelId, redis });
  return { get: async () => ({ token: token.token }), insteadOf: async () => undefined };
}

/** The same for one process alone, which needs no Redis: a stateless token is issued anew. */
export function unsharedTokens(settings: LineSettings): ChannelTokens {
  const { token } = settings;
  const get = async (): Promise<TokenOrFailure> => {
    if (token.kind === "long-lived") return { token: token.token };
    const issued = await issue({ ...settings, channelId: token.channelId });
    return "failure" in issued ? issued : { token: issued.access_token };
  };
  return { get, insteadOf: async () => undefined };
}

/** A token is not used in its last two minutes: clocks differ, and a request takes its time. */
const RENEW_BEFORE_MS = 120_000;
/** How long one process may take to get a token before another one tries. */
const LOCK_MS = 10_000;
const WAIT_MS = 100;
const ISSUE_TIMEOUT_MS = 5_000;

const Issued = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  /** Seconds: 900 by LINE's documentation. */
  expires_in: Type.Integer({ minimum: 1 }),
});

interface Channel {
  readonly name: string;
  readonly apiBaseUrl: string;
  readonly channelId: string;
  readonly channelSecret: string;
}

interface Kept {
  readonly token: string;
  /** ms since the epoch from when on a new one is to be had. */
  readonly renewAt: number;
}

/**
 * Stateless channel access tokens
 * (https://developers.line.biz/en/docs/basics/channel-access-token/): good for 15 minutes, any
 * number of them. One is shared by all processes through Redis, sealed; who finds none, or one that
 * is soon to end, gets a lock and issues the next one, while the others wait for that.
 */
class StatelessTokens implements ChannelTokens {
  readonly #options: Channel & { readonly redis: Redis };
  readonly #sealer: Sealer;
  readonly #key: string;
  readonly #lock: string;
  #known: Kept | undefined;
  #asking: Promise<TokenOrFailure> | undefined;

  constructor(options: Channel & { readonly redis: Redis }) {
    this.#options = options;
    this.#key = lineKeys.token(options.name);
    this.#lock = lineKeys.tokenLock(options.name);
    this.#sealer = sealer(options.channelSecret, "guchi line channel access token");
  }

  async get(): Promise<TokenOrFailure> {
    if (this.#known !== undefined && this.#known.renewAt > Date.now()) return { token: this.#known.token };
    return this.#ask();
  }

  async insteadOf(refused: string): Promise<TokenOrFailure> {
    if (this.#known?.token === refused) this.#known = undefined;
    const found = await this.#ask(refused);
    // A question that was under way already did not know that this one is refused.
    return "token" in found && found.token === refused ? this.#ask(refused) : found;
  }

  /** One question at a time in this process, whoever asks. */
  async #ask(refused?: string): Promise<TokenOrFailure> {
    this.#asking ??= this.#find(refused).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #find(refused: string | undefined): Promise<TokenOrFailure> {
    const { redis } = this.#options;
    const deadline = Date.now() + LOCK_MS;
    for (;;) {
      const shared = await this.#shared();
      if (shared !== undefined && shared.token !== refused) return this.#use(shared);
      const mine = randomUUID();
      if ((await redis.set(this.#lock, mine, "PX", LOCK_MS, "NX")) === "OK") {
        try {
          // Somebody may have issued one between the look and the lock.
          const meanwhile = await this.#shared();
          return await (meanwhile !== undefined && meanwhile.token !== refused ? this.#use(meanwhile) : this.#issue());
        } finally {
          if ((await redis.get(this.#lock)) === mine) await redis.del(this.#lock);
        }
      }
      if (Date.now() > deadline) return { failure: { kind: "unreached", cause: new Error("no token came in time") } };
      await sleep(WAIT_MS);
    }
  }

  async #issue(): Promise<TokenOrFailure> {
    const issued = await issue(this.#options);
    if ("failure" in issued) return issued;
    const livesMs = issued.expires_in * 1_000;
    const usableMs = Math.max(livesMs - RENEW_BEFORE_MS, livesMs / 2);
    const kept: Kept = { token: issued.access_token, renewAt: Date.now() + usableMs };
    const sealed = this.#sealer.seal(JSON.stringify(kept), this.#key);
    await this.#options.redis.set(this.#key, sealed, "PX", Math.ceil(usableMs));
    return this.#use(kept);
  }

  async #shared(): Promise<Kept | undefined> {
    const sealed = await this.#options.redis.get(this.#key);
    const opened = sealed === null ? undefined : this.#sealer.open(sealed, this.#key);
    const kept: unknown = opened === undefined ? undefined : JSON.parse(opened);
    return fits(KeptSchema, kept) && kept.renewAt > Date.now() ? kept : undefined;
  }

  #use(kept: Kept): TokenOrFailure {
    this.#known = kept;
    return { token: kept.token };
  }
}

/** https://developers.line.biz/en/reference/messaging-api/#issue-stateless-channel-access-token */
async function issue({ apiBaseUrl, channelId, channelSecret }: Channel) {
  const form = { grant_type: "client_credentials", client_id: channelId, client_secret: channelSecret };
  const answer = await callLine({
    url: `${apiBaseUrl}/oauth2/v3/token`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
    timeoutMs: ISSUE_TIMEOUT_MS,
  });
  const isIssued = answer.kind === "answer" && answer.status === 200 && fits(Issued, answer.body);
  return isIssued ? answer.body : { failure: answer };
}

const KeptSchema = Type.Object({ token: Type.String(), renewAt: Type.Number() });
