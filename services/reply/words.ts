import type { Language, SentimentLabel } from "@guchi/contracts/guchi.ts";
import type { BudgetNotice } from "@guchi/providers/budget-notice.ts";

/**
 * What the bot says when no idol answers: by language, and for a cheer by how the message sounded.
 */
type Cheers = Record<Language, Record<Exclude<SentimentLabel, "negative">, readonly string[]>>;

export const CHEERS: Cheers = {
  ja: {
    positive: [
      "わあ、それは最高だね！聞いてるこっちまでうれしくなっちゃった♪ もっと聞かせてね。",
      "いいなあ、すてき！今日のその気持ち、大事にとっておいてね。",
      "やったね！そういう話、大好き。うれしいことがあったら、また教えてね♪",
      "ふふ、楽しそうなのが伝わってきたよ。いい一日をおすそわけしてくれて、ありがとう！",
      "それ、とってもいい話！今日はにこにこのまますごせそうだね。",
      "聞かせてくれてありがとう！うれしいことは、話すともっとうれしくなるんだって♪",
    ],
    neutral: [
      "うんうん、話してくれてありがとう。愚痴でもなんでも、いつでも聞くからね♪",
      "そっか、そっか。言いたいことがあったら、遠慮なくつぶやいてね。ここにいるよ。",
      "メッセージありがとう！モヤモヤしたときは、そのまま吐き出しにきてね。",
      "ちゃんと届いたよ。おだやかな時間がすごせますように♪",
      "はーい、聞いてるよ！しんどいことがあったら、ひとりでためこまないでね。",
    ],
  },
  en: {
    positive: [
      "Yay, that's wonderful! You just made my day a little brighter too ♪",
      "I love hearing that! Keep that happy feeling somewhere safe, okay?",
      "That's great news! Come and tell me the next one too ♪",
      "Hehe, I can hear you smiling from here. Thank you for sharing it with me!",
      "How lovely! You've earned every bit of that good mood.",
    ],
    neutral: [
      "Thanks for talking to me! Whenever something bugs you, just mutter it here ♪",
      "Got it! I'm here whenever you feel like letting off some steam.",
      "I hear you. If anything weighs on you, don't keep it all to yourself, okay?",
      "Message received! I hope your day is a gentle one ♪",
    ],
  },
};

/**
 * Added to what she says when a limit of the day made a simpler engine answer: never silence, and
 * no word of money.
 */
export const OVER_LIMIT: Record<BudgetNotice, Record<Language, string>> = {
  daily_images: {
    ja: "（とっておきの絵は、今日の分をぜんぶ描いちゃったの。だから今回はミミの手描きだよ。また明日、とっておきを描くね♪）",
    en: "(I've drawn all of today's special pictures for you, so this one is my own quick sketch. A special one again tomorrow ♪)",
  },
  daily_budget: {
    ja: "（今日はたくさんおしゃべりして、ちょっぴり電池切れ。だからいつもよりシンプルなお返事なんだ、ごめんね。明日にはまた元気いっぱいだよ♪）",
    en: "(I've talked so much today that my batteries are low, so this answer is simpler than usual. I'll be fully charged again tomorrow ♪)",
  },
};

/** In place of that when there is no picture at all. */
export const NO_MORE_PICTURES: Record<Language, string> = {
  ja: "（今日の絵は、もうぜんぶ描いちゃったの。また明日、描かせてね♪）",
  en: "(I've drawn all of today's pictures for you. I'd love to draw again tomorrow ♪)",
};

/**
 * Added to what she says when the picture or the sound could not be made. Grave messages get it
 * too: nothing merry.
 */
export const MISSING: Record<"image" | "audio" | "both", Record<Language, string>> = {
  image: {
    ja: "（絵がうまく描けなかったの。今回は言葉と声だけで、ごめんね。）",
    en: "(I couldn't finish my drawing this time, so here are just my words and my voice. I'm sorry.)",
  },
  audio: {
    ja: "（声がうまく出せなかったの。今回は言葉と絵だけで、ごめんね。）",
    en: "(My voice wouldn't come out this time, so here are just my words and a drawing. I'm sorry.)",
  },
  both: {
    ja: "（絵と声がうまく用意できなかったの。今回は言葉だけで、ごめんね。）",
    en: "(I couldn't get a drawing or my voice ready this time, so here are just my words. I'm sorry.)",
  },
};
