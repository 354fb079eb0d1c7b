import type { CareKind, Danger, SentimentLabel } from "@guchi/contracts/guchi.ts";
import { isSpoken, type MessageLanguage } from "@guchi/contracts/language.ts";
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
const SPOKEN: Thresholds = { care: 0.44, quiet: 0.24 };
/**
 * Little was learnt of other languages, and a help line stands under each answer: only the words
 * change.
 */
const OTHER: Thresholds = { care: 0.5, quiet: 0.5 };

/** So much of a likely hyperbole speaks against a danger: its words are those of danger. */
const HYPERBOLE_DOUBT = 0.9;

/**
 * Happy, thanks, a greeting, a question or a plain statement, less what speaks of grief: from here
 * on clearly no burden.
 */
const NO_BURDEN = 0.38;
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
}

/** What to take a message for. Pure. */
export function decide({ likelihood, language, polarity }: Impression): Decision {
  const { care, quiet } = thresholdsOf(language);
  const inDanger = dangerOf(likelihood);
  const signs = inDanger - HYPERBOLE_DOUBT * likelihood.hyperbole;
  const danger = signs < quiet ? {} : { danger: { certain: signs >= care, ...kindOf(likelihood, inDanger) } };
  const grave = likelihood.grave >= GRAVE;
  // Hyperbole sounds as the words around it do, unless it may be none.
  const joking = polarity >= CLEAR_POLARITY && inDanger < quiet ? likelihood.hyperbole : 0;
  const unburdened = likelihood.happy + likelihood.thanks + likelihood.question + joking;
  const listens = unburdened - GRAVE_DOUBT * likelihood.grave < NO_BURDEN || "danger" in danger;
  return { ...labelOf({ listens, inDanger, polarity, likelihood }), listens, grave, ...danger };
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
