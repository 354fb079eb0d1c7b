import type { Language } from "@guchi/contracts/language.ts";
import type { Notice, NoticeTopic } from "@guchi/contracts/line.ts";

/** What is kept is erased so long after it was said: see `noticeText`. */
const KEPT = "{kept}";

/**
 * What Mimi says to a LINE event that is no complaint: in her own voice, and always with what she
 * can do. Who meets her is told what she is, what is kept for how long, and how to have it erased.
 */
const NOTICES: Record<NoticeTopic, Record<Language, string>> = {
  follow: {
    ja: [
      "友だち追加ありがとう！ミミだよ♪",
      "仕事のこと、学校のこと、なんでもないモヤモヤ……愚痴をそのままつぶやいてね。あなたのためだけの絵と声でお返事するよ。",
      "",
      `ミミはプログラムで動いているキャラクターで、人間じゃないの。書いてくれた言葉とミミのお返事は、${KEPT}たつと消えるよ。「全部忘れて」って送ってくれたら、すぐに消すからね。`,
      "",
      '(You can write to me in English, too! I\'m a character run by a program, not a human. What you write and what I answer are erased after {kept:en}, or at once when you say "forget me".)',
    ].join("\n"),
    en: [
      "Thanks for adding me! I'm Mimi ♪ Mutter whatever bugs you, and I'll answer with a picture and a voice message made just for you.",
      "",
      `I'm a character run by a program, not a human. What you write and what I answer are erased after ${KEPT}, or at once when you say "forget me".`,
    ].join("\n"),
  },
  join: {
    ja: [
      "呼んでくれてありがとう、ミミだよ♪ 愚痴を聞いてほしいときは、「@」でミミを呼んでからつぶやいてね。呼ばれないときは静かにしてるよ。",
      "",
      `ミミはプログラムで動いているキャラクターで、人間じゃないの。ミミあてに書いてくれた言葉とお返事は、${KEPT}たつと消えるよ。「@ミミ 全部忘れて」って送ってくれたら、その人の分をすぐに消すからね。`,
    ].join("\n"),
    en: [
      "Thanks for inviting me! I'm Mimi ♪ When something bugs you, mention me with @ and tell me. Otherwise I'll keep quiet.",
      "",
      `I'm a character run by a program, not a human. What you write to me and what I answer are erased after ${KEPT}, or at once, for whoever says so, with "@Mimi forget me".`,
    ].join("\n"),
  },
  sticker: {
    ja: "わあ、かわいいスタンプ！ありがとう♪ ミミは言葉の愚痴を聞くのが得意なんだ。モヤモヤしたら、文字でつぶやいてみてね。",
    en: "What a cute sticker, thank you ♪ I'm best with words: whenever something bugs you, just type it here.",
  },
  image: {
    ja: "写真ありがとう！ミミ、絵を描くのは得意なんだけど、写真を見るのはまだ練習中なの。どんな気持ちか、文字で聞かせてくれる？",
    en: "Thanks for the picture! I can draw, but I'm still learning to look. Would you tell me in words how you feel?",
  },
  video: {
    ja: "動画ありがとう！ミミはまだ動画を見られないんだ、ごめんね。よかったら、何があったか文字で聞かせてね。",
    en: "Thanks for the video! I can't watch videos yet, sorry. Would you tell me in words what happened?",
  },
  audio: {
    ja: "声を送ってくれてありがとう！ミミは話すのは得意だけど、声を聞き取るのはまだ練習中なの。文字でつぶやいてくれたら、声でお返事するね♪",
    en: "Thanks for your voice! I can speak, but I'm still learning to listen. Type it here and I'll answer with my voice ♪",
  },
  // A voice message that could not be heard, though she can hear.
  "voice-gone": {
    ja: "ごめんね、その声はもう聞けなくなっちゃったみたい。よかったら、もう一度聞かせてくれる？",
    en: "I'm sorry, that voice message isn't there any more. Would you tell me once more?",
  },
  "voice-late": {
    ja: "声を送ってくれてありがとう。まだミミのところに届ききっていないみたい、ごめんね。少ししてからもう一度送ってくれる？文字なら、すぐお返事できるよ♪",
    en: "Thanks for your voice! It hasn't quite reached me yet, I'm sorry. Would you send it again in a little while? If you type it, I can answer right away ♪",
  },
  "voice-long": {
    ja: "たくさん話してくれたんだね、ありがとう。ミミが一度に聞けるのは2分までなの、ごめんね。少しずつ分けて聞かせてくれる？文字でもいいよ。",
    en: "You told me so much, thank you. I can only listen to two minutes at a time, I'm sorry. Would you tell me piece by piece? Typing is fine, too.",
  },
  "voice-odd": {
    ja: "音を送ってくれてありがとう！でも、この音はミミには聞けない形みたい、ごめんね。ボイスメッセージか文字で聞かせてくれる？",
    en: "Thanks for the sound! It's of a kind that I can't play, though, I'm sorry. Would you tell me in a voice message, or type it?",
  },
  "voice-silent": {
    ja: "声を送ってくれてありがとう。耳をすませてみたんだけど、言葉が聞こえなかったの、ごめんね。もう少し近くで話すか、文字で聞かせてくれる？",
    en: "Thanks for your voice message. I listened closely but couldn't hear any words, I'm sorry. Would you speak a little closer, or type it?",
  },
  "voice-missed": {
    ja: "声、届いたよ、ありがとう。でも、いまうまく聞き取れなかったの、ごめんね。文字で聞かせてくれたら、すぐお返事するね。",
    en: "Your voice reached me, thank you. I just couldn't make out the words this time, I'm sorry. If you type it, I'll answer right away.",
  },
  file: {
    ja: "ファイルありがとう！でもミミは中を開けないんだ。愚痴があったら、文字でつぶやいてね。いつでも聞くよ。",
    en: "Thanks for the file! I can't open it, though. If something bugs you, type it here; I'm always listening.",
  },
  location: {
    ja: "そこにいるんだね！教えてくれてありがとう。その場所で何かあった？文字で聞かせてくれたら、ミミがお返事するよ。",
    en: "So that's where you are! Did something happen there? Tell me in words and I'll answer.",
  },
  other: {
    ja: "ありがとう！ミミにはまだ見られないものみたい。愚痴でもなんでも、文字でつぶやいてくれたらお返事するね♪",
    en: "Thank you! That's something I can't see yet. Type whatever bugs you and I'll answer ♪",
  },
  blank: {
    ja: "はーい、ミミだよ！どうしたの？モヤモヤしてること、そのままつぶやいてみてね。",
    en: "Hi, it's Mimi! What's up? Just tell me whatever is on your mind.",
  },
  "too-long": {
    ja: "こんなにたくさん、ひとりで抱えてたんだね。ごめんね、ミミが一度に聞けるのは5,000文字までなの。少しずつ分けて聞かせてくれる？",
    en: "You've been carrying all that by yourself. I'm sorry, I can only take in 5,000 characters at a time. Would you tell me piece by piece?",
  },
  forgotten: {
    ja: "ごめんね、そのお話はもう手元に残っていないみたい。よかったら、もう一度聞かせてくれる？",
    en: "I'm sorry, I don't have that story with me any more. Would you tell me once more?",
  },
  // Who wants to be forgotten may mean more than this chat. The numbers are those of care/lines.ts.
  erased: {
    ja: [
      "全部忘れたよ。書いてくれたことも、お返事も、ミミのところにはもう残っていないからね。また話したくなったら、いつでも声をかけて。はじめましての気持ちで聞くよ。",
      "もし、消えてしまいたいくらいつらいときは、よりそいホットライン（0120-279-338、24時間・無料）にも話せるよ。",
    ].join("\n\n"),
    en: [
      "I've forgotten everything: what you wrote and what I answered are gone from here. Whenever you feel like talking again, I'll listen as if we'd just met.",
      "If you ever feel like disappearing, TELL Lifeline (0800-300-8355 in Japan) or findahelpline.com will listen, too.",
    ].join("\n\n"),
  },
  waiting: {
    ja: "お待たせしてごめんね。いま、お返事を考えてるところだよ。できたら届けるから、もう少しだけ待っててね♪",
    en: "Sorry to keep you waiting. I'm still working on my answer; you'll have it as soon as I'm done ♪",
  },
  busy: {
    ja: "ごめんね、いまたくさんの人のお話を聞いていて、手がいっぱいなの。少ししてから、もう一度話しかけてくれる？待ってるね。",
    en: "I'm sorry, so many people are talking to me right now that I can't keep up. Would you tell me again in a little while? I'll be here.",
  },
  sorry: {
    ja: "聞いてたよ。なのに、うまくお返事をつくれなかったの。ごめんね。少ししてから、もう一度話しかけてくれる？",
    en: "I did hear you, but I couldn't put my answer together. I'm sorry! Would you try me again in a little while?",
  },
};

/**
 * What to say, with how long words and answers are kept (JOB_TTL, in seconds), in its largest whole
 * unit.
 */
export function noticeText({ about, language }: Notice, { keptSeconds }: { readonly keptSeconds: number }): string {
  return NOTICES[about][language]
    .replaceAll(KEPT, periodOf(keptSeconds, language))
    .replaceAll("{kept:en}", periodOf(keptSeconds, "en"));
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

function periodOf(totalSeconds: number, language: Language): string {
  const [unit, seconds] = UNITS.find(([, each]) => totalSeconds % each === 0) ?? ["second", 1];
  const format = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" });
  const period = format.format(totalSeconds / seconds);
  return language === "ja" ? period.replaceAll(" ", "") : period;
}
