/**
 * Whether the whole message asks to be forgotten: 「全部忘れて」, "forget me" and the like. Spaces,
 * punctuation and emoji do not count. A sentence that holds such words among others is none: it is
 * answered.
 */
export function asksToForget(text: string): boolean {
  const letters = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/ー+$/u, "");
  return JAPANESE.test(letters) || ENGLISH.test(letters);
}

const ALL = "(?:全部|ぜんぶ|ぜーんぶ|全て|すべて)";
const ME = "(?:私|わたし|あたし|僕|ぼく|俺|おれ|うち|自分)の(?:データ|記録|情報)";
const DATA = "全?(?:データ|記録|履歴|個人情報)";
const ASK = "(?:忘れて|わすれて|消して|けして|削除して|消去して)";
const KINDLY = "(?:ください|下さい|ほしい(?:です)?|欲しい(?:です)?|くれ(?:る|ない)?|もらえ(?:る|ますか)|ちょうだい)?";
const JAPANESE = new RegExp(
  `^(?:(?:ミミ|みみ)(?:ちゃん|さん)?)?(?:お願い|もう)?(?:${ALL}(?:の(?:${ME}|${DATA}))?|(?:${ME}|${DATA})[をは]?(?:もう)?${ALL}?)を?` +
    `${ASK}${KINDLY}[ねよなや]*(?:お願い(?:します)?)?$`,
  "u",
);

// "Forget me" is a command of ours; "please forget me" and 「私のことは忘れて」 may be a farewell, and are
// heard.
const ENGLISH = new RegExp(
  "^forgetme$|^(?:please|mimi|canyou|couldyou){0,3}(?:" +
    "forget(?:itall|all|everything)(?:aboutme|isaid|itoldyou)?" +
    "|(?:delete|erase|remove|forget)(?:all(?:of)?)?my(?:data|messages|history|info|information)" +
    "|(?:delete|erase)everything(?:aboutme)?" +
    ")(?:please|now|mimi){0,2}$",
);
