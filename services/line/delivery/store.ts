import { PLAIN, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { fieldContext } from "@guchi/chain/job/record.ts";
import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { defineScript } from "@guchi/chain/redis/script.ts";
import { fits } from "@guchi/chain/schema.ts";
import type { Redis } from "ioredis";
import { lineKeys, LONGER_THAN_JOB_SECONDS } from "../keys.ts";
import { carriesOf, DeliveryState, transition, type DeliveryEvent, type Fate } from "./machine.ts";

/** How long an end is remembered, in ms: until no overtaken process can come back to it. */
const END_KEPT_MS = 86_400_000;
const ENDS: ReadonlySet<DeliveryState["state"]> = new Set(["delivered", "unconfirmed", "withdrawn"]);

/** The deliveries of one chat, by their jobs. */
export type DeliveryStates = ReadonlyMap<string, DeliveryState>;

/** An event of one job's delivery. */
type Happened = readonly [job: string, event: DeliveryEvent];

/**
 * The states of deliveries, those of a chat in one hash: what belongs together changes together, by
 * one compare-and-set script. Messages are sealed.
 */
export class Deliveries {
  readonly #redis: Redis;
  readonly #ttlSeconds: number;
  readonly #cipher: Cipher;

  /** `jobTtlSeconds`: how long a finished job is kept. */
  constructor(
    redis: Redis,
    { jobTtlSeconds, cipher = PLAIN }: { readonly jobTtlSeconds: number; readonly cipher?: Cipher },
  ) {
    this.#redis = redis;
    this.#cipher = cipher;
    this.#ttlSeconds = jobTtlSeconds + LONGER_THAN_JOB_SECONDS;
  }

  async read(chat: string): Promise<DeliveryStates> {
    return statesOf(await this.#redis.hgetall(lineKeys.deliveries(chat)));
  }

  /** The messages of a delivery, as they were made; undefined: they are to be made anew. */
  messagesOf(job: string, state: DeliveryState | undefined): string | undefined {
    const sealed = state !== undefined && "messages" in state ? state.messages : undefined;
    return sealed === undefined ? undefined : this.#cipher.open(sealed, contextOf(job), 0);
  }

  seal(job: string, messages: string): string {
    return this.#cipher.seal(messages, contextOf(job));
  }

  /**
   * Lets this happen, all of it or nothing, with what follows for carried answers. Resolves to the
   * chat as it is then; undefined, and nothing is changed, where an event does not fit its state.
   */
  async happen(chat: string, ...events: readonly Happened[]): Promise<DeliveryStates | undefined> {
    for (;;) {
      const now = Date.now();
      const fields = await this.#redis.hgetall(lineKeys.deliveries(chat));
      const states = statesOf(fields);
      const changes = changesOf(states, events, now);
      if (changes === undefined) return undefined;
      const kept = { ...outdated(states, now), ...changes };
      const args = Object.entries(kept).flatMap(([job, state]) => [
        job,
        fields[job] ?? "",
        state === undefined ? "" : JSON.stringify(state),
      ]);
      const key = { deliveries: lineKeys.deliveries(chat) };
      if ((await changeScript(this.#redis, key, { ttlSeconds: this.#ttlSeconds, changes: args })) === 1) {
        return new Map([...states, ...Object.entries(changes)]);
      }
    }
  }

  /** The job's answer is not wanted any more: nothing of it is kept or sent from here on. */
  async withdraw(chat: string, job: string): Promise<void> {
    await this.happen(chat, [job, { is: "withdraw" }]);
    // In this order: what is withdrawn is taken along no more.
    for (const [other, state] of await this.read(chat)) {
      if (carriesOf(state).includes(job)) await this.happen(chat, [other, { is: "drop", job }]);
    }
  }
}

/** What is to change, by job; undefined where an event does not fit. */
function changesOf(
  states: DeliveryStates,
  events: readonly Happened[],
  now: number,
): Record<string, DeliveryState> | undefined {
  const changes: Record<string, DeliveryState> = {};
  for (const [job, event] of events) {
    const from = states.get(job);
    const made = transition(from, event, now);
    if (made === undefined) return undefined;
    changes[job] = made.next;
    if (made.carried !== undefined) Object.assign(changes, carriedBy(states, job, from, made.carried, now));
  }
  return changes;
}

function carriedBy(states: DeliveryStates, job: string, from: DeliveryState | undefined, fate: Fate, now: number) {
  const changes: Record<string, DeliveryState> = {};
  for (const each of carriesOf(from)) {
    const state = states.get(each);
    if (state?.state !== "carried" || state.with !== job) continue;
    const made = transition(state, { is: fate }, now);
    if (made !== undefined) changes[each] = made.next;
  }
  return changes;
}

/** Ends of which nobody asks any more. */
function outdated(states: DeliveryStates, now: number): Record<string, undefined> {
  const old = [...states].filter(([, { state, at }]) => ENDS.has(state) && at < now - END_KEPT_MS);
  return Object.fromEntries(old.map(([job]) => [job, undefined]));
}

function statesOf(fields: Readonly<Record<string, string>>): DeliveryStates {
  const states = Object.entries(fields).flatMap(([job, text]) => {
    const state = jsonOrUndefined(text);
    return fits(DeliveryState, state) ? [[job, state] as const] : [];
  });
  return new Map(states);
}

function contextOf(job: string): string {
  return fieldContext(job, "messages");
}

/**
 * `changes`: job, its state as it was, and as it is to be, in turn; empty: none. Reply: 1, also
 * when it was so before (ioredis asks again when it loses an answer), or 0 when somebody was
 * quicker.
 */
const changeScript = defineScript(
  "guchiLineDelivery",
  { keys: ["deliveries"], args: ["ttlSeconds", "...changes"] },
  `
local isDone, isAsBefore = true, true
for i = 1, #changes, 3 do
  local state = redis.call('HGET', deliveries, changes[i]) or ''
  isAsBefore = isAsBefore and state == changes[i + 1]
  isDone = isDone and state == changes[i + 2]
end
if isDone then return 1 end
if not isAsBefore then return 0 end
for i = 1, #changes, 3 do
  if changes[i + 2] == '' then redis.call('HDEL', deliveries, changes[i])
  else redis.call('HSET', deliveries, changes[i], changes[i + 2]) end
end
redis.call('EXPIRE', deliveries, ttlSeconds)
return 1`,
);
