import { randomUUID } from "node:crypto";
import { StageError } from "@guchi/chain/errors.ts";
import { uuidOfJob } from "@guchi/chain/job/id.ts";
import type { JobRecords } from "@guchi/chain/job/records.ts";
import type { StageContext } from "@guchi/chain/stage.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { channelField } from "@guchi/contracts/line/channels.ts";
import type { Delivered, Delivery } from "@guchi/platform/messenger/messenger.ts";
import { hourly } from "@guchi/providers/hourly.ts";
import { Address, type LineTarget } from "../address.ts";
import type { LineApi } from "../api/api.ts";
import type { LineAnswer } from "../api/call.ts";
import { faultPoint } from "../fault-points.ts";
import type { LineLog } from "../log-codes.ts";
import { chatOf, isNameless } from "../owner.ts";
import { answerOf, canBeAskedAgain, topicOf } from "./answer.ts";
import { Composer, type ComposerDeps, type HeldAnswer } from "./compose.ts";
import { carriesOf, type DeliveryEvent, type DeliveryState, type Way } from "./machine.ts";
import { roomFor, type Answer } from "./messages.ts";
import type { LineState } from "./outage.ts";
import { isSurelyGood, judge, nextStep, pauseBeforeReply, type Step, type Verdict } from "./policy.ts";
import { leaveOut } from "./refused.ts";
import { sendFailure, statusOf, wordsOf } from "./send-failure.ts";
import type { Deliveries, DeliveryStates } from "./store.ts";

interface Deps extends ComposerDeps {
  readonly api: Pick<LineApi, "reply" | "push">;
  readonly deliveries: Deliveries;
  readonly lineState: Pick<LineState, "note" | "outage">;
  readonly records: Pick<JobRecords, "exists" | "read" | "noteDelivery">;
  /** Whether a group is pushed to, which counts for each of its members. */
  readonly pushesToGroups: boolean;
  /** Counts what became of each call. */
  readonly count: (way: Way, verdict: Verdict) => void;
}

/** An answer on its way. */
interface Going {
  readonly job: string;
  readonly chat: string;
  readonly address: Address;
  readonly target: LineTarget;
  readonly answer: Answer;
  readonly again: boolean;
  /** Not worth a push, and nothing that should wait for another answer. */
  readonly replyOnly: boolean;
  /** What LINE does not take of it. */
  readonly leftOut: Set<string>;
}

type Context = Pick<StageContext, "signal" | "attempt"> & { readonly log: LineLog };

/** What each answer of a channel would say again. */
const isDue = hourly();

/** An orphan is told of after this time, in ms: whoever carried it may still be at it. */
const ORPHAN_MS = 60_000;

/**
 * Sends a job's answer to LINE at most once, whatever crashes in between: each step is a transition
 * of its state (machine.ts), recorded before a request leaves and when its outcome is known.
 */
