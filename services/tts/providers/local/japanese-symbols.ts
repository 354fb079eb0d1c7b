/** Signs that have a word of their own. After NFKC: ％ is %, ～ is ~, ℃ is °C. */
export function speakSymbols(text: string): string {
  return text
    .replace(
      /([月火水木金土日])\s?[~〜]\s?([月火水木金土日])/gu,
      (_, from: string, to: string) => `${WEEKDAYS[from]}から${WEEKDAYS[to]}`,
    )
    .replace(/(?<=[\d時分日月円年])\s?[~〜]\s?(?=\d)/gu, "から")
    .replace(/(?<=[\p{Script=Hiragana}\p{Script=Katakana}ー])[~〜]+/gu, "ー")
    .replace(/¥\s?(\d[\d,]*)/gu, "$1円")
    .replace(/\$\s?(\d[\d,.]*\d|\d)/gu, "$1ドル")
    .replace(/(?<![A-Za-z\d])[-−](?=\d)/gu, "マイナス")
    .replace(/(\d{1,2}):(\d{2})(?!\d)/gu, (_, hour: string, minute: string) => `${hour}時${minutes(minute)}`)
    .replace(/°C?/gu, "ド")
    .replace(/%/gu, "パーセント")
    .replace(/(?<=[\p{L}\d]\s?)&(?=\s?[\p{L}\d])/gu, "アンド")
    .replace(/(?<=[\p{L}\d])\+(?=[\p{L}\d])/gu, "プラス");
}

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
