import type { Language } from "@guchi/contracts/guchi.ts";

/** What a question asks for, and how a complaint tells it already. */
type Told = readonly [question: RegExp, answer: RegExp];

const TOLD: Readonly<Record<Language, readonly Told[]>> = {
  ja: [
    [
      /どのくらい|どれくらい|何分|何時間|何年|何日|何回|何駅|いつから|前にも|よくある|はじめて|今日は何回/u,
      /[0-9一二三四五六七八九十]+(?:分|時間|日|週|か月|ヶ月|年|回|度|連)|毎[日朝晩回週年]|いつも|ずっと|たび|また/u,
    ],
    [/いくつ(?:の子|になる)?/u, /[0-9一二三四五六七八九十]+(?:歳|才|か月|年生)|小[1-6]|中[1-3]|高[1-3]/u],
    [/予定があった/u, /運動会|遠足|旅行|試合|式|デート|ライブ|キャンプ|花火|出かけ/u],
    [/何の(?:科目|教科)/u, /数学|算数|英語|国語|理科|社会|物理|化学|生物|英検|簿記|音楽|体育/u],
    [/いつ[？、気の]|いつごろ|何時|今日は/u, /昨日|きのう|今日|今朝|明日|夜|朝|[月火水木金土日]曜|[0-9]時/u],
    [/なんて言われ|なんて言って|何て言って|どのひと言|なんて言った/u, /[「『"]/u],
    [
      /だれに|だれの|だれが|だれと|だれだ/u,
      /[上部課店社]長|上司|先輩|同僚|母|父|親|夫|妻|旦那|友達|友だち|彼[氏女]|先生|客|人に|人が/u,
    ],
    [/だれかに(?:言|話|何)|どうしたの|どうやって/u, /言い返|言った(?:ら|のに|けど)|頼んだ|聞いたら|謝/u],
    [/何があったの|何の(?:話|こと)/u, /.{12}/u],
  ],
  en: [
    [
      /\bhow (?:long|many|often|much)\b|\bbefore\?|\bwhen did it start/iu,
      /\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|third|fourth) ?(?:minutes?|hours?|days?|weeks?|months?|years?|times?|time|emails?)\b|\bevery\b|\balways\b|\bagain\b/iu,
    ],
    [/\bwhat time\b/iu, /\b\d{1,2}(?::\d\d| ?[ap]\.?m\b)|\bmidnight\b|\bat (?:five|six|seven|[4-9])\b/iu],
    [/\bhow old\b/iu, /\b\d{1,2}[- ]?(?:years?[- ]old|yo)\b|\btoddler\b|\bbaby\b|\bnewborn\b/iu],
    [/\bwhen\b/iu, /\b(?:today|yesterday|tonight|this morning|\w+day|at \d+|\d+ ?[ap]m|last (?:night|week))\b/iu],
    [/\bwhat did (?:he|she|they) say|\bwhat was said/iu, /["“]|\bsa(?:id|ys|ying)\b/iu],
    [/\bwhat happened\b/iu, /.{24}/u],
  ],
};

/**
 * Whether this question of hers asks for what the complaint tells: then it would sound as if she
 * had not listened.
 */
export function createAnswered(text: string, language: Language): (question: string) => boolean {
  const told = TOLD[language].filter(([, answer]) => answer.test(text)).map(([question]) => question);
  return (question) => told.some((asks) => asks.test(question));
}