export class Sender {
  readonly #deps: Deps;
  readonly #composer: Composer;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#composer = new Composer(deps);
  }

  /** See `Messenger`. Of a job that is completed. */
  async deliver({ record, to, output }: Delivery, context: Context): Promise<Delivered> {
    const address = parseAs(Address, to);
    const answer = answerOf(record, output);
    if (answer === undefined) {
      throw new StageError("There is no answer that could be sent.", { code: "invalid_output", class: "permanent" });
    }
    const { line: target } = address;
    const going: Going = {
      job: record.id,
      chat: chatOf(target),
      address,
      target,
      answer,
      leftOut: new Set(),
      again: canBeAskedAgain(output),
      replyOnly: topicOf(record) === "waiting" || isNameless(target.to),
    };
    for (;;) {
      const ended = await this.#advance(going, context);
      if (ended !== undefined) return ended;
    }
  }

  /** One step. Resolves to the end, or undefined when there is another step. */
  async #advance(going: Going, context: Context): Promise<Delivered | undefined> {
    const { chat, job } = going;
    const states = await this.#deps.deliveries.read(chat);
    const state = states.get(job);
    const step = await this.#nextStep(going, state);
    if (step === "end") return this.#close(state);
    if (step !== "reply" && step !== "push") return this.#happened(going, { is: step });
    if (await this.#isTakenBack(going)) return this.#happened(going, { is: "withdraw" });
    context.signal.throwIfAborted();
    const sent = await this.#prepare(step, going, states);
    if (sent === undefined) return undefined; // somebody else was quicker, or erased something
    await faultPoint("delivery.noted");
    return this.#send(step, going, sent, context);
  }

  async #nextStep({ address, answer, target, replyOnly }: Going, state: DeliveryState | undefined): Promise<Step> {
    return nextStep(state, {
      now: Date.now(),
      receivedAt: address.receivedAt,
      happenedAt: target.at,
      hasReplyToken: target.replyToken !== undefined,
      replyOnly,
      // Danger is worth what a push to a group costs.
      mayPush: this.#deps.pushesToGroups || address.user === chatOf(target) || answer.reaction === "care",
      outage: await this.#deps.lineState.outage(),
    });
  }

  async #isTakenBack({ job, address }: Going): Promise<boolean> {
    return (await this.#deps.ownership.isWithdrawn(address)) || !(await this.#deps.records.exists(job));
  }

  /** Records that a request is about to leave; undefined: it may not. */
  async #prepare(way: Way, going: Going, states: DeliveryStates): Promise<Sent | undefined> {
    const { chat, job } = going;
    const { deliveries } = this.#deps;
    const state = states.get(job);
    const known = deliveries.messagesOf(job, state);
    const held = known === undefined ? await this.#heldWith(going, states) : [];
    const messages = known ?? (await this.#composer.compose({ ...going, held }));
    await faultPoint("delivery.composed");
    const by = randomUUID();
    const carries = held.map((each) => each.job);
    const taken = carries
      .filter((each) => states.get(each)?.state === "held")
      .map((each) => [each, { is: "take", with: job }] as const);
    const sending = { is: "send", way, by, messages: deliveries.seal(job, messages), carries } as const;
    const after = (await deliveries.happen(chat, [job, sending], ...taken))?.get(job);
    if (after?.state !== "sending") return undefined;
    return { by, messages: deliveries.messagesOf(job, after) ?? messages, isFirst: after.isFirst };
  }

  /**
   * The answers that go along: those that wait, as far as there is room. While a request has an
   * unknown outcome none is added: that request may have reached LINE.
   */
  async #heldWith({ chat, job, answer }: Going, states: DeliveryStates): Promise<readonly HeldAnswer[]> {
    const own = states.get(job);
    const waiting = own !== undefined && "carries" in own ? own.carries : await this.#waiting(chat, states);
    const told: HeldAnswer[] = [];
    for (const each of waiting) {
      if (told.length >= roomFor(answer)) break;
      const found = await this.#composer.find(each);
      if (found === "gone") await this.#deps.deliveries.withdraw(chat, each);
      else if (found !== "unread") told.push({ job: each, answer: found });
    }
    return told;
  }

  /** Those that wait in this chat, oldest first. */
  async #waiting(chat: string, states: DeliveryStates): Promise<readonly string[]> {
    for (const [job, state] of states) if (isOrphan(state, states)) await this.#orphaned(chat, job);
    return [...states]
      .filter(([, { state }]) => state === "held")
      .toSorted(([, a], [, b]) => a.at - b.at)
      .map(([job]) => job);
  }

  async #orphaned(chat: string, job: string): Promise<void> {
    await this.#deps.deliveries.happen(chat, [job, { is: "carrier-unconfirmed" }]);
    await this.#deps.records.noteDelivery(job, { status: "unconfirmed", at: Date.now() });
  }

  async #send(way: Way, going: Going, sent: Sent, context: Context): Promise<Delivered | undefined> {
    const { by, isFirst, messages } = sent;
    const since = Date.now();
    const answer = await this.#call(way, going, messages, context.signal);
    await faultPoint("delivery.answered");
    await this.#deps.lineState.note(answer, since);
    const verdict = judge(way, answer, {
      uncertain: !isFirst,
      young: isSurelyGood(Date.now(), { receivedAt: going.address.receivedAt, happenedAt: going.target.at }),
    });
    this.#deps.count(way, verdict);
    const { channel = "" } = going.target;
    const whose = channelField(channel);
    if (verdict === "limit" && isDue(channel)) {
      const what = "LINE's quota of this month is spent: answers wait for a message";
      context.log.warn({ code: "line.quota_spent", ...whose }, what);
    }
    const event = eventOf(verdict, by);
    if (event !== undefined) return this.#happened(going, event);
    // Certain also of earlier requests with these messages.
    const canDoWithout = verdict === "rejected" && leaveOut(going.leftOut, answer, messages);
    const is = isFirst && verdict !== "unknown" ? "refused" : canDoWithout ? "part-refused" : "lost";
    await this.#happened(going, { is, by });
    if (canDoWithout) {
      const about = { code: "line.part_refused", ...whose, way, line: wordsOf(answer) } as const;
      context.log.warn(about, "LINE refused a part of an answer, which goes without it");
      return undefined;
    }
    if (verdict === "denied" || verdict === "rejected") {
      // The alert: whoever runs this bot must act, and the delivery waits for it.
      const said = { status: statusOf(answer), line: wordsOf(answer) };
      const about = { code: "line.refused", ...whose, way, verdict, ...said } as const;
      context.log.error(about, "LINE refused an answer");
    }
    await faultPoint("delivery.undecided");
    const pauseMs =
      way === "reply" ? pauseBeforeReply(Date.now(), going.address.receivedAt, context.attempt) : undefined;
    throw sendFailure(failureOf(verdict), answer, pauseMs);
  }

  async #call(way: Way, { job, target }: Going, messages: string, signal: AbortSignal): Promise<LineAnswer> {
    const { api } = this.#deps;
    if (way === "reply") return api.reply(target.replyToken ?? "", messages, signal);
    return api.push(target.to, messages, uuidOfJob(job, "line push"), signal);
  }

  /** Lets an event happen. One that does not fit any more changes nothing: the next look tells. */
  async #happened({ chat, job }: Going, event: DeliveryEvent): Promise<undefined> {
    const after = await this.#deps.deliveries.happen(chat, [job, event]);
    if (after?.get(job)?.state === "held") await faultPoint("delivery.held");
  }

  /** The end of it; answers that it carried learn of it, too. */
  async #close(state: DeliveryState | undefined): Promise<Delivered> {
    await faultPoint("delivery.ended");
    const status = endOf(state);
    if (status === "delivered" || status === "unconfirmed") {
      for (const job of carriesOf(state)) await this.#deps.records.noteDelivery(job, { status, at: Date.now() });
    }
    return status;
  }
}

