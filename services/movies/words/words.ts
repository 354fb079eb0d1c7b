import type { Language } from "@guchi/contracts/language.ts";
import type { RecommendMode } from "@guchi/contracts/movie.ts";

/**
 * What Mimi says. {title}: the film; {line}: one line of its review; {wish}: what was asked for, as
 * it was said.
 */
export const SAYS: Readonly<Record<RecommendMode, Readonly<Record<Language, readonly string[]>>>> = {
  nearest: {
    ja: [
      "それなら『{title}』！{line}ね、観たくなったでしょ♪",
      "ミミのおすすめは『{title}』だよ♪ {line}",
      "『{title}』はどう？{line}お菓子を用意して、ゆっくり観てね♪",
      "うんうん、そういう気分には『{title}』！{line}",
    ],
    en: [
      "Then it has to be “{title}”! {line} Now you want to see it, don't you ♪",
      "Mimi's pick for you is “{title}” ♪ {line}",
      "How about “{title}”? {line} Get your snacks ready and enjoy ♪",
      "Oh, I know just the one: “{title}”! {line}",
    ],
  },
  farthest: {
    ja: [
      "あなたへのお勧めは『{title}』だよ☺ {wish}の正反対。いやな気分ごと、ひっくり返しちゃお！",
      "こんな日は、あえて『{title}』☺ {wish}からは地球の裏側くらい遠いけど、だから効くんだよ。",
      "ミミのお勧めは『{title}』！{wish}？ううん、今日はまるっきり逆でいこ☺",
      "じゃーん、『{title}』☺ {wish}とは真逆だよ。観終わったら、なんで怒ってたか忘れてるかも♪",
    ],
    en: [
      "My pick for you is “{title}” ☺ The exact opposite of {wish}. Let's turn that mood upside down!",
      "On a day like this, “{title}” ☺ It's as far from {wish} as a film can get, and that's why it works.",
      "Mimi says: “{title}”! {wish}? Nope, today we go the other way ☺",
      "Ta-da: “{title}” ☺ The very reverse of {wish}. By the end you may forget what was wrong ♪",
    ],
  },
};

/** What to call a request that names nothing. */
export const THAT_MOOD: Readonly<Record<Language, string>> = { ja: "その気分", en: "that mood" };

/** What stands above the title of the card. */
export const LABELS: Readonly<Record<RecommendMode, Readonly<Record<Language, string>>>> = {
  nearest: { ja: "ミミのおすすめ", en: "Mimi's pick" },
  farthest: { ja: "まさかの正反対！", en: "The very opposite!" },
};

/** To whom something grave happened: no film now, and nothing merry. */
export const GENTLE: Readonly<Record<Language, readonly string[]>> = {
  ja: [
    "話してくれてありがとう。映画の話は、また今度にしよう。今はただ、ここで一緒にいるね。",
    "そっか……。今は映画より、あなたの気持ちのほうが大事だよ。話したくなったら、いつでも聞かせてね。",
  ],
  en: [
    "Thank you for telling me. Let's leave films for another day. For now I'm simply here with you.",
    "I'm so sorry. How you feel matters more than any film right now. Whenever you want to talk, I'm here.",
  ],
};

/** No film is there at all, or none that may be shown. */
export const NOTHING: Readonly<Record<Language, string>> = {
  ja: "ごめんね、ミミの映画の棚が今からっぽなの。お店の人が並べてくれるまで、少し待っててくれる？",
  en: "I'm sorry, my film shelf is empty right now. Would you give the people behind the scenes a little time to fill it?",
};

/** All that fits was told already. */
export const NO_OTHER: Readonly<Record<Language, string>> = {
  ja: "うーん、ほかにぴったりの映画が見つからないの。違う気分を教えてくれたら、また探してみるね♪",
  en: "Hmm, I can't find another one that fits. Tell me about a different mood and I'll look again ♪",
};
