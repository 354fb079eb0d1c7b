import type { Language } from "@guchi/contracts/guchi.ts";
import { whyNotSaid } from "../outgoing/check.ts";
import { type Detail, detailOf } from "./detail.ts";
import { type Echo, echoOf, echoOfEnglish } from "./echo.ts";

/** What she may take up of the user's own words: short, and fit to be said. */
export interface TakenUp {
  /** How long, how much, how often. */
  readonly amount?: { readonly kind: "long" | "money" | "often" | "few"; readonly text: string };
  /** A quoted word; `heard` when somebody said it to the user. */
  readonly quote?: { readonly text: string; readonly heard: boolean };
  /** What it is about, where nothing else is known. */
  readonly noun?: string;
  /** A piece of what happened, to be said back (echo.ts). */
  readonly echo?: Echo;
  /** A circumstance that a listener would repeat (detail.ts). */
  readonly detail?: Detail;
}

/** Reads a normalized complaint (NFKC). Only the first 300 units count: more is no mutter. */
export function takeUp(text: string, language: Language): TakenUp {
  const read = language === "ja" ? JAPANESE : ENGLISH;
  const said = text.slice(0, 300);
  const [amount, quote, noun] = [read.amount(said), read.quote(said), read.noun(said)];
  const echo = (language === "ja" ? echoOf : echoOfEnglish)(said);
  const detail = detailOf(said, language);
  return {
    ...(amount !== undefined && { amount }),
    ...(quote !== undefined && isFit(quote.text) && { quote }),
    ...(noun !== undefined && isFit(noun) && { noun }),
    ...(echo !== undefined && isFit(echo.text) && { echo }),
    ...(detail !== undefined && isFit(detail.text) && { detail }),
  };
}

interface Reader {
  amount(text: string): TakenUp["amount"];
  quote(text: string): TakenUp["quote"];
  noun(text: string): string | undefined;
}

