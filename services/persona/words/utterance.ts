import type { Language } from "@guchi/contracts/guchi.ts";
import { pick, type Random } from "../random.ts";
import { sentencesOf, type Slots } from "./template.ts";
import { capitalized } from "../capitalized.ts";

interface UtteranceOptions {
  readonly language: Language;
  readonly random: Random;
  readonly slots: Slots;
  /** All that she said to this user lately, as one text. */
  readonly before: string;
}

/** Where a sentence comes from: the first pool with a good one is used. */
export type Pools = readonly (readonly string[])[];

/** Words that sound like an echo when two sentences of one message hold them. */
const ECHOES = {
  ja: /\p{Script=Han}{2,}|[\p{Script=Katakana}ー]{2,}|ため息|くたび|疲|そわそわ|ドキドキ|ぐるぐる|しょんぼり|いっぱい|ありがと|つら|いっしょ|ゆっくり|ちゃんと|ここ[でにが]|ずっと|うれし|じわじわ|落ち着|もどかし|もやもや|こま[っるら]|うんうん|花まる|聞[くいかけ]|話し|心|夜|ひとつ|そっか|がんば|わか[るり]|おつかれ|当たり前|当然|より[によ]|こたえ[るた]/gu,
  en: /[a-z']{5,}/giu,
} as const;
/** Said in every second sentence of anybody: no echo. */
const NO_ECHO =
  /^(?:今日|自分|気持|大事|about|there|that's|would|could|don't|where|which|these|those|still|right|really|because|while|before|after|every|you're|you've|it's|i'm|what's|thing|things|anyone|should|again|after|always)$/iu;

/**
 * One message in the making. A sentence is chosen that was not said lately, that does not echo the
 * ones before it, and that ends otherwise than the last one, as far as there is one.
 */
export class Utterance {
  readonly #options: UtteranceOptions;
  readonly #said: string[] = [];

  constructor(options: UtteranceOptions) {
    this.#options = options;
  }

  get sentences(): readonly string[] {
    return this.#said;
  }

  /** The message so far. */
  get text(): string {
    return this.#said.join(this.#options.language === "ja" ? "" : " ");
  }

  /**
   * Says one sentence more if a pool has one that is new and fits; `must`: one in any case. False
   * when none was said.
   */
  say(pools: Pools, { must = false }: { readonly must?: boolean } = {}): boolean {
    const found = pools.map((lines) => this.#sayable(lines));
    // What is closer to the matter comes first, though it ends like the sentence before it.
    const fitting =
      firstOf(found, [({ isNewLine, echoes, rhymes }) => isNewLine && !echoes && !rhymes, isNewLine]) ??
      firstOf(found, [({ isNew, echoes }) => isNew && !echoes]) ??
      (must ? (firstOf(found, [({ isNew }) => isNew]) ?? firstOf(found, [() => true])) : undefined);
    if (fitting === undefined) return false;
    const lines = [...new Set(fitting.map(({ line }) => line))];
    const line = pick(this.#options.random, lines);
    const ways = fitting.filter((each) => each.line === line);
    this.#said.push(pick(this.#options.random, ways).sentence);
    return true;
  }

  /** Puts an interjection before the last sentence, where it has none. */
  lead(leads: readonly string[]): void {
    const last = this.#said.at(-1);
    if (last === undefined || leads.length === 0 || BEGINS_WITH_A_CALL.test(last)) return;
    const fresh = leads.filter((lead) => !this.text.toLowerCase().includes(lead.replace(/[、,]$/u, "").toLowerCase()));
    if (fresh.length === 0) return;
    const led = pick(this.#options.random, fresh);
    const rest = this.#options.language === "en" && led.endsWith(",") ? uncapitalized(last) : last;
    this.#said[this.#said.length - 1] = `${led}${this.#options.language === "ja" ? "" : " "}${rest}`;
  }

  /** Takes the last sentence back. */
  drop(): void {
    this.#said.pop();
  }

  #sayable(lines: readonly string[]): Sayable[] {
    const { slots } = this.#options;
    const before = `${this.#options.before}\n${this.text}`;
    const echoed = new Set(this.#said.flatMap((sentence) => this.#bitsOf(sentence)));
    const [last] = this.#said.slice(-1);
    return lines.flatMap((line) => {
      const sentences = sentencesOf(line, slots).map(capitalized);
      const isNewLine = !sentences.some((sentence) => wasSaid(sentence, before));
      return sentences.map((sentence) => ({
        line,
        sentence,
        isNewLine,
        isNew: isNewLine || !wasSaid(sentence, before),
        echoes: this.#bitsOf(sentence).some((bit) => echoed.has(bit)),
        rhymes: last !== undefined && endOf(last) === endOf(sentence),
      }));
    });
  }

  #bitsOf(sentence: string): readonly string[] {
    return (sentence.match(ECHOES[this.#options.language]) ?? [])
      .map((bit) => bit.toLowerCase())
      .filter((bit) => !NO_ECHO.test(bit));
  }
}

interface Sayable {
  readonly line: string;
  readonly sentence: string;
  /** No way to say this line was said lately. */
  readonly isNewLine: boolean;
  /** This sentence was not said lately. */
  readonly isNew: boolean;
  readonly echoes: boolean;
  readonly rhymes: boolean;
}

type Check = (sayable: Sayable) => boolean;

const isNewLine: Check = ({ isNewLine, echoes }) => isNewLine && !echoes;

/** The sentences of the first pool that has any, by the strictest check that leaves some. */
function firstOf(pools: readonly Sayable[][], checks: readonly Check[]): readonly Sayable[] | undefined {
  for (const pool of pools) {
    for (const check of checks) {
      const fitting = pool.filter(check);
      if (fitting.length > 0) return fitting;
    }
  }
  return undefined;
}

const BEGINS_WITH_A_CALL =
  /^(?:うわ|うそ|なんと|まさか|あらら|ええっ|わぁ|え[えっー、]|あ[ぁー、っ]|う[うーん]+[、。…]|うんうん|そっ?か|そう|もう[、っ!！]|はぁ|ねえ|ね、|やだ|いや|ひ[ぃえ]|ぎゃ|きゃ|むむ|むぅ|くぅ|ふむ|ほんと|それ[はっ、]|よし|おつかれ|まって|待って|ちょっと|(?:oh|ugh|wow|wait|aww?|argh|hey|okay|ok|no\b|yes|yeah|mm|oof|ouch|phew|hmm|grr|well|yikes|honestly|right|ah|of course|come)\b)/iu;

/** A word put before a sentence takes its capital letter away. */
function wasSaid(line: string, before: string): boolean {
  return partsOf(line).some((part) => before.toLowerCase().includes(part.toLowerCase()));
}

/** The sentences of a line that holds more than one. */
function partsOf(line: string): readonly string[] {
  return (line.match(/[^。！？!?♪.]+[。！？!?♪.…]*/gu) ?? [line]).map((part) => part.trim());
}

function endOf(sentence: string): string {
  return sentence.replace(/[。！？!?♪…、.\s]+$/u, "").slice(-2);
}

function uncapitalized(sentence: string): string {
  return /^(?:I\b|I'|[A-Z]{2}|Mimi|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)/u.test(sentence)
    ? sentence
    : sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
