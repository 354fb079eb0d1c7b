import { GuchiClient, GuchiError, isFinished, type Job } from "@guchi/client/client.ts";
import { languageOf } from "../shared/browser.ts";
import type { Language } from "../shared/language.ts";
import { Storage } from "../shared/storage.ts";
import { WORDS, type Action, type Words } from "./words.ts";

/** While something is under way, its bar grows this often, in ms. */
const TICK_MS = 200;

/** What is shown. */
export interface Model {
  readonly words: Words;
  readonly language: Language;
  readonly job: Job | undefined;
  readonly trouble: "away" | "gone" | "forbidden" | undefined;
  /** What an action or an event was refused for. */
  readonly refusal: string | undefined;
  readonly now: number;
  readonly isBusy: boolean;
  readonly needsKey: "none" | "first" | "again";
  readonly actions: Actions;
}

export interface Actions {
  speak(language: Language): void;
  act(action: Action): void;
  sendEvent(name: string, said: string): void;
  giveKey(key: string): void;
}

/** Follows one job, and does what somebody asks of it. */
export class JobPage {
  readonly #id: string;
  readonly #draw: (model: Model) => void;
  readonly #storage = new Storage();
  readonly #client: GuchiClient;
  readonly #root = new URL("..", location.href);
  #language: Language;
  #job: Job | undefined;
  #trouble: Model["trouble"];
  #refusal: string | undefined;
  #needsKey: Model["needsKey"] = "none";
  #isBusy = false;
  #isReading = false;
  #isStale = false;
  #following = new AbortController();

  constructor(id: string, draw: (model: Model) => void) {
    this.#id = id;
    this.#draw = draw;
    this.#language = languageOf(this.#storage);
    const key = () => this.#storage.get("key");
    this.#client = new GuchiClient({ url: this.#root.href, key, patienceMs: Number.POSITIVE_INFINITY });
  }

  begin(): void {
    this.#show();
    void this.#follow();
    setInterval(() => this.#job !== undefined && !isFinished(this.#job) && this.#show(), TICK_MS);
  }

  #show(): void {
    const words = WORDS[this.#language];
    document.documentElement.lang = this.#language;
    const state = this.#job === undefined ? "" : ` ${this.#job.pipeline}: ${words.statuses[this.#job.status]}`;
    document.title = `${words.title}${state} | Guchi`;
    this.#draw({
      words,
      language: this.#language,
      job: this.#job,
      trouble: this.#trouble,
      refusal: this.#refusal,
      now: Date.now(),
      isBusy: this.#isBusy,
      needsKey: this.#needsKey,
      actions: this.#actions,
    });
  }

  readonly #actions: Actions = {
    speak: (language) => {
      this.#language = language;
      this.#storage.set("language", language);
      this.#show();
    },
    act: (action) => void this.#try(async () => this.#act(action)),
    sendEvent: (name, said) =>
      void this.#try(async () => {
        const event: unknown = JSON.parse(said);
        await this.#client.sendEvent(this.#id, name, event);
      }),
    giveKey: (key) => {
      this.#storage.set("key", key);
      void this.#follow();
    },
  };

  /** Follows the job from its beginning to its end; from anew when somebody opens it again. */
  async #follow(): Promise<void> {
    this.#following.abort();
    this.#following = new AbortController();
    const { signal } = this.#following;
    const onTrouble = (error: GuchiError | undefined) => this.#troubled(error === undefined ? undefined : "away");
    try {
      for await (const { event, data } of this.#client.watch(this.#id, { signal, onTrouble })) {
        this.#needsKey = "none";
        if (event === "end" && data.status === "purged") this.#troubled("gone");
        else await this.#read();
      }
    } catch (error) {
      if (!signal.aborted) this.#refused(error);
    }
  }

  /** What a change was is read with the job itself; changes that come meanwhile are one. */
  async #read(): Promise<void> {
    this.#isStale = true;
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        this.#job = await this.#client.get(this.#id, { history: true });
        this.#troubled(undefined);
      }
    } finally {
      this.#isReading = false;
    }
  }

  async #act(action: Action): Promise<void> {
    if (action === "restart") {
      const { id } = await this.#client.restart(this.#id);
      location.assign(new URL(`jobs/${id}`, this.#root));
    } else if (action === "purge") await this.#client.purge(this.#id);
    else await this.#client[action](this.#id);
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.#isBusy = true;
    this.#refusal = undefined;
    this.#show();
    try {
      await work();
    } catch (error) {
      this.#refusal = error instanceof Error ? error.message : String(error);
    }
    this.#isBusy = false;
    this.#show();
    void this.#follow();
  }

  #troubled(trouble: Model["trouble"]): void {
    this.#trouble = trouble;
    if (trouble === "gone") this.#job = undefined;
    this.#show();
  }

  #refused(error: unknown): void {
    const status = error instanceof GuchiError ? error.status : undefined;
    if (status === 401) {
      this.#needsKey = this.#storage.get("key") === undefined ? "first" : "again";
      this.#storage.remove("key");
      this.#show();
    } else if (status === 403) this.#troubled("forbidden");
    else if (status === 404 || status === 410) this.#troubled("gone");
    else throw error;
  }
}
