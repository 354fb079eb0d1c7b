import { TO_LINE } from "./failure.ts";
import { ConflictError, type JobClient, type StartOptions } from "@guchi/chain/client.ts";
import { GuchiInput } from "@guchi/contracts/guchi.ts";
import { languageOf } from "@guchi/contracts/language/of-text.ts";
import type { Language } from "@guchi/contracts/language.ts";
import type { LineForgetInput, NoticeTopic } from "@guchi/contracts/line.ts";
import { faultPoint } from "./fault-points.ts";
import { jobIdOf } from "@guchi/chain/job/id.ts";
import { DamagedRecordError } from "@guchi/chain/job/damaged.ts";
import { fits, SchemaError } from "@guchi/chain/schema.ts";
import type { Logger } from "pino";
import { ProblemError } from "../http/problem.ts";
import type { Admission } from "../load/admission.ts";
import { feelingsInEnglish } from "./feelings.ts";
import { ownerOf } from "./owner.ts";
import { mayNameHer, planEvent, type Plan } from "./plan.ts";
import { Asked, type Owned, type Trail } from "./trail.ts";
import type { Talk } from "./watch.ts";

interface Deps {
  readonly client: Pick<JobClient, "start" | "find" | "purge">;
  readonly trail: Trail;
  /**
   * Lets in what comes from outside: a message that is not is answered with a word instead, and of
   * these, too, some wait only.
   */
  readonly admission: Pick<Admission, "letIn" | "letInNotice">;
  /** The place of this user's next job behind others in the queues; undefined: first. */
  readonly priorityOf: (user: string) => Promise<number | undefined>;
  /** The name that LINE shows for the bot; undefined: not known now. Answers within a second. */
  readonly herName: () => Promise<string | undefined>;
  /** The pipeline that answers a message. */
  readonly pipeline: string;
  /** Told of each job that works on a message. Must not throw. */
  readonly onTalk: (talk: Talk) => void;
  readonly log: Pick<Logger, "warn">;
}

/**
 * Takes LINE's events in: when `take` resolves, whatever is to be done about the event is a durably
 * queued job, whose id is derived from the event's own. So an event that comes twice, or at the
 * same time in two processes, is one job.
 */
export class Intake {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * Takes one event; resolves to what was done. Rejects when it could not be queued: LINE must then
   * send it again. An event that we cannot make sense of, or whose job cannot be read, is ignored,
   * since sending it again would not help.
   */
  async take(event: unknown): Promise<Plan["do"]> {
    const herName = mayNameHer(event) ? await this.#deps.herName() : undefined;
    const { plan, id } = planEvent(event, herName);
    try {
      await this.#do(plan, `line:${id}`);
    } catch (error) {
      const isDamaged = error instanceof DamagedRecordError && !error.isNewer;
      if (!isDamaged && !(error instanceof SchemaError)) throw error;
      this.#deps.log.warn({ err: error }, "a LINE event that does not fit, or whose job is damaged, is ignored");
      return "ignore";
    }
    await faultPoint("webhook.event-queued");
    return plan.do;
  }

  /**
   * Says sorry for a job that failed before there was an answer: once, whoever asks. Not by reply
   * token: it may be over.
   */
  async apologize({ job, language, line, user }: Failed): Promise<void> {
    const { replyToken: _old, ...target } = line;
    await this.#say({ about: "sorry", language }, { line: target, user }, `line:sorry:${job}`);
  }

  /**
   * A word by the reply token of a talk whose job takes long; what waits for the user goes with it.
   * Once.
   */
  async askToWait({ job, language, line, user }: Talk): Promise<void> {
    await this.#say({ about: "waiting", language }, { line, user }, `line:waiting:${job}`);
  }

