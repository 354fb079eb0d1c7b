/**
 * What a text's emoji and kaomoji say, and the text without them: their symbols would confuse the
 * analysers.
 */
export interface Emoticons {
  /** Sum of the polarities found, within -1.5 and 1.5. */
  readonly polarity: number;
  /** True when all that is negative also fits joy (😭 with 最高). */
  readonly ambivalent: boolean;
  readonly rest: string;
}

/**
 * Reads emoji and kaomoji. Takes the raw text, before NFKC: that would take a kaomoji's accents
 * apart. Runs in linear time: a kaomoji is at most 16 characters in brackets.
 */
export function readEmoticons(text: string): Emoticons {
  let sum = 0;
  let certain = false;
  const rest = text
    .replace(/[(（][^()（）\n]{1,16}[)）]/gu, (face) => {
      const polarity = faceOf(face);
      if (polarity === undefined) return face;
      sum += polarity;
      certain ||= polarity < 0;
      return " 。";
    })
    .replace(
      /\bT[_＿.oдωOA]T\b|;[_＿]{1,3};|\bQ[_ ]Q\b|>[_＿.]+<|：\(|:'?-?\((?!\w)|\borz\b|_?[|｜￣][￣|｜]○|○\|?￣\|?_|:-?\/(?!\/)/gu,
      () => {
        sum -= 0.8;
        certain = true;
        return " ";
      },
    )
    .replace(/:-?[)D](?!\w)|\^[_.o＿]*\^|\\\^o\^\/|;-\)|(?<!\w)[xX]D\b|<3/gu, () => {
      sum += 0.7;
      return " ";
    })
    .replace(/[♪♡♥☆★]/gu, () => {
      sum += 0.4;
      return "。";
    })
    .replace(/\p{Extended_Pictographic}/gu, (emoji) => {
      const polarity = EMOJI.get(emoji) ?? 0;
      sum += polarity;
      certain ||= polarity < 0 && !AMBIVALENT.has(emoji);
      return "。";
    });
  return { polarity: Math.max(-1.5, Math.min(1.5, sum)), ambivalent: !certain, rest };
}

/** Polarity of what stands in brackets, or undefined when it is words and no face. */
function faceOf(face: string): number | undefined {
  const inner = face.slice(1, -1);
  if (/^(?:泣|涙|怒|悲|哀|つらい|辛い|汗)$/u.test(inner)) return inner === "汗" ? -0.3 : -0.8;
  if (/^(?:嬉|喜|照)$/u.test(inner)) return 0.7;
  // Words: no face.
  if (/[\p{Script=Han}ぁ-んa-zA-Z]{3}/u.test(inner)) return undefined;
  if (
    /[;；]|[Tt][\s_＿.oOдωДA▽][Tt]|[Дд]|[oO]?益|[#＃]|>[_＿д.﹏]*<|[ﾉノ]д|[-－ー][_＿][-－ー]|￣[д_^]￣|˘̩|╥|ಥ|꒦|இ|ᵕ̣|︵|ÒдÓ|-ω-|´[-_・]`|；´|´；|´･_･`|・_・|x_x|×_×/u.test(
      inner,
    )
  )
    return -0.8;
  if (/[\^＾≧≦▽∀]|´[▽∀ω]|ω\*|\*´|\^|◡|ᴗ|´ω[`｀]|´꒳|๑|◕|❛/u.test(inner)) return 0.7;
  return undefined;
}

const EMOJI: ReadonlyMap<string, number> = new Map(
  (
    [
      ["😭", -0.7],
      ["🥺💀🫠😅", -0.3],
      ["😢😥😓😩😫😖😣😞😔😟😕🙁☹😿💔😰😨😱😿😪🥲😑😒🙄😶😵🫤😮😮‍💨", -0.8],
      ["😡🤬😠😤💢👿👎🖕", -1],
      ["🤢🤮🤒🤕😷🤧🥵🥶", -0.8],
      ["😀😃😄😁😆😊☺🙂🥰😍🤩😘😋😎🤗😻🥳😇😌🤤", 0.8],
      ["🎉🎊❤💕💖💗💞💓💛💚💙💜🧡🩷💯🙌🥂🍻✌👏😹🌈🌸🍀", 0.6],
      ["😂🤣✨🎵🎶🍰🎂☀💪", 0.35],
    ] as const
  ).flatMap(([emoji, polarity]) => Array.from(emoji, (one) => [one, polarity] as const)),
);

const AMBIVALENT: ReadonlySet<string> = new Set(["😭", "🥺", "💀", "🫠", "😅", "😮", "🥲", "😱"]);
