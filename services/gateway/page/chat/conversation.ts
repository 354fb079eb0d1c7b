import { isFinished, newKey, type GuchiError } from "@guchi/client/client.ts";
import type { Storage } from "../shared/storage.ts";
import { createApi, startJob, type Api } from "./api.ts";
import { Eraser } from "./eraser.ts";
import { endAfter, waitAfter } from "./trouble.ts";
import { afterNews, anew, newTurn, type JobNews, pipelineOf, type PipelineName, type Turn } from "./turn.ts";
import { Turns } from "./turns.ts";
import { Waiting, type Why } from "./waiting.ts";
import type { Wait } from "./words/words.ts";

/** A browser has six connections to a host, for all its pages; the newest messages get them. */
const MOST_WATCHED = 2;
/** How often it is looked after, in ms. */
const LOOK_MS = 1_000;

/** What there is to know of the message beside what is kept of it. */
export interface State {
  /** Why it does not go on. */
  readonly wait?: Wait;
  /** Why it has not moved for a while. */
  readonly why?: Why;
}

interface Message {
  readonly shown: string;
  readonly text: string;
  readonly pipeline?: PipelineName;
}

interface Options {
  readonly storage: Storage;
  readonly url: string;
  readonly key: () => string | undefined;
  /** Something is to be shown anew. */
  readonly changed: () => void;
  /** A turn went on. */
  readonly news: (before: Turn, after: Turn) => void;
  /** It does not go on for another reason than before, or goes on again. */
  readonly stood: (before: State, after: State) => void;
  /** The oldest messages were forgotten: there was no more room. */
  readonly forgot: () => void;
  /** A key is wanted. */
  readonly locked: () => void;
}

/** All messages: kept, and on their way, whatever happens to page, network and server. */
export class Conversation {
  readonly #options: Options;
  readonly #turns: Turns;
  readonly #api: Api;
  readonly #eraser: Eraser;
  readonly #waiting: Waiting;
  readonly #states = new Map<string, State>();
  readonly #running = new Map<string, AbortController>();
  #isLocked = false;
  #isWelcomed = false;

