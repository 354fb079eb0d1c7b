/** A piece of a complaint that can be said back. */
export interface Echo {
  /**
   * `though` ends with 「のに」, `happened` is a clause in plain form, `whole` is all that was said.
   */
  readonly kind: "though" | "happened" | "whole";
  readonly text: string;
}

const MOST_UNITS = 14;
const LEAST_UNITS = 4;
/** What was said is short enough to be said back whole. */
const MOST_WHOLE_UNITS = 16;

/**
 * Reads a normalized Japanese complaint: the last thing that happened, cut where a word begins, so
 * that 「{echo}んだね」 and 「{echo}なんて」 are Japanese. None where the speaker names himself or how
 * he feels: said back, that would be hers.
 */
export function echoOf(text: string): Echo | undefined {
  const clauses = text.replace(QUOTED, "、").split(CLAUSE_ENDS).map(plainOf);
  const though = clauses.findLast((clause) => clause.endsWith("のに"));
  const thoughTail = though === undefined ? undefined : tailOf(though);
  if (thoughTail !== undefined) return { kind: "though", text: thoughTail };
  const happened = clauses.filter((clause) => HAPPENED.test(clause) && !NO_EVENT.test(clause)).map(tailOf);
  const fullest = happened.reduce(
    (best, tail) => ((tail?.length ?? 0) >= (best?.length ?? 0) ? tail : best),
    undefined,
  );
  if (fullest !== undefined) return { kind: "happened", text: fullest };
  const whole = text.replace(/[。.!！?？…〜~ー\s]+$/u, "");
  const isShort = whole.length >= LEAST_UNITS && whole.length <= MOST_WHOLE_UNITS;
  return isShort && !OWN.test(whole) && !/[。!！?？「」]/u.test(whole) ? { kind: "whole", text: whole } : undefined;
}

/** Without the endings of speech, and in the plain form where that is easy to tell. */
function plainOf(clause: string): string {
  return clause
    .replace(/^(?:しかも|そして|それで|それに|でも|だから|しかし|だって|結局)/u, "")
    .replace(TRAILING, "")
    .replace(/てます$/u, "てる")
    .replace(/([れけえせてべめねげでし])ました$/u, "$1た");
}

