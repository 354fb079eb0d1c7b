/** Twice the longest message, in UTF-16 units. */
const LONGEST_NORMALIZED = 10_000;

/**
 * The text as the analysers read it: well-formed (a lone surrogate becomes U+FFFD), NFKC (ｱ → ア, Ａ
 * → A), without URLs, mail addresses, mentions and control characters, and without the drawling
 * that hides a word (だるーーい → だるい, つらぁい → つらい).
 */
export function normalizeText(text: string): string {
  return (
    text
      .toWellFormed()
      .normalize("NFKC")
      // One character can become eighteen (U+FDFA).
      .slice(0, LONGEST_NORMALIZED)
      .replace(/(?:https?:\/\/|www\.)[\w\-.~:/?#[\]@!$&'()*+,;=%]+/giu, " ")
      // A mention begins a word, and a mail address has a dot: self-h@rm is neither.
      .replace(/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}|(?<!\w)@\w{1,50}/gu, " ")
      // Everything but line breaks: variation selectors and joiners would split a word in two.
      .replace(/[\p{Cc}\p{Cf}\uFE0F]/gu, (control) => (control === "\n" ? control : ""))
      // NFKC makes three dots of an ellipsis.
      .replace(/[.・]{2,}|、{2,}/gu, "…")
      .replace(/’/gu, "'")
      // しwにwたwい, し w に w た: laughter between single letters hides the words.
      .replace(/(?:[ぁ-んァ-ヶ一-龠々] ?w{1,5} ?){2,}(?=[ぁ-んァ-ヶ一-龠々])/gu, (letters) =>
        letters.replace(/[ w]/gu, ""),
      )
      // kuromoji's time grows with the square of a run of one symbol.
      .replace(/([ぁ-んァ-ヶー〜~!?。…w]|[^\p{L}\p{N}])\1{2,}/gu, "$1")
      // しらねえ, できねー, わかんね. Not after た, い, だ, て: 疲れたねー and いいねー agree.
      .replace(/(?<=[らさまばわがんけせれめべえげきじ])ね[えぇー]|(?<=んね)(?=$|[\s。、!?…])/gu, "ない")
      .replace(/んねない/gu, "んない")
      // A sigh (はぁ, あー) at a sentence's start is no drawl.
      .replace(/(?<=[ぁ-ん])(?<!(?:^|[\s。、!?…])[はあふうえげ])[ー〜~]+/gu, "")
      .replace(/(?<=[あかさたなはまやらわがざだばぱ])(?<!(?:^|[\s。、!?…])[はあ])ぁ+/gu, "")
      .replace(/(?<=[いきしちにひみりぎじびぴ])ぃ+/gu, "")
      .replace(/(?<=[うくすつぬふむゆるぐずぶぷ])ぅ+/gu, "")
      .replace(/(?<=[よろおこそとの])ぉ+/gu, "")
  );
}