/** A request that is about to leave. */
interface Sent {
  /** Its own id. */
  readonly by: string;
  readonly messages: string;
  readonly isFirst: boolean;
}

/** What the verdict lets happen; undefined: the attempt fails, and another one may follow. */
function eventOf(verdict: Verdict, by: string): DeliveryEvent | undefined {
  switch (verdict) {
    case "sent":
    case "probably-sent":
      return { is: "sent", by };
    case "perhaps-sent":
      return { is: "give-up" };
    case "token-over":
      return { is: "token-over", by };
    case "limit":
      return { is: "hold", by };
    default:
      return undefined;
  }
}

function failureOf(verdict: Verdict): Parameters<typeof sendFailure>[0] {
  const failed = ["unknown", "unreached", "slow-down", "denied", "rejected"] as const;
  return failed.find((each) => each === verdict) ?? "unknown";
}

function endOf(state: DeliveryState | undefined): Delivered {
  switch (state?.state) {
    case "delivered":
    case "unconfirmed":
    case "withdrawn":
      return state.state;
    default:
      return "held"; // or carried: the answer that takes it along tells how that goes
  }
}

/** Whether it goes along with an answer that was withdrawn under way, or is forgotten. */
function isOrphan(state: DeliveryState, states: DeliveryStates): boolean {
  if (state.state !== "carried" || Date.now() - state.at < ORPHAN_MS) return false;
  const carrier = states.get(state.with)?.state;
  return carrier !== "sending" && carrier !== "uncertain";
}
