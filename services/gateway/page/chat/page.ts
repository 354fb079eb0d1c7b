import { element, languageOf } from "../shared/browser.ts";
import type { Language } from "../shared/language.ts";
import { Storage } from "../shared/storage.ts";
import { announced, whyText } from "./announcer.ts";
import { handOnBy, shareCard } from "./card.ts";
import { Conversation, type State } from "./conversation.ts";
import { Player } from "./player.ts";
import { isOld, type Turn } from "./turn.ts";
import { MOST_TEXT, type Actions, type DialogName, type Model } from "./view/model.ts";
import { peaksOf } from "./waveform.ts";
import { wordsIn, type Words } from "./words/words.ts";

/** So many messages are shown at first. */
const SHOWN = 60;
/** Nearer to the end than this, in px, one reads the newest. */
const NEAR_END = 160;

/** What the page holds beside the conversation, and what happens when somebody does something. */
export class Page {
  readonly #storage = new Storage();
  readonly #draw: (model: Model) => void;
  readonly #conversation: Conversation;
  readonly #player: Player;
  #language: Language;
  #shown = SHOWN;
  #text = "";
  #note: string | undefined;
  #enlarged: string | undefined;
  #isKeyWrong = false;
  #isDue = false;
  /** URLs of files that were asked for again already. */
  readonly #renewed = new Set<string>();

