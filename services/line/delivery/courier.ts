import { randomUUID } from "node:crypto";
import type { LineTarget } from "../address.ts";
import { faultPoint } from "../fault-points.ts";
import { uuidOfJob } from "@guchi/chain/job/id.ts";
import type { Logger } from "pino";
import type { LineApi } from "../api/api.ts";
import type { LineAnswer } from "../api/call.ts";
import { Composer, type ComposerDeps } from "./compose.ts";
import type { Answer } from "./messages.ts";
import { isNameless, ownerOf } from "../owner.ts";
import type { Load, Parcel } from "./parcel.ts";
import { isYoung, judge, nextStep, type Delivered, type Verdict } from "./policy.ts";
import { leaveOut } from "./refused.ts";
import { sendFailure, statusOf, wordsOf } from "./send-failure.ts";

interface Deps extends ComposerDeps {
  readonly api: Pick<LineApi, "reply" | "push">;
  /** Counts what became of each call. */
  readonly count: (way: "reply" | "push", verdict: Verdict) => void;
}

/** An answer and where it goes. */
export interface Delivery {
  readonly job: string;
  /** When the webhook was received, in ms since the epoch. */
  readonly receivedAt: number;
  readonly target: LineTarget;
  readonly user?: string | undefined;
  readonly answer: Answer;
  /** Whether the user can ask for the same once more. */
  readonly again: boolean;
  /** Not worth a push, and nothing that should wait for the user's next message. */
  readonly replyOnly?: boolean | undefined;
}

export interface CourierContext {
  readonly signal: AbortSignal;
  readonly log: Pick<Logger, "warn" | "error">;
}

type Way = "reply" | "push";

/** An answer on its way, and what is left out of it since LINE does not take that. */
interface Going extends Delivery {
  readonly leftOut: Set<string>;
}

/**
 * Sends a job's answer to LINE at most once, whatever crashes in between. The delivery record is
 * written before a request leaves. A later attempt reads it and repeats the same way, the same
 * token or key, and the same bytes.
 */
