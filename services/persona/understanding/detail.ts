import type { Language } from "@guchi/contracts/guchi.ts";
import { capitalized } from "../capitalized.ts";

/** The circumstance that a listener would repeat: 「シャンプー中」, "On your birthday". */
export interface Detail {
  /**
   * `time`: when, of all times; `means`: how it was told; `before`: in front of whom; `only`: what
   * alone; `more`: compared with what was; `every`: how regularly; `tail`: an afterthought;
   * `focus`: what stands where a language puts the news: before the last verb, or last.
   */
  readonly kind: "time" | "means" | "before" | "only" | "more" | "every" | "tail" | "focus";
  readonly text: string;
}

/** Reads a normalized complaint; what is quoted is not the writer's own circumstance. */
export function detailOf(text: string, language: Language): Detail | undefined {
  const spoken = text.replaceAll(/「[^「」]*」|『[^『』]*』|["“][^"“”]*["”]/gu, language === "ja" ? "、" : " ");
  return language === "ja" ? detailOfJapanese(spoken) : detailOfEnglish(spoken);
}

type Rule = readonly [kind: Detail["kind"], pattern: RegExp];

const NUMBER_JA = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})";
const DAY_JA =
  "(?:誕生日|記念日|クリスマス(?:イブ)?|バレンタイン|大晦日|元日|お?正月|給料日|結婚式|入学式|卒業式|成人式|運動会|遠足|旅行|試験|テスト|受験|面接|発表会?|本番|試合|大会|ライブ|デート|引っ?越し|締め?切り|納品|出産|手術|お?葬式)";
const RULES_JA: readonly Rule[] = [
  ["tail", /[。、!?！？]\s*((?:しかも|それも)?[^。、!?！？\s]{2,13})[。!！…]*$/u],
  ["tail", /(?:の[がは]|とは)([^、。!?\s]{3,13}?)(?:だった|でした|です|だって|って)?[。!！…]*$/u],
  ["more", /((?:先月|去年|前回|前|いつも|定価|予定|見積もり|最初)の(?:[0-9二三四五]?倍|[0-9]割増し|半分))/u],
  ["before", /(人前|(?:みんな|全員|人|大勢|お客さん|子ども|子供|親|家族|友達|友だち|後輩|部下|クラス全員)の前)で/u],
  [
    "means",
    /((?:グループ)?(?:LINE|ライン)|メール|チャット|DM|インスタ|SNS|ストーリー|電話一本|付箋(?:一枚)?|紙切れ一枚|スタンプ(?:一つ|ひとつ|一個)|人づて|また聞き|噂)で(?:[^。、]{0,12}(?:言|知|伝|振|フラ|断|告|別れ|報告|済|済ま|終わ|来|聞|謝))/iu,
  ],
  [
    "time",
    new RegExp(
      `(${DAY_JA}(?:の(?:前日|前の日|前夜|朝|当日|日|夜|直前|最中))?)に(?!つい|なる|なっ|向け|関|は[^。]{0,4}(?:行|来)|行|落|出|受|負|呼|誘|勝|失敗|間に合)`,
      "u",
    ),
  ],
  ["time", new RegExp(`((?:夜中|深夜|早朝|明け方|朝|夜)の${NUMBER_JA}時(?:半)?)(?:に|から|まで|ちょうど)`, "u")],
  ["time", /((?:金曜|日曜|土曜|月曜|休みの日|休日|連休初日|連休最終日)の(?:朝|夜|夕方|深夜|朝一|朝いち))(?:に|から)/u],
  ["time", /([^、。!?\s]{1,8}(?:の|てる|でる|いる|た)?(?:最中|直前|途中|真っ最中))(?:に|で)(?!寄)/u],
  [
    "time",
    /((?:[\p{Script=Han}\p{Script=Katakana}ー]{2,6}中|夜中|明け方|早朝)(?<!(?:[夢集連空水背年町家]|午前|午後|今日|今週|今月|世界|期間|一日)中))に(?!目が|起き|一人|ひとり|思|考|泣|終|片|出さ|返|なん)/u,
  ],
  [
    "only",
    /([\p{Script=Han}\p{Script=Katakana}ー]{2,6})だけ(?:が)?[^。、!?\s]{0,8}(?:ない|なかった|(?:違|ちが)(?:う|った)|残(?:る|った|ってた?)|外れた|抜けてた?|消えた|落ちた|遅い|雨|止まった?|動かない)[。!…]*$/u,
  ],
];

