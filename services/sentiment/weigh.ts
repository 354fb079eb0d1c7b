/** One sign of feeling, as either language's analyser finds it. */
interface Sign {
  readonly at: number;
  readonly polarity: number;
  readonly unlessPositive: boolean;
}

/** What stands before a 「but」 and says the opposite weighs this much: 「疲れたけど楽しかった」 is joy. */
const BEFORE_TURN_WEIGHT = 0.4;
/** What contradicts the last sentence weighs this much: one comes to the point at the end. */
const BEFORE_END_WEIGHT = 0.5;
/** From this sum on, ambivalent signs (やばい, 😭) go with the joy and count for nothing. */
const JOY = 0.55;

/**
 * Where the text turns: its last 「but」, if it has one, and the start of its last sentence. UTF-16
 * units.
 */
export interface Turns {
  readonly turn?: number | undefined;
  readonly lastSentence: number;
}

/** Sums the signs up; later ones count for more when they contradict earlier ones. */
export function weigh(signs: readonly Sign[], turns: Turns): number {
  const firm = signs.filter((sign) => !sign.unlessPositive);
  const joyful = sum(firm.filter(({ polarity }) => polarity > 0)) >= JOY && sum(turned(firm, turns)) > 0;
  return sum(turned(joyful ? firm : signs, turns));
}

function turned(signs: readonly Sign[], { turn, lastSentence }: Turns): readonly Sign[] {
  const atEnd = muteOpposites(signs, lastSentence, BEFORE_END_WEIGHT);
  return turn === undefined ? atEnd : muteOpposites(atEnd, turn, BEFORE_TURN_WEIGHT);
}

function muteOpposites(signs: readonly Sign[], from: number, weight: number): readonly Sign[] {
  const after = sum(signs.filter(({ at }) => at >= from));
  return signs.map((sign) =>
    sign.at < from && sign.polarity * after < 0 ? { ...sign, polarity: sign.polarity * weight } : sign,
  );
}

function sum(signs: readonly Sign[]): number {
  return signs.reduce((total, { polarity }) => total + polarity, 0);
}