  constructor(options: Options) {
    const { storage, url, key, changed } = options;
    this.#options = options;
    this.#api = createApi(url, key);
    this.#waiting = new Waiting(this.#api);
    this.#eraser = new Eraser(storage, this.#api, changed);
    this.#turns = new Turns(storage, () => {
      changed();
      this.tend();
    });
    addEventListener("online", () => this.#again());
    addEventListener("offline", () => this.#offline());
    // Brought back as it was left: its connections are gone.
    addEventListener("pageshow", ({ persisted }) => persisted && this.#again());
    document.addEventListener("visibilitychange", () => this.tend());
    setInterval(() => void this.#look(), LOOK_MS);
  }

  get turns(): readonly Turn[] {
    return this.#turns.all;
  }

  /** How many jobs are still to be erased on the server. */
  get toErase(): number {
    return this.#eraser.count;
  }

  state(key: string): State {
    return this.#states.get(key) ?? {};
  }

  /** Without a `pipeline`, the words say which one. */
  send({ shown, text, pipeline = pipelineOf(text, this.turns.at(-1)) }: Message): void {
    this.#add(newTurn({ key: newKey(), at: Date.now(), shown, text, pipeline, user: this.#user() }));
  }

  /** Sends a message again that ended without an answer: as a job of its own. */
  retry(turn: Turn): void {
    this.#turns.remove(turn.key);
    this.#add(anew(turn, { key: newKey(), at: Date.now() }));
  }

  /** A key was given: what waits for it goes on. */
  unlock(): void {
    this.#isLocked = false;
    this.#again();
  }

  /** Forgets everything, here at once and on the server as soon as it can be reached. */
  erase(): void {
    const turns = this.turns;
    for (const { key } of turns) this.#turns.remove(key);
    this.tend();
    this.#eraser.take(turns);
    this.#options.storage.remove("user");
    this.#options.changed();
  }

  /** Keeps what was found out about an answer's files. */
  amend(key: string, change: (answer: Turn["answer"]) => Turn["answer"]): void {
    const turn = this.#turns.get(key);
    if (turn === undefined) return;
    this.#put({ ...turn, answer: change(turn.answer) });
    this.#options.changed();
  }

  /** New URLs of the files of an answer; what is no longer there is marked as lost. */
  async refresh({ key, job }: Turn): Promise<void> {
    if (job === undefined || !navigator.onLine) return;
    try {
      const data = await this.#api.get(job, { patienceMs: 0 });
      if (isFinished(data)) this.#apply(key, { event: "end", data });
    } catch (error) {
      if (endAfter(error) === "gone") this.amend(key, (answer) => ({ ...answer, lost: ["picture", "voice"] }));
    }
  }

  /** Sends what is not sent yet, one after the other, and watches the newest of the rest. */
  tend(): void {
    const open = this.turns.filter(({ end }) => end === undefined);
    const unsent = open.filter(({ job }) => job === undefined);
    const sent = open.filter(({ job }) => job !== undefined);
    const wanted = [...unsent.slice(0, 1), ...(document.hidden ? [] : sent.slice(-MOST_WATCHED))];
    for (const [key, running] of this.#running) {
      if (wanted.some((turn) => turn.key === key)) continue;
      running.abort();
      this.#running.delete(key);
    }
    if (!this.#isLocked) for (const { key } of wanted) if (!this.#running.has(key)) void this.#follow(key);
  }

  async #follow(key: string): Promise<void> {
    const running = new AbortController();
    const { signal } = running;
    this.#running.set(key, running);
    this.#waiting.moved(key);
    const patience = { signal, onTrouble: (error: GuchiError | undefined) => this.#trouble(key, error) };
    try {
      const job = await this.#started(key, patience);
      for await (const news of this.#api.watch(job, patience)) {
        if (signal.aborted) return;
        this.#apply(key, news);
      }
    } catch (error) {
      if (!signal.aborted) await this.#failed(key, error);
    } finally {
      if (this.#running.get(key) === running) this.#running.delete(key);
      if (!signal.aborted) this.tend();
    }
  }

  /** The id of the turn's job, which is started unless that was done before. */
  async #started(key: string, patience: { readonly signal: AbortSignal }): Promise<string> {
    const turn = this.#turns.get(key);
    if (turn?.job !== undefined) return turn.job;
    if (turn === undefined) throw new Error("The message is gone");
    const job = await startJob(this.#api, turn, patience);
    patience.signal.throwIfAborted();
    this.#put({ ...turn, job });
    this.tend();
    return job;
  }

  #add(turn: Turn): void {
    this.#put(turn);
    this.tend();
    this.#options.changed();
  }

  #put(turn: Turn): void {
    if (this.#turns.put(turn)) this.#options.forgot();
  }

  #apply(key: string, news: JobNews): void {
    const before = this.#turns.get(key);
    if (before === undefined) return;
    const after = afterNews(before, news, Date.now());
    this.#isWelcomed = false;
    this.#waiting.moved(key);
    this.#stands(key, {});
    this.#put(after);
    this.#options.news(before, after);
    this.#options.changed();
  }

  #trouble(key: string, error: GuchiError | undefined): void {
    this.#stands(key, error === undefined ? {} : { wait: waitAfter(error, navigator.onLine) });
    this.#waiting.moved(key);
  }

  async #failed(key: string, error: unknown): Promise<void> {
    const end = endAfter(error);
    const turn = this.#turns.get(key);
    if (turn === undefined || turn.end !== undefined) return;
    if (end === "key") return this.#knock(key);
    this.#put({ ...turn, end });
    this.#options.changed();
  }

  /** Where guests are welcome, the page itself gives the cookie; elsewhere a key is wanted. */
  async #knock(key: string): Promise<void> {
    if (!this.#isWelcomed) {
      this.#isWelcomed = true;
      await fetch(this.#options.url, { headers: { accept: "text/html" } }).catch(() => undefined);
      return;
    }
    this.#isLocked = true;
    this.#stands(key, { wait: "key" });
    this.#options.locked();
  }

  #offline(): void {
    for (const { key, end } of this.turns) if (end === undefined) this.#stands(key, { wait: "offline" });
  }

  #stands(key: string, state: State): void {
    const before = this.state(key);
    this.#states.set(key, state);
    if (before.wait === state.wait && before.why?.kind === state.why?.kind) return;
    this.#options.stood(before, state);
    this.#options.changed();
  }

  /** Without a pause: something is different now. */
  #again(): void {
    for (const running of this.#running.values()) running.abort();
    this.#running.clear();
    this.tend();
    void this.#eraser.run();
  }

  /** Asks for what is not watched, and why something stands still. */
  async #look(): Promise<void> {
    if (document.hidden) return;
    const open = this.turns.filter(({ end }) => end === undefined);
    for (const turn of open) {
      if (this.state(turn.key).wait !== undefined) continue;
      const why = await this.#waiting.why(turn);
      if (why !== undefined && !this.#running.has(turn.key)) await this.refresh(turn);
      if (why === undefined || this.#turns.get(turn.key)?.end !== undefined) continue;
      this.#stands(turn.key, { why });
    }
  }

  /** Tells this browser's person from others, and nothing else. */
  #user(): string {
    const { storage } = this.#options;
    const known = storage.get("user");
    if (known !== undefined) return known;
    const user = `page-${newKey()}`;
    storage.set("user", user);
    return user;
  }
}
