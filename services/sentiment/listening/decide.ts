import type { CareKind, Danger, SentimentLabel } from "@guchi/contracts/guchi.ts";
import { isSpoken, type Language, type MessageLanguage } from "@guchi/contracts/language.ts";
import { DANGERS, type Likelihood } from "./labels.ts";

/** What a message is taken for. */
export interface Decision {
  readonly label: SentimentLabel;
  readonly score: number;
  readonly listens: boolean;
  readonly grave: boolean;
  readonly danger?: Danger;
}

/**
 * From which likelihood on something is believed. Set on writers whom the model had not seen (`npm
 * run evaluate`), so that a danger that is missed and a complaint that is answered with help lines
 * for it are both rare; docs/listening.md has the figures.
 */
interface Thresholds {
  /** Danger: she cares. */
  readonly care: number;
  /** Danger: the idol listens and names a help line. */
  readonly quiet: number;
}
const SPOKEN: Thresholds = { care: 0.33, quiet: 0.15 };
/**
 * Little was learnt of other languages, and a help line stands under each answer: only the words
 * change.
 */
const OTHER: Thresholds = { care: 0.34, quiet: 0.34 };

/**
 * How much of a danger's signs is its likeliest kind alone, the rest being all kinds together: a
 * danger that is a little of each is less often one. Like the doubts, set by cross-validation by
 * writer.
 */
const KIND_SHARE = 0.3;
/** So much of a likely hyperbole speaks against a danger: its words are those of danger. */
const HYPERBOLE_DOUBT = 0.9;
/** So much of a likely complaint does. */
const COMPLAINT_DOUBT = 0.15;
/** So much of what is no burden at all does: joy, thanks, a question or a plain statement. */
const LIGHT_DOUBT = 0.3;
/**
 * Where a rule reads plain words of self-harm, a little danger is enough, unless the model hears a
 * joke: for care, what speaks for it counts more, then; a help line is left out only when it is
 * clearly one (`jokeMargin` likelier than danger) or there is hardly any danger.
 */
const PLAINLY: Thresholds & { readonly hyperboleDoubt: number; readonly jokeMargin: number } = {
  care: 0.2,
  quiet: 0.1,
  hyperboleDoubt: 3,
  jokeMargin: 0.3,
};

/**
 * Happy, thanks, a greeting, a question or a plain statement, less what speaks of grief: from here
 * on clearly no burden. Japanese says its joys in fewer words, and its complaints, too.
 */
const NO_BURDEN: Readonly<Record<Language, number>> = { ja: 0.42, en: 0.28 };
const NO_BURDEN_ELSEWHERE = 0.36;
/**
 * So much of something grave speaks against it: a cheer hurts who mourns more than pity does who is
 * happy. Set by cross-validation by writer.
 */
const GRAVE_DOUBT = 4;
/** Good news: far surer than that, since nothing hurts like congratulations to who mourns. */
const GOOD_NEWS = 0.75;
/** Where our lexicon hears a complaint, joy has to be surer still. */
const GOOD_NEWS_DOUBTED = 0.9;
/**
 * Polarity from which the lexicon hears a complaint, or joy with the other sign. One clear word is
 * 0.6 to 1.
 */
const CLEAR_POLARITY = 0.35;
/** Below so much danger, hyperbole that sounds merry is so. */
const JOKING_DANGER = 0.22;
/** A complaint or something grave, so clearly that a picture may cost money. */
const BURDEN = 0.6;
/** From here on gentle words only. */
const GRAVE = 0.35;
/** A kind of danger is told when it is so much of all danger; else the words fit any. */
const KIND = 0.5;

/** What was heard in a message. */
export interface Impression {
  readonly likelihood: Likelihood;
  readonly language: MessageLanguage;
  /** How it sounds by our lexicon: about -3 (complaint) to 3 (joy). */
  readonly polarity: number;
  /** Whether a rule reads plain words of self-harm in it (self-harm/). */
  readonly plainly: boolean;
}