  constructor(draw: (model: Model) => void) {
    this.#draw = draw;
    this.#language = languageOf(this.#storage);
    const changed = () => this.#change();
    this.#player = new Player(element("voice", HTMLAudioElement), changed, (key) => void this.#renew(key));
    this.#conversation = new Conversation({
      storage: this.#storage,
      url: new URL(".", document.baseURI).href,
      key: () => this.#storage.get("key"),
      changed,
      news: (before, after) => this.#news(before, after),
      stood: (before, after) => this.#stood(before, after),
      forgot: () => (this.#note = this.#words.full),
      locked: () => this.#locked(),
    });
  }

  begin(): void {
    history.scrollRestoration = "manual";
    this.#text = this.#storage.get("draft") ?? "";
    this.#show();
    const box = this.#box;
    box.value = this.#text;
    grow(box);
    if (this.#conversation.turns.length > 0) this.#toEnd();
    if (matchMedia("(pointer: fine)").matches) box.focus();
    this.#conversation.tend();
  }

  get #words(): Words {
    return wordsIn(this.#language);
  }

  get #box(): HTMLTextAreaElement {
    return element("text", HTMLTextAreaElement);
  }

  /** Shows what is new, before the next picture of the screen. */
  #change(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      const { scrollHeight } = document.documentElement;
      const wasAtEnd = scrollHeight - innerHeight - scrollY < NEAR_END;
      this.#show();
      if (wasAtEnd && document.documentElement.scrollHeight !== scrollHeight) this.#toNews();
    });
  }

  #show(): void {
    const words = this.#words;
    const all = this.#conversation.turns;
    const turns = all.slice(-this.#shown);
    void this.#renewOld(turns);
    const isQuiet = turns.findLast(({ end }) => end === "answered")?.answer.reaction === "care";
    document.documentElement.lang = this.#language;
    document.documentElement.dataset["mood"] = isQuiet ? "quiet" : "usual";
    document.title = words.title;
    this.#draw({
      words,
      language: this.#language,
      now: Date.now(),
      turns,
      hasEarlier: all.length > turns.length,
      state: (key) => this.#conversation.state(key),
      heard: this.#player.heard,
      length: this.#text.trim() === "" ? 0 : this.#text.length,
      note: this.#noteNow(),
      enlarged: all.find(({ key }) => key === this.#enlarged),
      canHandOn: handOnBy(),
      isKeyWrong: this.#isKeyWrong,
      isQuiet,
      actions: this.#actions,
    });
  }

  #noteNow(): string | undefined {
    const left = this.#conversation.toErase;
    return left > 0 ? this.#words.erase.later(left) : this.#note;
  }

  readonly #actions: Actions = {
    send: (message) => this.#send(message),
    write: (text) => this.#write(text),
    submit: () => this.#submit(),
    retry: (turn) => this.#retry(turn),
    play: (turn) => turn.answer.voice && this.#player.toggle(turn.key, turn.answer.voice.url),
    enlarge: (turn) => this.#enlarge(turn.key),
    handOn: (turn) => void this.#handOn(turn),
    lose: (turn) => void this.#renew(turn.key),
    showEarlier: () => this.#showEarlier(),
    speak: (language) => this.#speak(language),
    open: (name) => dialog(name).showModal(),
    close: (name) => dialog(name).close(),
    erase: () => this.#erase(),
    giveKey: (key) => this.#giveKey(key),
  };

  #send(message: Parameters<Actions["send"]>[0]): void {
    this.#note = undefined;
    this.#conversation.send(message);
    this.#showSent();
  }

  #retry(turn: Turn): void {
    this.#conversation.retry(turn);
    this.#showSent();
  }

  #showSent(): void {
    this.#show();
    this.#toEnd();
    this.#takeFocus();
  }

  /** What was pressed is gone. On a phone the box would bring up its keyboard. */
  #takeFocus(): void {
    if (document.activeElement === document.body && matchMedia("(pointer: fine)").matches) this.#box.focus();
  }

  #write(text: string): void {
    this.#text = text;
    this.#storage.set("draft", text);
    grow(this.#box);
    this.#change();
  }

  #submit(): void {
    const text = this.#text.trim();
    const box = this.#box;
    box.focus();
    const over = this.#text.length - MOST_TEXT;
    if (over > 0) this.#say(this.#words.tooLong(over));
    if (text === "" || over > 0) return;
    box.value = "";
    this.#write("");
    this.#send({ shown: text, text });
  }

  #speak(language: Language): void {
    this.#language = language;
    this.#storage.set("language", language);
    this.#show();
  }

  #enlarge(key: string): void {
    this.#enlarged = key;
    this.#show();
    dialog("picture").showModal();
  }

  async #handOn({ answer: { picture } }: Turn): Promise<void> {
    if (picture === undefined) return;
    const { cardName, shareText, copied } = this.#words;
    const done = await shareCard(picture.url, cardName, shareText).catch(() => undefined);
    if (done === "copied") this.#say(copied);
  }

  #showEarlier(): void {
    const before = document.documentElement.scrollHeight;
    this.#shown += SHOWN;
    this.#show();
    // What one looks at stays where it is.
    scrollBy({ top: document.documentElement.scrollHeight - before, behavior: "instant" });
  }

  #erase(): void {
    this.#player.stop();
    this.#conversation.erase();
    dialog("erase").close();
    this.#note = this.#words.erase.done;
    this.#say(this.#words.erase.done);
    this.#box.focus();
  }

  #giveKey(key: string): void {
    this.#storage.set("key", key);
    dialog("key").close();
    this.#conversation.unlock();
  }

  /** A key is wanted: the one that was given does not fit, or there is none. */
  #locked(): void {
    this.#isKeyWrong = this.#storage.get("key") !== undefined;
    this.#storage.remove("key");
    this.#change();
    if (!dialog("key").open) dialog("key").showModal();
  }

  #news(before: Turn, after: Turn): void {
    for (const said of announced(before, after, this.#words)) this.#say(said);
    const { voice } = after.answer;
    if (voice !== undefined && voice.peaks === undefined && before.answer.voice === undefined) {
      void this.#listenTo(after.key, voice.url);
    }
  }

  #stood(before: State, { wait, why }: State): void {
    if (wait !== undefined) this.#say(this.#words.trouble[wait]);
    else if (why !== undefined) this.#say(whyText(why, this.#words));
    else if (before.wait !== undefined) this.#say(this.#words.back);
  }

  /** How her voice sounds, to be seen. */
  async #listenTo(key: string, url: string): Promise<void> {
    const peaks = await peaksOf(url).catch(() => undefined);
    if (peaks === undefined) return;
    this.#conversation.amend(key, (answer) =>
      answer.voice === undefined ? answer : { ...answer, voice: { ...answer.voice, peaks } },
    );
  }

  /** Files whose URLs are good no more get new ones, one after the other, the newest first. */
  async #renewOld(turns: readonly Turn[]): Promise<void> {
    const now = Date.now();
    for (const { key, answer } of turns.toReversed())
      if (fileUrls(answer).some((url) => isOld(url, now))) await this.#renew(key);
  }

  /** A file could not be had: its URL is old, or it is gone. */
  async #renew(key: string): Promise<void> {
    const turn = this.#conversation.turns.find((each) => each.key === key);
    const urls = turn === undefined ? [] : fileUrls(turn.answer).filter((url) => !this.#renewed.has(url));
    if (turn === undefined || urls.length === 0) return;
    for (const url of urls) this.#renewed.add(url);
    await this.#conversation.refresh(turn);
  }

  /** Says it to who cannot see it. */
  #say(text: string): void {
    const line = document.createElement("p");
    line.textContent = text;
    element("announcer", HTMLElement).append(line);
    setTimeout(() => line.remove(), 10_000);
  }

  /** What helps, and an answer that is taller than the view, are read from their begin. */
  #toNews(): void {
    this.#toEnd();
    const care = document.querySelector(".turn:last-child:has(.care)");
    const news = care ?? document.querySelector(".turn:last-child .hers");
    if (news === null) return;
    const isCut = news.getBoundingClientRect().top < Number.parseFloat(getComputedStyle(news).scrollMarginTop);
    if (care !== null || isCut) news.scrollIntoView({ behavior: "instant", block: "start" });
  }

  /** At once: what comes while a page glides would be taken for scrolled away from. */
  #toEnd(): void {
    scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
  }
}

function fileUrls({ picture, voice }: Turn["answer"]): readonly string[] {
  return [picture?.url, voice?.url].filter((url) => url !== undefined);
}

/** Where the browser does not do it by itself (`field-sizing`). */
function grow(box: HTMLTextAreaElement): void {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

function dialog(name: DialogName): HTMLDialogElement {
  return element(name, HTMLDialogElement);
}
