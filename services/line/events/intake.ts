import type { JobClient } from "@guchi/chain/client.ts";
import { StageError } from "@guchi/chain/errors.ts";
import { DamagedRecordError } from "@guchi/chain/job/damaged.ts";
import { jobIdOf } from "@guchi/chain/job/id.ts";
import { fits, SchemaError } from "@guchi/chain/schema.ts";
import { startOnce } from "@guchi/chain/start-once.ts";
import { GuchiInput } from "@guchi/contracts/guchi.ts";
import type { Language } from "@guchi/contracts/language.ts";
import { languageOf } from "@guchi/contracts/language/of-text.ts";
import type { LineEventInput, NoticeTopic } from "@guchi/contracts/line.ts";
import { ofChannel } from "@guchi/contracts/line/channels.ts";
import type { Admission } from "@guchi/platform/load/admission.ts";
import type { Bound } from "@guchi/platform/load/bound.ts";
import { addressOf, LINE, type Address, type Owned } from "../address.ts";
import { faultPoint } from "../fault-points.ts";
import type { LineLog } from "../log-codes.ts";
import { chatOf, speaker } from "../owner.ts";
import { VOICE_PIPELINE, type ForgetInput, type Heard } from "../pipeline.ts";
import { inEnglish } from "./feelings.ts";
import { mayNameHer, planEvent, type Plan } from "./plan.ts";
import type { Ownership } from "./ownership.ts";
import type { Talk } from "./company.ts";

interface Deps {
  readonly client: Pick<JobClient, "start" | "find" | "purge">;
  readonly ownership: Ownership;
  /** Lets messages in: one that is not is answered with a word instead. */
  readonly admission: Pick<Admission, "admit">;
  /** Lets words in: as many as may wait; the event waits in place of another one. */
  readonly notices: Pick<Bound, "admit">;
  /** The place of this user's next job behind others in the queues; undefined: first. */
  readonly priorityOf: (user: string) => Promise<number | undefined>;
  /** Whose events these are; "": the channel without a name. */
  readonly channel: string;
  /** The name that LINE shows for the bot; undefined: not known now. Answers within a second. */
  readonly herName: () => Promise<string | undefined>;
  /** The pipeline that answers these words. */
  readonly pipelineOf: (text: string) => string;
  /** Whether anybody listens to voice messages. */
  readonly hears: boolean;
  /** Told of each job that works on a message. Must not throw. */
  readonly onTalk: (talk: Talk) => void;
  readonly log: Pick<LineLog, "warn">;
}

/** Longest voice message that is listened to, in ms: what she says of it names it, too. */
const LONGEST_VOICE_MS = 120_000;

/** An event, and what was heard in it. */
type Taken = LineEventInput & { readonly heard?: Heard };

/** The event that something is done about. */
interface Source extends Pick<LineEventInput, "receivedAt"> {
  /** Its own job. */
  readonly job: string;
  /** What starts the job that answers it: the same event, the same job. */
  readonly cause: string;
}

/** Events whose own job is kept as its pipeline says. */
const ANSWERED: ReadonlySet<Plan["do"]> = new Set(["talk", "say", "again"]);

/** Of whose words nothing may remain, not even in the event's own job. */
type Done = "withdrawn" | undefined;

/**
 * Does what is to be done about LINE's events: when `take` resolves, that is a durably queued job,
 * whose id is derived from the event's own. So an event that is taken twice, or at the same time in
 * two processes, leads to one job.
 */