/** Who speaks, how one feels, and what is no circumstance. */
const NO_TAIL_JA =
  /私|わたし|俺|僕|自分|うち|何|なん|どう|最悪|無理|地獄|限界|泣|笑|草|助け|終わ|つら|辛|しん|むか|ムカ|はぁ|あー|バカ|死|消え|殺|[いうくるすつむぶぐたねよなわかぞのさんてけみ]$|(?<!\p{Script=Han})り$|を(?!.*のに$)|(?:って|だけど|けど|のに)$|^(?:普通|絶対|結局|正直|以上|本当|一応)/u;
const NO_ONLY_JA = /^(?:自分|俺|僕|私|一回|今日|今|最近|人|全部)|[0-9一二三四五六七八九十](?:人|個|回|日|枚)$/u;

function detailOfJapanese(text: string): Detail | undefined {
  for (const [kind, pattern] of RULES_JA) {
    const said = pattern.exec(text)?.[1];
    if (said === undefined || (kind === "tail" && NO_TAIL_JA.test(said)) || (kind === "only" && NO_ONLY_JA.test(said)))
      continue;
    const cut = kind === "time" ? fromWord(said) : said;
    if (cut !== undefined) return { kind, text: cut };
  }
  const focus = FOCUS_JA.exec(text)?.[1];
  return focus === undefined || NO_FOCUS_JA.test(focus) ? undefined : { kind: "focus", text: focus };
}

/** 「ハクビシンに食べられた」: what stands before the last clause's verb, with its particle. */
const FOCUS_JA =
  /^[^]*(?:^|[、。!?\sはがをにでとももけてし])((?:[\p{Script=Han}\p{Script=Katakana}ーA-Za-z0-9]{1,10}の)?[\p{Script=Han}\p{Script=Katakana}ーA-Za-z]{2,9}(?:に|で|から|まで|へ))[ぁ-ん]{0,4}[\p{Script=Han}\p{Script=Katakana}]?[ぁ-ん\p{Script=Han}]{1,9}(?:た|てる|てく|てくる|れる|行く|来る|くる|いく|らしい|だって|って)(?:けど|んだけど|んですけど|よ|わ|し)?[。!！…?？]*$/u;
/** Adverbs, places of speech, who speaks, and words that are nobody's news. */
const NO_FOCUS_JA =
  /^(?:急|本当|普通|特|絶対|一緒|最後|最初|勝手|次|逆|別|先|後|上|下|中|前|時|何|今|昔|無理|無事|大事|大切|完全|一斉|同時|偶然|必死|簡単|丁寧|静か|微妙|確実|地味|意外|結構|素直|適当|自然|自分|私|俺|僕|通知|一気|一瞬|毎[日朝晩回週]|途中|今日|昨日|明日|来週|先週|来月|先月|夜中|朝方|誰|人|気|目|耳|口|手|足|心|頭|胸|話|声|仕事|会社|職場|学校|家|部屋|電話|メール|LINE|結果|名前|予定|準備|連絡|返事|写真|意味|理由|自信|元気|無駄|不安|心配|緊張|我慢|言葉).{0,1}(?:に|で|から|まで|へ|を|が)$|(?:中|時|前|後|上|下|内|日|年|月|間|方|度|回|歳|的|際|頃|側)(?:に|で|から|まで|へ|を|が)$|死|殺|泣|消|私|俺|僕|自分/u;

/** Without the clause before it; none that speaks of who speaks, or says nothing. */
function fromWord(said: string): string | undefined {
  const cut = said.replace(/^.*(?:[がをにはで]|から|けど|って|ので)(?=[^がをにはで]{2,}$)/u, "");
  return /私|俺|僕|自分|^(?:[ぁ-ん]{0,2}(?:最中|途中|直前))$/u.test(cut) ? undefined : cut;
}