/** No slots, no markup, no numbers that might be somebody's, nothing that she would not say. */
function isFit(words: string): boolean {
  return (
    !/[{}[\]<>|\\#@/:_=]|\d{4}|https?/u.test(words) &&
    !NASTY.test(words) &&
    !WORRYING.test(words) &&
    whyNotSaid(words, { grave: false }) === undefined
  );
}

/** Words that may be of a wish to die: they are not said back. */
const WORRYING =
  /終わりたい|終わらせ|消え|いなくな|いなければ|飛び降|飛びお|飛び込|吊|首を|手首|切りた|リスカ|リスト|楽になり|遺書|生きて|生まれ|産まな|産むんじゃ|いらない子|錠|薬|刃物|包丁|ロープ|屋上|線路|橋から|血が|襲|触られ|脅|殴|叩かれ|蹴|\b(?:go on|disappear|end it|end this|gone|not be here|pills?|overdose|meds|rope|roof|bridge|knife|blood|bleed\w*|hit me|hits me|hurt me|touched me|followed me|threat\w*|drown\w*|cut(?:ting)?|jump|give up|giving up|no point|better off|suicid\w*|wrists?|living|born)\b/iu;

const NASTY =
  /死|殺|しね|ころ[すし]|ブス|デブ|ハゲ|はげ|チビ|バカ|ばか|馬鹿|アホ|あほ|クズ|くず|カス|ゴミ|キモ|きも|気持ち悪|ババア|ジジイ|ガイジ|性|エロ|えろ|裸|胸|尻|下着|レイプ|痴漢|セフレ|うんこ|クソ|くそ|無能|障害|在日|部落|\b(?:kill|die|dead|fuck\w*|shit\w*|bitch\w*|whore|slut\w*|ugly|fat|stupid|dumb|idiot|retard\w*|moron|loser|worthless|sex\w*|rape\w*|nude|dick|ass|cunt|hate|trash|pig|freak)\b/iu;

const NUMBER_JA = "(?:[0-9][0-9,.]{0,7}|[二三四五六七八九十]{1,3}|何十|何)";
/** 「今週だけで四回」 is taken up whole. */
const WITHIN_JA = "(?:(?:今週|今月|今年|今日|一日|一週間|一か月|先週|先月|半年)(?:だけ)?(?:で|に))?";
const LONG_JA = new RegExp(
  `(${NUMBER_JA}(?:時間半?|日間|日|週間|か月|ヶ月|カ月|年間|年))(?:も|以上|ぶっ通し|ずっと|連続|ぶんの?|待|かか|かけ|立ちっぱ|座りっぱ|歩)|((?:一|${NUMBER_JA})(?:時間半?|週間|か月|ヶ月|カ月|年間))(?!分)(?=[、,\\s]?[^前後ごおのにだ以でほ程くぐがはし、,。\\s])`,
  "u",
);
const FEW_JA = new RegExp(`(${NUMBER_JA}(?:時間半?|分|日|円|万円|人|回|点|個))しか`, "u");
const LEFT_JA = /残(?:り|金|高|ってるの)?[がはも]?([0-9一二三四五六七八九][0-9,百千]*円)/u;
const MONEY_JA =
  /([0-9][0-9,.]*(?:万[0-9]*|千)?円|[0-9]+万(?!人|回|歩)|[一二三四五六七八九十百]{1,4}万円?|[一二三四五六七八九]千円)/u;
const OFTEN_JA = new RegExp(
  `(${WITHIN_JA}${NUMBER_JA}(?:回目|度目|連勤|連敗|社目|社|件|回|通|枚|キロ|kg|往復))(?!前|後|まで|に1|生|代|券|数|以内|以下|席|員|会|裏|表|転)`,
  "u",
);

const QUOTE_JA = /[「『"“]([^「」『』"“”\n]{2,18})[」』"”](って|と|とか|なんて|の一言|は|だ)?/u;
const HEARD_AFTER_JA =
  /^[^。!?\n]{0,6}?(?:言われ(?!てな|な|た[いく])|いわれ|言ってく|言ってき|言いやが|言い放|だって|だと|返(?!って|信|事|し)|怒鳴|笑われ|聞かれ|呼ばれ|言い出|の一言|なんて)/u;
const TOLD_JA = /(?:に|から|が|、|\s|^)([^、。!?\s「」にからがは]{3,14})(?:って|と)(?:言われ|いわれ)/u;
const NOUN_JA =
  /(?<![\p{Script=Han}\p{Script=Katakana}ー])((?:お|ご)?(?:[\p{Script=Han}]{2,5}|[\p{Script=Katakana}ー]{3,9}))(?:が(?![りる])|を)/gu;
/** The same before a pause, or where it is only the topic. */
const TOPIC_NOUN_JA =
  /(?<![\p{Script=Han}\p{Script=Katakana}ー0-9])((?:お|ご)?(?:[\p{Script=Han}]{2,5}|[\p{Script=Katakana}ー]{3,9}))(?=は|も|、|。|の|に|で|$)/gu;
const NO_NOUN_JA =
  /^(?:(?:今日|明日|昨日|毎日|結局|全部|今年|去年|来年|今月|来月|先月|今週|来週|先週|最近|一人|二人|三人|何人|何回|何度|一応|正直|突然|急|当然|無言|素敵|立派|有能|天才|拝啓|敬具|祝|十分|多分|全員|半分|今).*|.*(?:日|回|分|時間|時|円|人|件|本|枚|年|個|名|点|目|中|前|後|方|様)|今日|明日|昨日|今朝|今夜|今晩|昨夜|最近|最後|最初|毎日|毎回|毎朝|毎晩|毎週|毎年|今週|来週|先週|今月|来月|先月|今年|去年|来年|全然|全部|全員|本当|本気|自分|自身|相手|結局|結果|一番|一人|二人|一日|一緒|一生|今回|前回|次回|今度|途中|以上|以外|普通|絶対|大変|大丈夫|最悪|最低|無理|理由|原因|場合|時間|気持|気分|感想|意味|本人|他人|周囲|何人|何回|何度|何年|何日|数回|数人|午前|午後|平日|週末|休日|朝方|夕方|夜中|深夜|土曜|日曜|月曜|火曜|水曜|木曜|金曜|年末|年始|正月|勝手|急|方|人間|大人|子供|名前|話|声|顔|手|足|目|[一二三四五六七八九十]+(?:人|回|日|年|個|本|時|つ)|世界|物(?![価件語理置]).*|タイミング|会社|友達|友人|家族|先輩|先生|男|女|俺|僕|私|彼|奴|アイツ|コイツ|ソイツ|マジ|ホント|メッチャ|ヤバ|ダメ|ムリ|イヤ|ツライ|キツイ|ウザ.*|ムカ.*|イラ.*)$/u;

const JAPANESE: Reader = {
  amount(text) {
    const few = (FEW_JA.exec(text) ?? LEFT_JA.exec(text))?.[1];
    if (few !== undefined) return { kind: "few", text: few };
    const long = LONG_JA.exec(text);
    if (long !== null) return { kind: "long", text: long[1] ?? long[2] ?? "" };
    const money = MONEY_JA.exec(text)?.[1];
    if (money !== undefined && !/^[0-9]{1,2}円|^1万$/u.test(money)) return { kind: "money", text: money };
    const often = OFTEN_JA.exec(text)?.[1];
    return often === undefined || /^(?:[01](?![0-9])|何)/u.test(often) ? undefined : { kind: "often", text: often };
  },
  quote(text) {
    const quoted = QUOTE_JA.exec(text);
    if (quoted !== null) {
      const [all, words = ""] = quoted;
      const rest = (quoted[2] ?? "") + text.slice(quoted.index + all.length);
      return { text: words.replace(/[。、?？!！…]+$/u, ""), heard: HEARD_AFTER_JA.test(rest) };
    }
    const told = TOLD_JA.exec(text)?.[1];
    return told === undefined || /^(?:[をでとも]|な[いか])/u.test(told) ? undefined : { text: told, heard: true };
  },
  noun(text) {
    const nouns = (pattern: RegExp) =>
      [...text.matchAll(pattern)].map(([, noun = ""]) => noun).filter((noun) => !NO_NOUN_JA.test(noun));
    return nouns(NOUN_JA).at(-1) ?? nouns(TOPIC_NOUN_JA)[0];
  },
};

const NUMBER_EN =
  "(?:[0-9][0-9,.]{0,7}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety)";
const LONG_EN = new RegExp(
  `(?<!\\b(?:in|by|every|said|says|married|together|(?:worked|lived|been) here|friends|known \\w+)(?: for)? )\\b(${NUMBER_EN} (?:straight )?(?:hours|minutes|days|weeks|months|years))(?! (?:ago|later|old|from|left|before|until|till|after|over|late|early|short|too))`,
  "u",
);
const FEW_EN = new RegExp(
  `\\b(?:only|just|barely) (?:got |had |slept |get )?(${NUMBER_EN} (?:hours|minutes|dollars|days))`,
  "u",
);
const MONEY_EN = /([$£€][0-9][0-9,.]*k?|[0-9][0-9,]* (?:dollars|bucks|pounds|euros))(?![0-9])/u;
const OFTEN_EN = new RegExp(
  `\\b((?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:time|one|day|week)|${NUMBER_EN} (?:times|emails|calls|rejections|meetings|people|nights|shifts|applications|interviews|exams|tickets))\\b`,
  "u",
);
const QUOTE_EN = /["“]([^"“”\n]{2,40})["”]|(?<=\s)'([^'\n]{3,40}?)[.,!?]?'(?=[\s.,!?]|$)/u;
const SPOKEN_EN =
  /\b(?:said|says|told|tells|asked|asks|called|calls|went|goes|like|replied|yelled|answered)\b[^"“']{0,24}$/u;

/** What the user said was not said to the user. */
const OWN_SPOKEN_EN = /\bI (?:just )?(?:said|told|asked|called|went|was like|replied|answered)\b[^"“']{0,24}$/u;

const NOUN_EN =
  /(?<!\b(?:at|in|on|into|to|from|of|under|over) )\b[Mm]y ((?:[a-z][a-z'-]+ )?[a-z][a-z'-]+)(?= (?:is|was|are|were|has|have|had|just|got|gets|keeps?|kept|won't|wouldn't|doesn't|didn't|can't|isn't|went|broke|came|only|still|again|and|because|when|but|on|in|at|to|for|with|from|by|into|so|like|every|before|after)\b|[.,!?;:]|$)/gu;
const NO_NOUN_EN =
  /^(?:own|god|goodness|life|day|days|week|head|mind|heart|self|fault|best|turn|way|time|name|nerves|bad|face|eyes?|hands?|body|arms?|whole .*|entire .*|.*ing|.*(?<!b|f)ed|.* (?:out|off|up|already|also|ate|smell|goes|go))$/u;

const ENGLISH: Reader = {
  amount(text) {
    const few = FEW_EN.exec(text)?.[1];
    if (few !== undefined) return { kind: "few", text: few };
    const money = MONEY_EN.exec(text)?.[1];
    if (money !== undefined) return { kind: "money", text: money.replace(/[.,]$/u, "") };
    const often = OFTEN_EN.exec(text)?.[1];
    if (often !== undefined) return { kind: "often", text: often };
    const long = LONG_EN.exec(text)?.[1];
    return long === undefined ? undefined : { kind: "long", text: long };
  },
  quote(text) {
    const quoted = QUOTE_EN.exec(text);
    const words = quoted?.[1] ?? quoted?.[2];
    if (quoted === null || words === undefined) return undefined;
    const before = text.slice(0, quoted.index);
    return { text: words.replace(/[.,!?]+$/u, ""), heard: SPOKEN_EN.test(before) && !OWN_SPOKEN_EN.test(before) };
  },
  noun(text) {
    return [...text.matchAll(NOUN_EN)].map(([, noun = ""]) => noun).find((noun) => !NO_NOUN_EN.test(noun));
  },
};
