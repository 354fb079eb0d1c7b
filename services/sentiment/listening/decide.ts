import type { CareKind, Danger, SentimentLabel } from "@guchi/shared/contracts/guchi.ts";
import { isSpoken, type MessageLanguage } from "@guchi/shared/contracts/language.ts";
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
 * From which likelihood on something is believed. Set on writers whom the model had not seen (`npm run evaluate`), so that a
 * danger that is missed and a complaint that is answered with help lines for it are both rare; docs/listening.md has the
 * figures.
 */
interface Thresholds {
  /** Danger: she cares. */
  readonly care: number;
  /** Danger: the idol listens and names a help line. */
  readonly quiet: number;
}
const JAPANESE: Thresholds = { care: 0.4, quiet: 0.28 };
const ENGLISH: Thresholds = { care: 0.4, quiet: 0.28 };
/** Little was learnt of other languages, and a help line stands under each answer: only the words change. */
const OTHER: Thresholds = { care: 0.4, quiet: 0.4 };

/** Happy, thanks, a greeting, a question or a plain statement: from here on clearly no burden. */
const NO_BURDEN = 0.5;
/** Good news: far surer than that, since nothing hurts like congratulations to who mourns. */
const GOOD_NEWS = 0.6;
/** A complaint or something grave, so clearly that a picture may cost money. */
const BURDEN = 0.6;
/** From here on gentle words only. */
const GRAVE = 0.35;
/** A kind of danger is told when it is so much of all danger; else the words fit any. */
const KIND = 0.5;

/** What to take a message for, from how likely it is to be of each label. Pure. */
export function decide(likelihood: Likelihood, language: MessageLanguage): Decision {
  const { care, quiet } = thresholdsOf(language);
  const inDanger = dangerOf(likelihood);
  const burdened = likelihood.complaint + likelihood.grave + inDanger;
  const unburdened = likelihood.happy + likelihood.thanks + likelihood.question;
  const grave = likelihood.grave >= GRAVE;
  const danger = inDanger < quiet ? {} : { danger: { certain: inDanger >= care, ...kindOf(likelihood, inDanger) } };
  const listens = unburdened < NO_BURDEN || grave || "danger" in danger;
  return { ...labelOf({ listens, burdened, likelihood }), listens, grave, ...danger };
}

function labelOf({
  listens,
  burdened,
  likelihood: { happy, thanks, question },
}: {
  listens: boolean;
  burdened: number;
  likelihood: Likelihood;
}): { readonly label: SentimentLabel; readonly score: number } {
  if (listens) return burdened >= BURDEN ? scored("negative", burdened) : scored("neutral", 1 - burdened);
  return happy >= GOOD_NEWS ? scored("positive", happy) : scored("neutral", Math.max(thanks + question, 1 - happy));
}

/** Two decimals: more would promise a precision that is not there. */
function scored(label: SentimentLabel, score: number) {
  return { label, score: Math.round(Math.min(1, Math.max(0, score)) * 100) / 100 };
}

function thresholdsOf(language: MessageLanguage): Thresholds {
  if (!isSpoken(language)) return OTHER;
  return language === "ja" ? JAPANESE : ENGLISH;
}

function kindOf(likelihood: Likelihood, inDanger: number): { readonly kind?: CareKind } {
  const [kind] = DANGERS.toSorted((a, b) => likelihood[b] - likelihood[a]);
  return kind !== undefined && likelihood[kind] >= inDanger * KIND ? { kind } : {};
}

/** How likely a message is of any danger. */
export function dangerOf(likelihood: Likelihood): number {
  return DANGERS.reduce((sum, kind) => sum + likelihood[kind], 0);
}
