/** Stands for every decoration that ends a breath: "頑張ったね♪明日も" is two clauses. */
const BREAK = "\n";

/**
 * The text without what is seen but not spoken: links, emoji, kaomoji, emoticons, (笑). Emoji and
 * notes become BREAK.
 */
export function undecorate(text: string): string {
  return text
    .replace(URL_LIKE, BREAK)
    .replace(PARENTHESES, (whole, inside: string) => (isKaomoji(inside) ? BREAK : whole))
    .replace(STAGE_DIRECTION, BREAK)
    .replace(EMOTICON, BREAK)
    .replace(LAUGHING_W, BREAK)
    .replace(KEYCAP, BREAK)
    .replace(PICTURE, BREAK);
}

const URL_LIKE = /(?:https?:\/\/|www\.)[^\s、。「」（）]+/giu;

/** A pair of parentheses with the arms that a kaomoji may have: ヽ(´▽`)ノ, m(_ _)m, ٩(๑•̀ω•́๑)۶. */
const PARENTHESES = /[ヽヾ٩\\＼oｏm]?[(（]([^()（）]{1,24})[)）](?:[ノﾉ٩و۶ゞﾞ゛/／✧]|[oｏm](?![a-z]))?/gu;

/** (T_T) is one, (本当に) and (see you) are not: some mark of a face, and next to no letters. */
function isKaomoji(inside: string): boolean {
  const japaneseLetters = inside.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu) ?? [];
  return japaneseLetters.length <= 1 && FACE_MARK.test(inside) && !/[a-z]{3}/iu.test(inside);
}

const FACE_MARK = /[\^＾_＿´`｀;；<>＜＞≧≦▽∀∇ωДд°˘•◕‿ᴗ╹□¯ㅂεσ・*＊′‵-]/u;

const STAGE_DIRECTION = /[(（](?:笑|泣|涙|汗|爆|照|嬉|怒|w+|ｗ+|lol)+[)）]/giu;
const EMOTICON =
  /(?<![A-Za-z0-9])(?:[:;=]['-]?[)(DPpOo3|\\/]+|[xX]D|<3+|\^[_oω.]?\^;*|＾＾;*|[T;Q][_^][T;Q]|>[_.]?<|[oO]rz)(?![A-Za-z0-9])/gu;
const LAUGHING_W =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー。、！？!?」）)]\s?)[wｗ]+(?![A-Za-z0-9])/giu;
const KEYCAP = /[0-9#*]\u{FE0F}?\u{20E3}/gu;
/**
 * Emoji with their joiners, and the notes, hearts, stars, shapes and arrows that stand in for them.
 */
const PICTURE =
  /(?:[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}♩-♯♡♥★☆✦✧✨○●◎◇◆□■△▲▽▼※→←↑↓⇒]|\u{FE0F}|\u{200D})+/gu;