const DAYS_EN = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";
const RULES_EN: readonly Rule[] = [
  [
    "tail",
    /[.!?]\s+((?!i\b|and i\b|then\b|so\b|it\b|why\b|what\b|how\b|this\b|please\b|help\b)[a-z][^.!?,]{3,24})[.!?]*$/iu,
  ],
  [
    "before",
    /\b(in front of (?:everyone|everybody|the whole \w+|my (?:whole )?\w+|all (?:my|the) \w+|a customer|customers))\b/iu,
  ],
  [
    "means",
    /\b((?:by|over|via|through|in) (?:a )?(?:text|email|group chat|voicemail|instagram|facebook|linkedin|slack|an? (?:text|email)|the family chat)|with an? (?:emoji|thumbs up))\b/iu,
  ],
  [
    "time",
    new RegExp(
      `\\b((?:right |just )?(?:on (?:my (?:\\w+ )?birthday|our anniversary|christmas(?: eve| day| morning)?|new year's(?: eve| day)?|thanksgiving|valentine's(?: day)?|my (?:only |first )?day off|a (?:${DAYS_EN})(?: (?:morning|night|evening))?|${DAYS_EN} (?:morning|night|evening))|at (?:midnight|\\d{1,2}(?::\\d\\d)? ?(?:am|a\\.m\\.|in the morning)|(?:one|two|three|four|five) (?:am|in the morning))|in the middle of (?:the night|(?:my|the|a|our) \\w+(?: \\w+)?)|the (?:day|night|morning|week) (?:before|of) (?:my|the|our) \\w+|(?:right |just )(?:before|after) (?:my|the|our) \\w+|during (?:my|the|our) \\w+(?: (?:meeting|exam|interview|call))?))(?=[.,!?;]|\\s+(?:and|but|so|because|again|when)\\b|$)`,
      "iu",
    ),
  ],
  ["every", /\b(every single (?:\w*day|night|morning|evening|week|weekend|month|year|time|meeting|meal|class))\b/iu],
];

const NO_TAIL_EN =
  /\b(?:i|i'm|i've|me|am|is|are|was|were|do|does|did|can|can't|feel|hate|sick|done|tired|fine|great|thanks|lovely|cool|lol|ugh|sigh|help|die|dead|kill|again|anymore|whatever|enough|over it|nobody|no one|alone|seriously|honestly|really|we|you)\b/iu;

function detailOfEnglish(text: string): Detail | undefined {
  for (const [kind, pattern] of RULES_EN) {
    const said = pattern.exec(text)?.[1]?.trim();
    if (said === undefined || (kind === "tail" && NO_TAIL_EN.test(said))) continue;
    return { kind, text: capitalized(yours(said)) };
  }
  const focus = FOCUS_EN.exec(text)?.[1]?.trim();
  return focus === undefined || NO_FOCUS_EN.test(focus)
    ? undefined
    : { kind: "focus", text: capitalized(yours(focus)) };
}

/** "He showed up with his mother": English puts the news last. */
const FOCUS_EN =
  /\s((?:(?:to (?=an? |the |his |her |their |my |our |another |some|two |three )|(?:with|on|at|from|into|in|next to|under|behind|inside|onto|through|over|like|by) )(?:an? |the |his |her |their |my |our |another |some |someone's |somebody else's |two |three |four |five |ten )?(?:[a-z][a-z'-]+ ){0,3}[a-z][a-z'-]+)|(?:(?:an? |another |two |three |half (?:a|an|of my|my) )(?:[a-z][a-z'-]+ ){0,2}[a-z][a-z'-]+))[.!]*\s*$/iu;
const NO_FOCUS_EN =
  /\b(?:i|i'm|me|it|us|you|him|them|all|work|home|school|that|this|there|here|anything|everything|nothing|something|first|last|least|most|once|end|time|times|way|day|days|night|week|weeks|month|months|year|years|morning|today|yesterday|tomorrow|ago|lot|bit|life|death|bed|fact|general|myself|person|joke|mess|is|was|are|were|has|have|had|will|would|can|don't|didn't|and|but|or|so|because|when|who|which|kill|die|dead|again|anymore|enough|reason|people|failure|idiot|burden|blood|hospital|funeral)\b|^(?:to|like) [a-z]+$|ing\b/iu;

function yours(said: string): string {
  return said.replaceAll(/\bmy\b/giu, "your").replaceAll(/\bour\b/giu, "your");
}
