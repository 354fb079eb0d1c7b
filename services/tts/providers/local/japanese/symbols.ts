/** Signs that have a word of their own. After NFKC: ％ is %, ～ is ~, ℃ is °C. */
export function speakSymbols(text: string): string {
  return (
    text
      .replace(/(?<=\d),(?=\d{3})/gu, "")
      .replace(DATE, (_, month: string, day: string) => `${month}月${day}日`)
      .replace(/(?<![\d/])(\d{1,2})\/([2-9]|10)(?![\d/])/gu, "$2分の$1")
      .replace(/(?<=日)[(（]([月火水木金土日])[)）]/gu, "$1曜日")
      .replace(/[(（]([月火水木金土日])[)）]/gu, " $1曜日 ")
      // A number to call, read in groups; else from one to the other.
      .replace(/(?<!\d)0\d{1,4}-\d{1,4}-\d{3,4}(?!\d)/gu, (phone) => phone.replaceAll("-", "の"))
      .replace(/(?<=\d)-(?=\d)/gu, "から")
      .replace(
        /([月火水木金土日])\s?[~〜]\s?([月火水木金土日])/gu,
        (_, from: string, to: string) => `${WEEKDAYS[from]}から${WEEKDAYS[to]}`,
      )
      .replace(/(?<=[\d時分日月円年])\s?[~〜]\s?(?=\d)/gu, "から")
      .replace(/(?<=[\p{Script=Hiragana}\p{Script=Katakana}ー])[~〜]+/gu, "ー")
      .replace(/¥\s?(\d+)/gu, "$1円")
      .replace(/\$\s?(\d[\d.]*\d|\d)/gu, "$1ドル")
      .replace(/(?<![A-Za-z\d])[-−](?=\d)/gu, "マイナス")
      .replace(/(\d{1,2}):(\d{2})(?!\d)/gu, (_, hour: string, minute: string) => `${hour}時${minutes(minute)}`)
      .replace(/°C?/gu, "ド")
      .replace(/%/gu, "パーセント")
      .replace(/(?<=[\p{L}\d]\s?)&(?=\s?[\p{L}\d])/gu, "アンド")
      .replace(/(?<=[\p{L}\d])\+(?=[\p{L}\d])/gu, "プラス")
      .replace(/No\.\s?1(?!\d)/gu, "ナンバーワン")
      .replace(/No\.\s?(?=\d)/gu, "ナンバー")
      .replace(/(?<=\d)(kg|km|cm|mm|kcal|ml|g|m|GB|MB)(?![A-Za-z])/gu, (unit) => UNITS[unit] ?? unit)
  );
}

/** 11/26; 1/2, 1/3, 2/3 and the like are parts rather than days. */
const DATE = /(?<![\d/])(1[0-2]|[1-9])\/(3[01]|[12]\d|[1-9])(?![\d/])(?<!(?:^|\D)(?:1\/[2-9]|2\/[35]|3\/[45]))/gu;

/** As they are said: 5kg is 5 kilo. */
const UNITS: Record<string, string> = {
  kg: "キロ",
  km: "キロ",
  cm: "センチ",
  mm: "ミリ",
  kcal: "キロカロリー",
  ml: "ミリリットル",
  g: "グラム",
  m: "メートル",
  GB: "ギガ",
  MB: "メガ",
};

const WEEKDAYS: Record<string, string> = {
  月: "ゲツ",
  火: "カ",
  水: "スイ",
  木: "モク",
  金: "キン",
  土: "ド",
  日: "ニチ",
};

function minutes(digits: string): string {
  return digits === "00" ? "" : `${Number(digits)}分`;
}
