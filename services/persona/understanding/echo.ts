import { capitalized } from "../capitalized.ts";

/** A piece of a complaint that can be said back. */
export interface Echo {
  /**
   * `though` ends with 「のに」, `happened` is a clause in plain form, `whole` is all that was said.
   */
  readonly kind: "though" | "happened" | "whole";
  readonly text: string;
}

const MOST_UNITS = 24;
/** 「言われた」 alone says nothing back. */
const LEAST_UNITS = 6;
const LEAST_WHOLE_UNITS = 4;
/** What was said is short enough to be said back whole. */
const MOST_WHOLE_UNITS = 16;
/** And without a pause in it. */
const MOST_LINE_UNITS = 26;

/**
 * Reads a normalized Japanese complaint: the last thing that happened, cut where a word begins, so
 * that 「{echo}んだね」 and 「{echo}なんて」 are Japanese. None where the speaker names himself or how
 * he feels: said back, that would be hers.
 */
export function echoOf(text: string): Echo | undefined {
  const spoken = turnedRoundJapanese(text.replace(QUOTED, "、"));
  const sentences = spoken.split(SENTENCE_ENDS).map(plainOf);
  const contrast = sentences.find((sentence) => isContrast(sentence));
  if (contrast !== undefined) return { kind: "happened", text: contrast };
  const clauses = spoken.split(CLAUSE_ENDS).map(plainOf);
  const though = clauses.findLast((clause) => clause.endsWith("のに"));
  const thoughTail = though === undefined ? undefined : tailOf(though);
  if (thoughTail !== undefined) return { kind: "though", text: thoughTail };
  const happened = clauses.filter((clause) => HAPPENED.test(clause) && !isNoEvent(clause)).map(tailOf);
  const fullest = happened.reduce(
    (best, tail) => ((tail?.length ?? 0) >= (best?.length ?? 0) ? tail : best),
    undefined,
  );
  if (fullest !== undefined) return { kind: "happened", text: fullest };
  const whole = text.replace(/[。.!！?？…〜~ー\s]+$/u, "");
  const isShort =
    whole.length >= LEAST_WHOLE_UNITS && whole.length <= (/[、\s]/u.test(whole) ? MOST_WHOLE_UNITS : MOST_LINE_UNITS);
  return isShort && !OWN.test(whole) && !/[。!！?？「」]/u.test(whole) ? { kind: "whole", text: whole } : undefined;
}

function isContrast(sentence: string): boolean {
  return (
    sentence.length <= MOST_CONTRAST_UNITS &&
    sentence.split(CLAUSE_ENDS).length > 1 &&
    HAPPENED.test(sentence) &&
    !isNoEvent(sentence) &&
    !OWN.test(sentence)
  );
}

/** How one feels stands at the end; before it, it may belong to what happened. */
function isNoEvent(clause: string): boolean {
  return NO_EVENT.test(clause.slice(-9));
}