/** What to take a message for. Pure. */
export function decide(impression: Impression): Decision {
  const { likelihood, polarity, language } = impression;
  const inDanger = dangerOf(likelihood);
  const { certain, possible } = dangerIn(impression, inDanger);
  const danger = possible ? { danger: { certain, ...kindOf(likelihood, inDanger) } } : {};
  const grave = likelihood.grave >= GRAVE;
  // Hyperbole sounds as the words around it do, unless it may be none.
  const joking = polarity >= CLEAR_POLARITY && inDanger < JOKING_DANGER ? likelihood.hyperbole : 0;
  const unburdened = unburdenedOf(likelihood) + joking;
  const noBurden = isSpoken(language) ? NO_BURDEN[language] : NO_BURDEN_ELSEWHERE;
  const listens = unburdened - GRAVE_DOUBT * likelihood.grave < noBurden || possible;
  return { ...labelOf({ listens, inDanger, polarity, likelihood }), listens, grave, ...danger };
}

/** Whether a danger is certain, and whether it is likely enough for a help line. */
function dangerIn(
  { likelihood, language, plainly }: Impression,
  inDanger: number,
): { readonly certain: boolean; readonly possible: boolean } {
  const { care, quiet } = thresholdsOf(language);
  const { hyperbole, complaint } = likelihood;
  const doubts = HYPERBOLE_DOUBT * hyperbole + COMPLAINT_DOUBT * complaint + LIGHT_DOUBT * unburdenedOf(likelihood);
  const likeliest = Math.max(...DANGERS.map((kind) => likelihood[kind]));
  const evidence = (1 - KIND_SHARE) * inDanger + KIND_SHARE * likeliest;
  const signs = evidence - doubts;
  const plain = plainly && isSpoken(language);
  const certain = signs >= care || (plain && inDanger - PLAINLY.hyperboleDoubt * hyperbole >= PLAINLY.care);
  const doubted = plain && inDanger >= PLAINLY.quiet && hyperbole - inDanger <= PLAINLY.jokeMargin;
  return { certain, possible: certain || doubted || signs >= quiet };
}

interface Sound {
  readonly listens: boolean;
  readonly inDanger: number;
  readonly polarity: number;
  readonly likelihood: Likelihood;
}

function labelOf({ listens, inDanger, polarity, likelihood }: Sound): {
  readonly label: SentimentLabel;
  readonly score: number;
} {
  const { complaint, happy, grave, hyperbole } = likelihood;
  const doubted = polarity <= -CLEAR_POLARITY;
  if (listens) {
    const burdened = complaint + grave + inDanger + (doubted ? hyperbole : 0);
    return burdened >= BURDEN ? scored("negative", burdened) : scored("neutral", 1 - burdened);
  }
  const isGoodNews = happy >= (doubted ? GOOD_NEWS_DOUBTED : GOOD_NEWS);
  return isGoodNews ? scored("positive", happy) : scored("neutral", 1 - happy);
}

/** Two decimals: more would promise a precision that is not there. */
function scored(label: SentimentLabel, score: number) {
  return { label, score: Math.round(Math.min(1, Math.max(0, score)) * 100) / 100 };
}

/** How likely a message is to be no burden. */
function unburdenedOf({ happy, thanks, question }: Likelihood): number {
  return happy + thanks + question;
}

function thresholdsOf(language: MessageLanguage): Thresholds {
  return isSpoken(language) ? SPOKEN : OTHER;
}

function kindOf(likelihood: Likelihood, inDanger: number): { readonly kind?: CareKind } {
  const [kind] = DANGERS.toSorted((a, b) => likelihood[b] - likelihood[a]);
  return kind !== undefined && likelihood[kind] >= inDanger * KIND ? { kind } : {};
}

/** How likely a message is of any danger. */
export function dangerOf(likelihood: Likelihood): number {
  return DANGERS.reduce((sum, kind) => sum + likelihood[kind], 0);
}
