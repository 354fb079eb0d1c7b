const ASKS_RHETORICALLY =
  /なんで|なぜ|何で|どうして|(?:何|なん)(?:なの|なん)|いつまで|いつになったら|どうなって|どういう|じゃ(?:ない|ね)[?か]|くない[?か]|すぎない[?か]|すぎん[?か]|すぎじゃ|どうすれば|どうしたら|どうしよう|ってこと|馬鹿なの|バカなの|意味ある|必要ある|(?:かよ|まじ|マジ)[?]?$|のか[?。]?$|だれが|誰が/u;
const ASKS_POLITELY =
  /(?:たら|れば)(?:いい|良い|よい)(?:の)?(?:ですか|でしょうか)|教えて(?:ください|$|[。!])|(?:何時|いつ|どこ|どれ|いくら|どの|おすすめ)[^。]{0,24}(?:ですか|ますか|でしょうか|[?])/u;
const ASKS = /[?]|(?:ですか|ますか|でしょうか|かな|教えて|おしえて)[ぁあ]*(?:$|[。!？\s…])/u;

/**
 * Longest piece to analyse at once, in UTF-16 units: kuromoji's time grows with the square of the
 * piece.
 */
const LONGEST_PIECE = 120;

/**
 * The text's sentences with their end marks, one without an end cut at a comma, a space or
 * anywhere. Together they are the text.
 */
export function splitSentences(text: string): string[] {
  const sentences = text.match(/[^。!?\n…]*[。!?\n…]+|[^。!?\n…]+$/gu) ?? [];
  return sentences.flatMap((sentence) => (sentence.length <= LONGEST_PIECE ? [sentence] : cut(sentence)));
}

function cut(sentence: string): string[] {
  const pieces: string[] = [];
  let rest = sentence;
  while (rest.length > LONGEST_PIECE) {
    const room = rest.slice(0, LONGEST_PIECE);
    const pause = Math.max(room.lastIndexOf("、"), room.lastIndexOf(" "));
    const end = pause > 0 ? pause + 1 : LONGEST_PIECE;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
}

/** A question that wants an answer. 「なんでこうなるの？」 and 「ひどくない？」 want none. */
export function endsAsQuestion(sentence: string): boolean {
  if (ASKS_POLITELY.test(sentence)) return true;
  return ASKS.test(sentence) && !ASKS_RHETORICALLY.test(sentence);
}

/** Signs that praise is meant the other way round, whatever stands beside it: 「幸せですよ（棒）」. */
export function isSneering(sentence: string): boolean {
  return /\(棒\)|棒読み|ご立派|いい(?:ご)?身分|^はいはい|(?:なに|何)それ(?:おい|美味)し|お偉い(?:さん|方)|おめでたい(?:頭|人|奴)|(?:本当|ほんと)に?(?:いい|素晴らしい|素敵な)(?:会社|職場|上司|旦那|夫|先輩|性格)(?:だ|です|で|を)/u.test(
    sentence,
  );
}

/** Signs that praise beside a complaint is meant the other way round: 「素晴らしいですね、また仕様変更ですか」. */
export function isIronic(sentence: string): boolean {
  return /さすが|流石|また[^。]{1,10}(?:ですか|だって|とは|かよ|とか)|(?:とか|なんて)(?:最高|素敵|素晴らし)(?:か|かよ|ですね)|(?:最高|素敵|素晴らしい|優しい|ありがたい)(?:です)?ね[ぇえ。、\s]/u.test(
    sentence,
  );
}