/** 「私の分」 is 「あなたの分」 when she says it. */
function turnedRoundJapanese(text: string): string {
  return text
    .replaceAll(
      /(?<![のるたいうん])うちの(?=[子人娘猫犬母父夫店]|息子|会社|学校|部署|クラス|チーム|マンション)/gu,
      "あなたの",
    )
    .replaceAll(/(?<![のるたいうん])うち(?=[にへでをが])/gu, "あなたの家")
    .replaceAll(/(?:私|わたし|あたし|俺|おれ|僕|ぼく)(?=の(?!ほう)|だけ|にだけ|に(?![はも])|を)/gu, "あなた");
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
const SENTENCE_ENDS = /[。、,!！?？…\s「」『』()]+/u;
/** A 「のに」 that says what for is no contrast: 「帰るのに40分かかった」. */
const CLAUSE_ENDS =
  /[。、,!！?？…\s「」『』()]+|(?<=のに)(?!おい)(?<!(?<!て|で|い|あ)るのに|[うくすつむぐぶ]のに)(?!も?[0-9一二三四五六七八九十]+(?:時間|分|日|年)|も?[^のに]{0,8}(?:かか|苦労|必要|必死|精一杯|使|気づ|気付|慣れ|飽き|夢中))(?=.)/u;
/** 「行ってないのに半年払ってる」 is said back whole. */
const MOST_CONTRAST_UNITS = 22;
/** Endings of speech that go before the clause is said back. */
const TRAILING =
  /(?:らしい|んだって|だって|って|んです|んだけど|んだが|んですけど|んですが|んだよ|んだわ|んよ|けど|よね|よ|わ|ね|な|w+|笑|草)$/u;
const HAPPENED =
  /(?:(?<!だっ|かっ|でし|まし|よっ|やっ|ま)た|(?<=[\p{Script=Han}\p{Script=Katakana}ーA-Za-z0-9])だった|(?:高|安|遅|早|長|短|狭|広|寒|暑|重|冷た|少な|多|小さ|大き|ひど|うるさ|まず|くさ|固|薄|濃)かった|[がをにで][^がをにで]{1,12}[るむ]|(?<!く|じゃ|では)なかった|(?<![くはゃ])ない|(?<![なるたいうくすつぬむだ])んだ|(?:[かさたなまらわが]|て|で|くれ|もらえ|来|こ)(?<!く|し|たくな|らしく)ない|[てで]る|(?:[えけせねべめれげぜ]|出|見|寝)ない|[てで](?:くる|いく|ゆく)|来る|される|られる|わされる|続く|鳴る|出る|つく|かける|する|なる|言う|いう|行く|減る|増える|やめる|辞める|(?:高|安|遅|重|長|短|狭|寒|暑|痛|冷た|多|暗|古|悪|臭|汚|うるさ|くさ|まず|ひど|きたな)い|すぎる|(?<=\p{Script=Han})(?:[うくすつむるぐぶ]|[えけげせてべめれいきちみりじび]る))$/u;
/** Feelings and wishes, and endings that only look like something that happened. */
const NO_EVENT =
  /(?:大変|最悪|散々|無理|だめ|ダメ|苦痛|地獄|退屈|不安|不満|幸せ|好き|楽)だった|楽しかった|うれしかった|嬉しかった|よかった|耐え|信じられ|たまら|許せ|立ち直|やってられ|我慢|がまん|吹っ切|なさすぎ|むかつ|ムカつ|イラつ|疲れ|つかれ|しんど|つら|辛|悲し|寂し|さみし|泣(?!いて帰|かれ)|嫌(?!味|がらせ|われ)|いやに|飽き|思|感じ|気[がにを持]|たい|ほし|欲し|わから|分から|知らな(?:い|かった)$|じゃない|ではない|たくない|くない|ぐらい|くらい|みたい|らしい|かもしれない|いけない|ならない|しかない|間違い|きたない|もったいない|少ない|危ない|切ない|つまらない|くだらない|仕方ない|しょうがない|みっともない|とんでもない|ありえない|あり得ない|です|ます|でし|まし|やっと|ようやく/u;
/** Who speaks, and what only the speaker can point at. */
const OWN =
  /私|わたし|あたし|俺|おれ|僕|ぼく|自分(?=[がはも、])|うち|わし|ワイ|こっち|これ|それ|あれ|この|その|あの|ここ|そこ|死|殺|消え|殴|刺/u;

const SEGMENTER = new Intl.Segmenter("ja", { granularity: "word" });
/** After these a clause can begin. */
const JOINTS: ReadonlySet<string> = new Set(
  "が を に は で も と て から ので けど のに たら って まで より だけ さえ すら".split(" "),
);
/** No clause begins with these. */
const NO_BEGINNING =
  /^(?:[ぁ-んー]|(?!また|もう|まだ|すぐ|いつ|だれ|なぜ)[ぁ-ん]{2}|分|だけ|まで|さえ|しか|ばか|日|人|方|時|前|後|中|上|下|間|瞬間|途中|直前|最中|ところ|ところで|せい|おかげ|くせ|こと|もの|とき|ほう|言わ|言っ|って|という|とか|なのに|だけど|する|し|さ|なっ|なる|なら|い|いる|いた|ある|あっ|ない|なく|くれ|もらっ|しまっ|ちゃ|られ|れ|た|て)$/u;

/** What no clause of its own begins with: what was quoted before it goes on here. */
const NO_CLAUSE =
  /^(?:ところで|けど|から|のに|ので|って|と|という|とか|なんて|だって|だけ|まで|さえ|は|が|を|に|で|の|も|言)/u;

/** The end of a clause that is a clause itself, as long as may be. */
function tailOf(clause: string): string | undefined {
  const words = [...SEGMENTER.segment(clause)].map(({ segment, index }) => ({ segment, index }));
  const starts = words.filter(
    ({ segment }, place) =>
      (place === 0 && !NO_CLAUSE.test(segment)) ||
      (!NO_BEGINNING.test(segment) && JOINTS.has(words[place - 1]?.segment ?? "")),
  );
  return starts
    .map(({ index }) => clause.slice(index))
    .find((tail) => tail.length >= LEAST_UNITS && tail.length <= MOST_UNITS && !OWN.test(tail));
}

/**
 * Reads a normalized English complaint: its last clause that can be asked back, with "you" for
 * "I" and a capital letter: "Your mom read your diary".
 */
export function echoOfEnglish(text: string): Echo | undefined {
  const sentences = text
    .replaceAll(/["“][^"”]*["”]/gu, ".")
    .replaceAll(/\s+(?:because|so that)\s[^.!?]*/giu, "")
    .split(/[.!?;:,\n]+|\s+[-–—]\s+|\s+(?:but|and then|so)\s+/u)
    .filter((sentence) => sentence.trim() !== "");
  const last = sentences.at(-1)?.split(NEW_SUBJECT).at(-1) ?? "";
  const found = [last, ...sentences.toReversed()]
    .map((clause) => clause.trim().replace(/^(?:and|ok|okay|so|well|also|again|then|now|just|honestly|like)\s+/iu, ""))
    .map((clause) => clause.replace(BEGINS_WITH_PAST, (verb) => `I ${verb.toLowerCase()}`))
    .find((clause) => isStatement(clause) && !OF_FEELING.test(clause));
  return found === undefined ? undefined : { kind: "happened", text: turnedRound(found) };
}

/** What comes after it can be said alone: "… and she sent me a link". */
const NEW_SUBJECT = /\s+and\s+(?=(?:now|he|she|they|it|my|nobody|somebody|someone)\b)/iu;

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
    !BREAKS_OFF.test(clause) &&
    HAS_VERB.test(clause)
  );
}

/** What was cut away before its end: "the mold is because …", a quoted word that is gone. */
const BREAKS_OFF =
  /\b(?:is|are|was|were|be|a|an|the|of|my|your|his|her|their|that|\w+'(?:s|re|m)|says?|said|told me|called me|called|like|and|or|as|only|just|who|which)$/iu;
const BEGINS_STATEMENT =
  /^(?:my|our|the|a|an|i|i'm|i've|i'd|he|she|they|someone|somebody|nobody|no one|everyone|everybody|every|his|her|their|mom|mum|dad|boss)\b(?!')|^(?!done|sick|so|not|no|it|there|when|if|got)[a-z]+(?:'s \w+)? (?:was|is|has|keeps|kept|wants|won't|still)\b/iu;
/** Who mutters leaves the "I" out: "got blocked after one coffee". */
const BEGINS_WITH_PAST =
  /^(?:got|went|asked|dropped|lost|waited|spent|cooked|bought|spilled|missed|found|made|forgot|left|tried|sent|told|took|broke|fell|paid|worked|studied|stayed|walked|drove|tripped|burned|burnt|ate|slept|woke)\b(?=\s+\w)/iu;
const HAS_VERB =
  /^(?:i|he|she|they) (?!too|so|very)[a-z]{2,}\b|\b(?:\w{2,}ed|is|are|was|were|has|have|had|got|gets|came|went|left|took|told|said|says|forgot|broke|lost|made|put|read|cut|ate|keeps|kept|gave|sold|woke|drove|hit|stole|lives|won't|didn't|doesn't|isn't|can't|couldn't|hasn't|haven't|never|spent|paid|quit|threw|sent|cost|does|wants|thinks|found|saw|felt|stood|sat|ran|fell|spilt|drew|wrote|bought)\b/iu;
const OF_FEELING =
  /(?:\b(?:i (?:feel|felt|hate|want|wish|need|think|guess|know|don't know|love|can't (?:take|stand|do|even|stop))|i'm(?! the only)|am|tired|sad|lonely|scared|cry|crying|we|us|this|that's|here's|died|passed|dead|when are|you)\b|^(?:what|how|why|who)\b)/iu;

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
    .replaceAll(/\bi was(?=n't\b|\b)/giu, "you were")
    .replaceAll(/\bi am\b/giu, "you are")
    .replaceAll(/\b[\w']+\b/gu, (word) => TURNED[word.toLowerCase()] ?? word);
  return capitalized(turned);
}