export class Courier {
  readonly #deps: Deps;
  readonly #composer: Composer;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#composer = new Composer(deps);
  }

  /**
   * Resolves to how the answer left. Throws StageError: transient when it makes sense to go on
   * later, permanent when LINE does not let us or does not take the message.
   */
  async deliver(asked: Delivery, context: CourierContext): Promise<Delivered> {
    const delivery: Going = { ...asked, leftOut: new Set() };
    const { job, target, receivedAt } = delivery;
    const replyOnly = delivery.replyOnly === true || isNameless(target.to);
    const chat = ownerOf(target.to);
    let tookBack = false;
    for (;;) {
      const parcel = await this.#deps.parcels.read(job);
      const now = { now: Date.now(), receivedAt, hasReplyToken: target.replyToken !== undefined, replyOnly };
      const step = nextStep(parcel, now);
      const wasTried = parcel.reply !== undefined || parcel.push !== undefined; // it may have arrived
      if (step.do === "stop") {
        if (step.as === "skipped" || (step.as === "withdrawn" && !wasTried)) await this.#deps.kept.giveBack(chat, job);
        if (step.as === "kept" && tookBack) await this.#keep(delivery); // an overlapping attempt has ended with it
        return this.#close(delivery, step.as);
      }
      // In this order: a purge erases the record first and then looks for the parcel, so one of
      // both sees the other.
      await this.#deps.parcels.open(job, chat);
      if (await this.#isTakenBack(delivery)) {
        if (!wasTried) await this.#deps.kept.giveBack(chat, job);
        return this.#close(delivery, "withdrawn");
      }
      // An attempt may have kept it and died before it could say so; by now another job may hand it
      // over.
      const own = wasTried ? await this.#deps.kept.takeBack(chat, job) : "free";
      if (own === "gone") return this.#close(delivery, "kept");
      tookBack ||= own === "taken";
      const end = await this.#try(step.do, delivery, parcel, context);
      if (end !== undefined) return this.#close(delivery, end);
    }
  }

  async #isTakenBack({ job, target, user }: Delivery): Promise<boolean> {
    const { trail, records } = this.#deps;
    return (await trail.isWithdrawn({ line: target, user })) || !(await records.exists(job));
  }

  /** One request. Resolves to the end, or undefined when another way is to be tried at once. */
  async #try(way: Way, delivery: Going, parcel: Parcel, context: CourierContext): Promise<Delivered | undefined> {
    const { job, receivedAt } = delivery;
    const load = parcel.load ?? (await this.#composer.compose(delivery, parcel));
    if (load === undefined) return undefined; // purged; the next look tells
    await faultPoint("delivery.composed");
    context.signal.throwIfAborted();
    const sender = randomUUID();
    const noted = await this.#deps.parcels.sending(job, way, load, sender);
    if (noted === undefined) return undefined; // another worker was quicker, or a purge; the next look tells
    await faultPoint("delivery.noted");
    const { first } = noted;
    if (load.aboard > 0 && noted.load.aboard === 0) {
      // The messages are those of another attempt.
      await this.#deps.kept.giveBack(ownerOf(delivery.target.to), job, sender);
    }
    if (!(await this.#isWhole(delivery, noted.load, sender))) {
      if (!first || !(await this.#notSent(delivery, way, sender))) await this.#deps.parcels.unload(job);
      return undefined;
    }
    const answer = await this.#send(way, delivery, noted.load.messages, context.signal);
    await faultPoint("delivery.answered");
    const verdict = judge(way, answer, { uncertain: !first, young: isYoung(Date.now(), receivedAt) });
    this.#deps.count(way, verdict);
    if (verdict === "sent" || verdict === "probably-sent") return way;
    if (verdict === "perhaps-sent") return "unconfirmed";
    if (verdict === "token-over") {
      // Unless somebody else sends meanwhile: then the next look is at theirs.
      await this.#deps.parcels.tokenOver(job, sender);
      return undefined;
    }
    if (verdict === "limit" && delivery.replyOnly === true) {
      await this.#deps.kept.giveBack(ownerOf(delivery.target.to), job);
      return "skipped";
    }
    if (verdict === "limit") {
      await this.#keep(delivery);
      return "kept";
    }
    const canDoWithout = verdict === "rejected" && first && leaveOut(delivery.leftOut, answer, noted.load.messages);
    if (canDoWithout && (await this.#notSent(delivery, way, sender))) {
      context.log.warn({ way, line: wordsOf(answer) }, "LINE refused a part of an answer, which goes without it");
      return undefined;
    }
    if (verdict === "denied" || verdict === "rejected") {
      // The alert: whoever runs this bot must act, and the job waits for it.
      context.log.error({ way, verdict, status: statusOf(answer), line: wordsOf(answer) }, "LINE refused an answer");
    }
    if (verdict !== "unknown" && first) await this.#notSent(delivery, way, sender);
    throw sendFailure(verdict, answer);
  }

  /**
   * Records that no request was sent. The claimed answers wait again, for the next job. Returns
   * false when another process is sending meanwhile.
   */
  async #notSent({ job, target }: Delivery, way: Way, sender: string): Promise<boolean> {
    const isSure = await this.#deps.parcels.notSent(job, way, sender);
    if (isSure) await this.#deps.kept.giveBack(ownerOf(target.to), job, sender);
    return isSure;
  }

  async #send(way: Way, { job, target }: Delivery, messages: string, signal: AbortSignal): Promise<LineAnswer> {
    if (way === "reply") return this.#deps.api.reply(target.replyToken ?? "", messages, signal);
    return this.#deps.api.push(target.to, messages, uuidOfJob(job, "line push"), signal);
  }

  /**
   * Whether every waiting answer included in these messages still exists. An eraser deletes the
   * claimed answer first, then the prepared messages.
   */
  async #isWhole({ job, target }: Delivery, { aboard }: Load, sender: string): Promise<boolean> {
    return aboard === 0 || (await this.#deps.kept.aboard(ownerOf(target.to), job, sender)) === aboard;
  }

  async #keep({ job, target, answer }: Delivery): Promise<void> {
    // In this order: what is given back must not be in messages that may still leave.
    await this.#deps.parcels.discard(job);
    await this.#deps.kept.giveBack(ownerOf(target.to), job);
    const { message, image, audio, reaction, language } = answer;
    const parts = { ...(image !== undefined && { image }), ...(audio !== undefined && { audio }) };
    await this.#deps.kept.keep(ownerOf(target.to), {
      job,
      at: Date.now(),
      answer: { message, language, ...(reaction !== undefined && { reaction }), ...parts },
    });
    await faultPoint("delivery.kept");
    // Whoever purged the job meanwhile has looked for a kept answer before it was there.
    if (!(await this.#deps.records.exists(job))) await this.#deps.kept.erase(ownerOf(target.to), job);
  }

  async #close({ job, target }: Delivery, how: Delivered): Promise<Delivered> {
    await this.#deps.parcels.done(job, how);
    await faultPoint("delivery.done");
    // Its own answer may wait too: kept by an attempt that died before it could say so.
    if (how === "kept") await this.#deps.kept.handedOver(ownerOf(target.to), job);
    else await this.#deps.kept.sent(ownerOf(target.to), job);
    return how;
  }
}