export class Intake {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * Takes one event, which has the job `job`; resolves to what was done. An event that we cannot
   * make sense of, or whose job cannot be read, is ignored. What is not answered, is taken back, or
   * asks to forget leaves nothing: its job is purged.
   */
  async take({ heard, ...taken }: Taken, job: string): Promise<Plan["do"]> {
    const { receivedAt, event } = taken;
    const herName = mayNameHer(event) ? await this.#deps.herName() : undefined;
    const { plan, id } = planEvent(event, { channel: this.#deps.channel, herName, heard });
    const source = { receivedAt, job, cause: `line${ofChannel(this.#deps.channel)}:${id}` };
    const work = () => (plan.do === "hear" ? this.#hear(plan, taken, source) : this.#do(plan, source));
    const done = await this.#tried(work);
    await faultPoint("event.started");
    if (done === "withdrawn" || !ANSWERED.has(plan.do)) await this.#deps.client.purge(job);
    return plan.do;
  }

  /** A word by the reply token of a talk whose job takes long; what is held goes with it. Once. */
  async askToWait({ job, language, line, user, receivedAt }: Talk): Promise<void> {
    const source = { job, receivedAt, cause: `line:waiting:${job}` };
    await this.#say({ about: "waiting", language }, { line, user }, source);
  }

  /** Says that there will be no answer, once, whoever asks, by the reply token while it is good. */
  async apologize(job: string, language: Language | undefined, address: Address): Promise<void> {
    const source = { job, receivedAt: address.receivedAt, cause: `line:sorry:${job}` };
    await this.#say({ about: "sorry", language }, address, source);
  }

  async #tried(work: () => Promise<Done>): Promise<Done> {
    try {
      return await work();
    } catch (error) {
      const isDamaged = error instanceof DamagedRecordError && !error.isNewer;
      if (!isDamaged && !(error instanceof SchemaError)) throw error;
      const what = "a LINE event that does not fit, or whose job is damaged, is ignored";
      this.#deps.log.warn({ code: "line.event_ignored", err: error }, what);
      return "withdrawn";
    }
  }

  /** Begins to listen, which is paid, within the bounds of texts; or a word says why not. */
  async #hear(
    plan: Plan & { do: "hear" },
    { channel, receivedAt, event }: LineEventInput,
    source: Source,
  ): Promise<Done> {
    if (!this.#deps.hears) return this.#notice({ about: "audio" }, plan, source);
    if ((plan.durationMs ?? 0) > LONGEST_VOICE_MS) return this.#notice({ about: "voice-long" }, plan, source);
    const job = { pipeline: VOICE_PIPELINE, input: { channel, receivedAt, event }, isAnswer: false };
    const cause = `voice:${source.cause}`;
    const started = await this.#deps.admission.admit(speaker(plan), async () =>
      this.#start(job, plan, { ...source, cause }),
    );
    if (typeof started !== "string") return started.isWithdrawn === true ? "withdrawn" : undefined;
    // One that came before is listened to already.
    if ((await this.#deps.client.find(jobIdOf(cause))) !== undefined) return undefined;
    return this.#notice({ about: "busy" }, plan, source);
  }

  async #do(plan: Exclude<Plan, { do: "hear" }>, source: Source): Promise<Done> {
    switch (plan.do) {
      case "ignore":
        break;
      case "unsend":
        await this.#deps.ownership.markUnsent(plan.message);
        await faultPoint("withdrawal.marked");
        return this.#forget(plan.message, source);
      case "forget":
      case "forget-me": {
        const { owner, until } = plan;
        await this.#deps.ownership.markForgotten(owner, until);
        await faultPoint("withdrawal.marked");
        return plan.do === "forget" ? this.#forget({ owner, until }, source) : this.#forgetAndSay(plan, source);
      }
      case "talk":
        return this.#talk(plan.text, plan, source);
      case "say":
        return this.#notice(plan, plan, source);
      case "again":
        return this.#again(plan, source);
    }
    return undefined;
  }

  /**
   * The same complaint once more, where it was made, for whoever made it. In a group LINE may not
   * tell who asks, and others are not answered: they have seen the words, but it is not their turn.
   */
  async #again(plan: Plan & { do: "again" }, source: Source): Promise<Done> {
    const record = await this.#deps.client.find(plan.job);
    const input = fits(GuchiInput, record?.input) ? record.input : undefined;
    const first = addressOf(record);
    const isHere = first !== undefined && chatOf(first.line) === chatOf(plan.line);
    if (input === undefined || !isHere || (await this.#deps.ownership.isWithdrawn(first))) {
      return this.#notice({ about: "forgotten" }, plan, source);
    }
    const user = plan.user ?? first.user;
    if (first.user !== undefined && first.user !== user) return undefined;
    // The messageId stays: when the user takes the message back, this answer goes with the first
    // one.
    const { messageId, quoteToken } = first.line;
    const of = { ...(messageId !== undefined && { messageId }), ...(quoteToken !== undefined && { quoteToken }) };
    const talking = { ...plan, user, line: { ...plan.line, ...of }, language: languageOf(input.text), first };
    return this.#talk(input.text, talking, source);
  }

  async #talk(said: string, { language: known, ...whose }: Talking, source: Source): Promise<Done> {
    const talking = { ...whose, language: known ?? (await this.#languageOf(whose)) };
    const text = known === undefined && talking.language === "en" ? inEnglish(said) : said;
    const user = speaker(talking);
    const beforeOthers = talking.user !== chatOf(talking.line);
    const input = { text, ...(talking.user !== undefined && { user: talking.user }), beforeOthers };
    const started = await this.#deps.admission.admit(
      user,
      async () => this.#start({ pipeline: this.#deps.pipelineOf(said), input }, talking, source),
      talking.line.isHeard === true ? source.job : undefined, // which was let in to listen
    );
    // A message that came before is a job already: then this starts nothing, whatever it says.
    if (typeof started === "string") {
      return this.#notice({ about: "busy", language: talking.language }, talking, source);
    }
    if (started.isWithdrawn === true) return "withdrawn";
    if (started.id === undefined) return undefined;
    const { receivedAt } = source;
    // Of 「もう一回」 the plan names the earlier job.
    this.#deps.onTalk({ ...talking, receivedAt, job: started.id });
    if (known !== undefined) await this.#deps.ownership.spoke(user, known);
    return undefined;
  }

  /** A word about an event. Where as many wait as may, the event waits, too. */
  async #notice(said: Said, whose: Owned, source: Source): Promise<Done> {
    const done = await this.#deps.notices.admit(async () => this.#say(said, whose, source));
    if (done !== "full") return done;
    throw new StageError("Too many notices are waiting to be sent.", { code: "overloaded", class: "transient" });
  }

  async #say({ about, language: known }: Said, whose: Owned, source: Source): Promise<Done> {
    const language = known ?? (await this.#languageOf(whose));
    const started = await this.#start({ pipeline: "line-notice", input: { say: { about, language } } }, whose, source);
    return started.isWithdrawn === true ? "withdrawn" : undefined;
  }

  /** For what has no words: the language that the speaker wrote in last, or Japanese. */
  async #languageOf(whose: Owned): Promise<Language> {
    return (await this.#deps.ownership.languageOf(speaker(whose))) ?? "ja";
  }

  /** Starts an answer, unless it was withdrawn. Without an id, the event came before. */
  async #start(
    { pipeline, input, isAnswer = true }: Starting,
    whose: Owned & Pick<Talking, "first">,
    { cause, receivedAt, job: event }: Source,
  ): Promise<Answering> {
    const { client, ownership } = this.#deps;
    const job = jobIdOf(cause);
    await ownership.follow([job, event], whose);
    await faultPoint("event.noted");
    if (await this.#isWithdrawn(whose)) {
      await client.purge(job); // a process may have died between its start and the look below
      return { isWithdrawn: true };
    }
    const { line, user } = whose;
    const priority = user === undefined ? undefined : await this.#deps.priorityOf(user);
    const to: Address = { line, receivedAt, ...(user !== undefined && { user }) };
    const owes = isAnswer ? { owes: { messenger: LINE, to } } : {};
    // When it came before, the input may differ: the job that 「もう一回」 names is gone meanwhile.
    const id = await startOnce(client, pipeline, input, { cause, priority, ...owes });
    // The withdrawal may have looked for the job in between, and not have found it yet.
    if (!(await this.#isWithdrawn(whose))) return { id };
    await client.purge(job);
    return { isWithdrawn: true };
  }

  async #isWithdrawn({ first, ...whose }: Owned & Pick<Talking, "first">): Promise<boolean> {
    const { ownership } = this.#deps;
    return (await ownership.isWithdrawn(whose)) || (first !== undefined && (await ownership.isWithdrawn(first)));
  }

  /** One job: the chain erases first, and then says so. */
  async #forgetAndSay(plan: Plan & { do: "forget-me" }, source: Source): Promise<Done> {
    const { owner, until, language } = plan;
    const input = { forget: { owner, until }, say: { about: "erased" as const, language } };
    const { isWithdrawn } = await this.#start({ pipeline: "line-forget-me", input }, plan, source);
    return isWithdrawn === true ? "withdrawn" : undefined;
  }

  async #forget(forget: ForgetInput["forget"], { cause }: Source): Promise<undefined> {
    await startOnce(this.#deps.client, "line-forget", { forget }, { cause });
  }
}

/** A job that is about an event. One that answers it owes the answer to the chat. */
interface Starting {
  readonly pipeline: string;
  readonly input: object;
  readonly isAnswer?: boolean;
}

/** The job that answers an event, where one was started just now. */
interface Answering {
  readonly id?: string | undefined;
  readonly isWithdrawn?: true;
}

/**
 * A talk before it is a job, and before it is known in which language, where its words do not tell.
 */
type Talking = Omit<Talk, "job" | "language" | "receivedAt"> & {
  readonly language?: Language | undefined;
  /** Of 「もう一回」: the first time. What is forgotten of it is forgotten of this, too. */
  readonly first?: Owned;
};

/**
 * What to say, and in which language where the event has words; else in the one that was spoken
 * last, or Japanese.
 */
interface Said {
  readonly about: NoticeTopic;
  readonly language?: Language | undefined;
}
