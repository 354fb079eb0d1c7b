/** A piece of a Japanese complaint that can be said back as it is. */
export interface Echo {
  /** `though` ends with 「のに」; `happened` is a clause in plain form; `whole` is all that was said. */
  readonly kind: "though" | "happened" | "whole";
  readonly text: string;
}

const MOST_UNITS = 14;
const LEAST_UNITS = 4;
/** What was said is short enough to be said back whole. */
const MOST_WHOLE_UNITS = 16;

/**
 * Reads a normalized complaint: the last thing that happened, cut where a word begins, so that
 * 「{echo}んだね」 and 「{echo}なんて」 are Japanese. None where the speaker names himself or how he
 * feels: said back, that would be hers.
 */
export function echoOf(text: string): Echo | undefined {
  const clauses = text
    .replace(QUOTED, "、")
    .split(CLAUSE_ENDS)
    .map((clause) => clause.replace(TRAILING, ""));
  const though = clauses.findLast((clause) => /(?<![な])のに$/u.test(clause) || /なのに$/u.test(clause));
  const thoughTail = though === undefined ? undefined : tailOf(though);
  if (thoughTail !== undefined) return { kind: "though", text: thoughTail };
  const happened = clauses.filter((clause) => HAPPENED.test(clause) && !NO_EVENT.test(clause)).map(tailOf);
  const last = happened.findLast((tail) => tail !== undefined);
  if (last !== undefined) return { kind: "happened", text: last };
  const whole = text.replace(/[。.!！?？…〜~ー\s]+$/u, "");
  const isShort = whole.length >= LEAST_UNITS && whole.length <= MOST_WHOLE_UNITS;
  return isShort && !OWN.test(whole) && !/[。!！?？「」]/u.test(whole) ? { kind: "whole", text: whole } : undefined;
}

const QUOTED = /[「『"“][^「」『』"“”]*[」』"”]/gu;
const CLAUSE_ENDS = /[。、,!！?？…\s「」『』()]+|(?<=のに)(?=.)/u;
/** Endings of speech that go before the clause is said back. */
const TRAILING = /(?:んだけど|んだが|んですけど|んですが|んだよ|んだわ|んよ|けど|よね|よ|わ|ね|な|w+|笑|草)$/u;
const HAPPENED =
  /(?:(?<!だっ|かっ|でし|まし|ま)た|(?<![なるたいうくすつぬむだ])んだ|(?:[かさたなまらわが]|て|で|くれ|来|こ)(?<!く|し|たくな|らしく)ない|てる)$/u;
/** Feelings and wishes, and endings that only look like something that happened. */
const NO_EVENT =
  /吹っ切|疲れ|つかれ|しんど|つら|辛|悲し|寂し|さみし|泣|嫌|思|感じ|気[がにを持]|たい|ほし|欲し|わから|分から|知ら|じゃない|ではない|たくない|くない|ぐらい|くらい|みたい|らしい|かもしれない|いけない|ならない|しかない|間違い|きたない|もったいない|少ない|危ない|切ない|つまらない|くだらない|仕方ない|しょうがない|みっともない|とんでもない|ありえない|あり得ない|です|ます|でし|まし|やっと|ようやく/u;
/** Who speaks, and what only the speaker can point at. */
const OWN =
  /私|わたし|あたし|俺|おれ|僕|ぼく|自分|うち|わし|ワイ|こっち|これ|それ|あれ|この|その|あの|ここ|そこ|死|殺|消え|殴|刺/u;

const SEGMENTER = new Intl.Segmenter("ja", { granularity: "word" });
/** After these a clause can begin. */
const JOINTS: ReadonlySet<string> = new Set(
  "が を に は で も と て から ので けど のに たら って まで より だけ さえ すら".split(" "),
);
/** No clause begins with these. */
const NO_BEGINNING =
  /^(?:[ぁ-んー]|言わ|言っ|って|という|とか|なのに|だけど|する|し|さ|なっ|なる|なら|い|いる|いた|ある|あっ|ない|なく|くれ|もらっ|しまっ|ちゃ|られ|れ|た|て)$/u;

/** The end of a clause that is a clause itself, as long as may be. */
function tailOf(clause: string): string | undefined {
  const words = [...SEGMENTER.segment(clause)].map(({ segment, index }) => ({ segment, index }));
  const starts = words.filter(
    ({ segment }, place) => !NO_BEGINNING.test(segment) && (place === 0 || JOINTS.has(words[place - 1]?.segment ?? "")),
  );
  return starts
    .map(({ index }) => clause.slice(index))
    .find((tail) => tail.length >= LEAST_UNITS && tail.length <= MOST_UNITS && !OWN.test(tail));
}