const QUOTED = /[「『"“][^「」『』"“”]*[」』"”]/gu;
const CLAUSE_ENDS = /[。、,!！?？…\s「」『』()]+|(?<=のに)(?=.)/u;
/** Endings of speech that go before the clause is said back. */
const TRAILING =
  /(?:らしい|んだって|だって|って|んです|んだけど|んだが|んですけど|んですが|んだよ|んだわ|んよ|けど|よね|よ|わ|ね|な|w+|笑|草)$/u;
const HAPPENED =
  /(?:(?<!だっ|かっ|でし|まし|よっ|やっ|ま)た|(?:て|され|られ|れ|くれ|え|か|ら|わ|た|さ|ま)なかった|(?<![なるたいうくすつぬむだ])んだ|(?:[かさたなまらわが]|て|で|くれ|もらえ|来|こ)(?<!く|し|たくな|らしく)ない|てる|てくる|来る|される|られる|わされる|続く|鳴る|出る|つく|かける|する|なる|言う|いう|行く|減る|増える|やめる|辞める|(?:高|安|遅|重|長|短|狭|寒|暑|痛|冷た|多|暗|古|悪|臭|汚|うるさ|くさ|まず|ひど|きたな)い)$/u;
/** Feelings and wishes, and endings that only look like something that happened. */
const NO_EVENT =
  /吹っ切|むかつ|ムカつ|イラつ|疲れ|つかれ|しんど|つら|辛|悲し|寂し|さみし|泣(?!いて帰)|嫌|思|感じ|気[がにを持]|たい|ほし|欲し|わから|分から|知らな(?:い|かった)$|じゃない|ではない|たくない|くない|ぐらい|くらい|みたい|らしい|かもしれない|いけない|ならない|しかない|間違い|きたない|もったいない|少ない|危ない|切ない|つまらない|くだらない|仕方ない|しょうがない|みっともない|とんでもない|ありえない|あり得ない|です|ます|でし|まし|やっと|ようやく/u;
/** Who speaks, and what only the speaker can point at. */
const OWN =
  /私|わたし|あたし|俺|おれ|僕|ぼく|自分|うち|わし|ワイ|こっち|これ|それ|あれ|この|その|あの|ここ|そこ|死|殺|消え|殴|刺/u;

const SEGMENTER = new Intl.Segmenter("ja", { granularity: "word" });
/** After these a clause can begin. */
const JOINTS: ReadonlySet<string> = new Set(
  "の が を に は で も と て から ので けど のに たら って まで より だけ さえ すら".split(" "),
);
/** No clause begins with these. */
const NO_BEGINNING =
  /^(?:[ぁ-んー]|日|人|方|時|前|後|中|上|下|間|こと|もの|とき|ほう|言わ|言っ|って|という|とか|なのに|だけど|する|し|さ|なっ|なる|なら|い|いる|いた|ある|あっ|ない|なく|くれ|もらっ|しまっ|ちゃ|られ|れ|た|て)$/u;

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

/**
 * Reads a normalized English complaint: its first clause that can be asked back, with "you" for
 * "I" and a capital letter: "Your mom read your diary".
 */
export function echoOfEnglish(text: string): Echo | undefined {
  const clauses = text
    .replaceAll(/["“][^"”]*["”]/gu, ".")
    .split(/[.!?;:,\n]+|\s+[-–—]\s+|\s+(?:but|because|and then|so)\s+/u);
  const found = clauses
    .map((clause) => clause.trim().replace(/^(?:and|ok|okay|so|well|also|again|then|just|honestly|like)\s+/iu, ""))
    .find((clause) => isStatement(clause) && !OF_FEELING.test(clause));
  return found === undefined ? undefined : { kind: "happened", text: turnedRound(found) };
}

const LEAST_WORDS = 3;
const LEAST_ENGLISH_UNITS = 15;
const MOST_ENGLISH_UNITS = 75;

function isStatement(clause: string): boolean {
  const words = clause.split(/\s+/u);
  return (
    words.length >= LEAST_WORDS &&
    clause.length >= LEAST_ENGLISH_UNITS &&
    clause.length <= MOST_ENGLISH_UNITS &&
    BEGINS_STATEMENT.test(clause) &&
    HAS_VERB.test(clause)
  );
}

const BEGINS_STATEMENT =
  /^(?:my|our|the|a|an|i|i'm|i've|i'd|he|she|they|someone|somebody|nobody|no one|everyone|everybody|every|his|her|their|mom|mum|dad|boss)\b(?!')/iu;
const HAS_VERB =
  /\b(?:\w{2,}ed|is|are|was|were|has|have|had|got|gets|came|went|left|took|told|said|says|forgot|broke|lost|made|put|read|cut|ate|keeps|kept|gave|sold|woke|drove|hit|stole|lives|won't|didn't|doesn't|isn't|can't|couldn't|hasn't|haven't|never|spent|paid|quit|threw|sent|cost|does|wants|thinks|found|saw|felt|stood|sat|ran|fell|spilt|drew|wrote|bought)\b/iu;
const OF_FEELING =
  /\b(?:i (?:feel|felt|hate|want|wish|need|think|guess|know|don't know|love|can't (?:take|stand|do|even|stop))|i'm(?! the only)|am|tired|sad|lonely|scared|cry|crying|we|us|this|that's|here's|died|passed|dead|what|how|why|who|when are|you)\b/iu;

const TURNED: Readonly<Record<string, string>> = {
  i: "you",
  me: "you",
  my: "your",
  mine: "yours",
  myself: "yourself",
  our: "your",
  "i've": "you've",
  "i'd": "you'd",
  "i'll": "you'll",
  "i'm": "you're",
};

function turnedRound(clause: string): string {
  const turned = clause
    .replaceAll(/\bi was\b/giu, "you were")
    .replaceAll(/\bi am\b/giu, "you are")
    .replaceAll(/\b[\w']+\b/gu, (word) => TURNED[word.toLowerCase()] ?? word);
  return turned.charAt(0).toUpperCase() + turned.slice(1);
}