  async #do(plan: Plan, cause: string): Promise<void> {
    switch (plan.do) {
      case "ignore":
        return;
      case "unsend":
        await this.#deps.trail.markUnsent(plan.messageId);
        await faultPoint("withdrawal.marked");
        return this.#forget({ messageId: plan.messageId }, cause);
      case "forget":
        await this.#deps.trail.markForgotten(plan.owner, plan.until);
        await faultPoint("withdrawal.marked");
        return this.#forget({ owner: plan.owner, until: plan.until }, cause);
      case "forget-me":
        await this.#deps.trail.markForgotten(plan.owner, plan.until);
        await faultPoint("withdrawal.marked");
        return this.#forgetAndSay(plan, cause);
      case "talk":
        return this.#talk(plan.text, plan, cause);
      case "say":
        return this.#notice(plan, plan, cause);
      case "again":
        return this.#again(plan, cause);
    }
  }

  /**
   * The same complaint once more, where it was made, for whoever made it. In a group LINE may not
   * tell who asks, and others are not answered: they have seen the words, but it is not their turn.
   */
  async #again(plan: Plan & { do: "again" }, cause: string): Promise<void> {
    const record = await this.#deps.client.find(plan.job);
    const input = fits(GuchiInput, record?.input) ? record.input : undefined;
    const first = fits(Asked, input) ? input : undefined;
    if (input === undefined || first?.line.to !== plan.line.to || (await this.#deps.trail.isWithdrawn(first))) {
      return this.#notice({ about: "forgotten" }, plan, cause);
    }
    const user = plan.user ?? first.user;
    if (first.user !== undefined && first.user !== user) return undefined;
    // The messageId stays: when the user takes the message back, this answer goes with the first
    // one.
    const { messageId, quoteToken } = first.line;
    const of = { ...(messageId !== undefined && { messageId }), ...(quoteToken !== undefined && { quoteToken }) };
    const talking = { ...plan, user, line: { ...plan.line, ...of }, language: languageOf(input.text), first };
    return this.#talk(input.text, talking, cause);
  }

  async #talk(said: string, { language: known, ...whose }: Talking, cause: string): Promise<void> {
    const plan = { ...whose, language: known ?? (await this.#languageOf(whose)) };
    const text = known === undefined && plan.language === "en" ? inEnglish(said) : said;
    const started = await this.#deps.admission.letIn(speaker(plan), async () => {
      const options = { cause, callbackUrl: TO_LINE };
      return { id: await this.#start(this.#deps.pipeline, { text, ...owned(plan) }, plan, options) };
    });
    // A message that came before is a job already: then this starts nothing, whatever it says.
    if (typeof started === "string") return this.#notice({ about: "busy", language: plan.language }, plan, cause);
    if (started.id === undefined) return;
    this.#deps.onTalk({ ...plan, job: started.id }); // of 「もう一回」 the plan names the earlier job
    if (known !== undefined) await this.#deps.trail.spoke(speaker(plan), known);
  }

  /** A word about an event. Where as many wait as may, LINE is to bring the event again. */
  async #notice(said: Said, plan: Owned, cause: string): Promise<void> {
    if (await this.#deps.admission.letInNotice(() => this.#say(said, plan, cause))) return;
    throw new ProblemError("overloaded", "Too many notices are waiting to be sent", {
      headers: { "retry-after": "30" },
    });
  }

  async #say({ about, language: known }: Said, plan: Owned, cause: string): Promise<void> {
    const language = known ?? (await this.#languageOf(plan));
    await this.#start("line-notice", { say: { about, language }, ...owned(plan) }, plan, { cause });
  }

  /** For what has no words: the language that the speaker wrote in last, or Japanese. */
  async #languageOf(plan: Owned): Promise<Language> {
    return (await this.#deps.trail.languageOf(speaker(plan))) ?? "ja";
  }

  /** Starts an answer, unless it was withdrawn. undefined: it was, or the event came before. */
  async #start(
    pipeline: string,
    input: object,
    whose: Owned & Pick<Talking, "first">,
    options: StartOptions & { readonly cause: string },
  ): Promise<string | undefined> {
    const { client, trail } = this.#deps;
    const job = jobIdOf(options.cause);
    if (await this.#isWithdrawn(whose)) {
      await client.purge(job); // a process may have died between its start and the look below
      return undefined;
    }
    await trail.follow(job, whose);
    await faultPoint("webhook.noted");
    const priority = whose.user === undefined ? undefined : await this.#deps.priorityOf(whose.user);
    const started = await startOnce(client, pipeline, input, { ...options, priority });
    // The withdrawal may have looked for the job in between, and not have found it yet.
    if (!(await this.#isWithdrawn(whose))) return started;
    await client.purge(job);
    return undefined;
  }

  async #isWithdrawn({ first, ...whose }: Owned & Pick<Talking, "first">): Promise<boolean> {
    const { trail } = this.#deps;
    return (await trail.isWithdrawn(whose)) || (first !== undefined && (await trail.isWithdrawn(first)));
  }

  /** One job: the chain erases first, and then says so. */
  async #forgetAndSay(plan: Plan & { do: "forget-me" }, cause: string): Promise<void> {
    const { owner, until, language } = plan;
    const say = { about: "erased" as const, language };
    await this.#start("line-forget-me", { forget: { owner, until }, say, ...owned(plan) }, plan, { cause });
  }

  async #forget(forget: LineForgetInput["forget"], cause: string): Promise<void> {
    await startOnce(this.#deps.client, "line-forget", { forget }, { cause });
  }
}

/**
 * A talk before it is a job, and before it is known in which language, where its words do not tell.
 */
type Talking = Omit<Talk, "job" | "language"> & {
  readonly language?: Language | undefined;
  /** Of 「もう一回」: the first time. What is forgotten of it is forgotten of this, too. */
  readonly first?: Owned;
};

/** A talk whose job failed. */
type Failed = Omit<Talk, "alone" | "language"> & { readonly language?: Language | undefined };

/**
 * What to say, and in which language where the event has words; else in the one that was spoken
 * last, or Japanese.
 */
interface Said {
  readonly about: NoticeTopic;
  readonly language?: Language | undefined;
}

/**
 * Emoji alone, of somebody who writes English: with the word for them, or they would be read as
 * Japanese.
 */
function inEnglish(emoji: string): string {
  const words = feelingsInEnglish(emoji);
  return words === undefined ? emoji : `${emoji} ${words}`;
}

function speaker({ line, user }: Owned): string {
  return user ?? ownerOf(line.to);
}

function owned({ line, user }: Owned): Owned {
  return { line, ...(user !== undefined && { user }) };
}

/**
 * The id of the job that this call started; undefined when the event came before. Then the input
 * may differ (the job that 「もう一回」 names is gone meanwhile): the first one counts.
 */
async function startOnce(
  client: Deps["client"],
  pipeline: string,
  input: object,
  options: StartOptions,
): Promise<string | undefined> {
  try {
    const { id, created } = await client.start(pipeline, input, options);
    return created ? id : undefined;
  } catch (error) {
    if (error instanceof ConflictError) return undefined;
    throw error;
  }
}
