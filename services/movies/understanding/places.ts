/** Codes by the words for films from there: ISO 3166-1 alpha-2, for a continent UN M49. */
const PLACES: readonly (readonly [code: string, japanese: string, english: string])[] = [
  ["JP", "日本", "japanese|from japan|japan"],
  ["US", "アメリカ|米国|ハリウッド", "american|hollywood|from america|from the (?:us|states)"],
  ["KR", "韓国", "korean|from korea|k-drama"],
  ["FR", "フランス|仏", "french|from france"],
  ["GB", "イギリス|英国", "british|english-made|from (?:england|britain|the uk)"],
  ["IT", "イタリア", "italian|from italy"],
  ["DE", "ドイツ", "german|from germany"],
  ["ES", "スペイン", "spanish|from spain"],
  ["HK", "香港", "hong kong"],
  ["TW", "台湾", "taiwanese"],
  ["CN", "中国", "chinese|from china"],
  ["IN", "インド", "indian|bollywood|from (?:[a-z]+ or )?india"],
  ["SE", "スウェーデン", "swedish"],
  ["DK", "デンマーク", "danish"],
  ["BR", "ブラジル", "brazilian"],
  ["MX", "メキシコ", "mexican"],
  ["IR", "イラン", "iranian|from (?:[a-z]+ or )?iran"],
  ["AU", "オーストラリア", "australian"],
  ["CA", "カナダ", "canadian"],
  ["NZ", "ニュージーランド", "new zealand"],
  ["TH", "タイ", "thai|from thailand"],
  ["VN", "ベトナム", "vietnamese|from vietnam"],
  ["ID", "インドネシア", "indonesian|from indonesia"],
  ["BT", "ブータン", "bhutanese|from bhutan"],
  ["IE", "アイルランド", "irish|from ireland"],
  ["FI", "フィンランド", "finnish|from finland"],
  ["150", "ヨーロッパ|欧州", "european|from europe"],
  ["035", "東南アジア", "south-?east asian?|from south-?east asia"],
  ["154", "北欧", "nordic|scandinavian|from scandinavia"],
  ["419", "中南米|南米|ラテンアメリカ", "latin american|south american|from (?:south|latin) america"],
  ["142", "(?<!東南)アジア", "(?<!east )asian|from asia"],
];

/** The continents' countries that make most of their films. */
const CONTINENTS: Readonly<Record<string, readonly string[]>> = {
  "150": "FR GB IT DE ES SE DK FI NO IS PL CZ HU RO AT CH BE NL IE PT GR LV EE LT RU SU".split(" "),
  "154": "SE DK FI NO IS".split(" "),
  "035": "TH VN ID PH MY SG KH LA MM".split(" "),
  "419": "BR AR MX CL CO PE CU UY".split(" "),
  "142": "KR HK TW CN IN IR ID TH VN PH LB TR MN SG MY".split(" "),
};

/** The countries that a code stands for. */
export function codesOf(code: string): readonly string[] {
  return code.split(" ").flatMap((each) => CONTINENTS[each] ?? [each]);
}

/** Where a film is to come from, or not to: a code of PLACES, or several with a space between. */
export interface Place {
  readonly code: string;
  readonly isWanted: boolean;
}

/** Whether a film is from there, or from elsewhere where that is wanted. */
export function isFrom({ country }: { readonly country: readonly string[] }, { code, isWanted }: Place): boolean {
  return codesOf(code).some((each) => country.includes(each)) === isWanted;
}

const JAPANESE_FILM =
  "の?(?:以外|じゃな|ではな)|産|製|発|(?:の[^、。]{0,12})?(?:映画|作品|アニメ|ホラー|コメディ|ドラマ|サスペンス|ミステリー|アクション|SF|sf|恋愛|ラブ|時代劇|ミュージカル|やつ|もの)";

/** 「イタリアかスペインの映画」 */
const OR_ANOTHER = `(?:か|や|とか|、|・)(?:${PLACES.map(([, japanese]) => japanese).join("|")})`;

/** The place that a message, made plain, names as where a film is made. */
export function placeIn(text: string): Place | undefined {
  if (/邦画/u.test(text)) return { code: "JP", isWanted: !/邦画(?:以外|じゃな|は嫌|は苦手)/u.test(text) };
  if (/日本語(?:を|の勉強|が)[^。]{0,6}(?:勉強|習|学|練習|上達|まだ)|日本語の(?:勉強|練習)/u.test(text))
    return { code: "JP", isWanted: true };
  if (/洋画/u.test(text)) return { code: "JP", isWanted: /洋画(?:以外|じゃな|は嫌|は苦手)/u.test(text) };
  const found = PLACES.flatMap(([code, japanese, english]) => {
    const written = new RegExp(`(?:${japanese})(?=${JAPANESE_FILM}|${OR_ANOTHER})|\\b(?:${english})\\b`, "u").exec(
      text,
    );
    return written === null ? [] : [{ code, isWanted: !isRefused(text, written.index, written[0].length) }];
  });
  const wanted = found.filter(({ isWanted }) => isWanted).map(({ code }) => code);
  const named = wanted.length > 0 ? { code: wanted.join(" "), isWanted: true } : found[0];
  if (named === undefined && /(?:遠い|知らない|よその)国|海外|異国|外国/u.test(text))
    return { code: "JP", isWanted: false };
  return named;
}

function isRefused(text: string, at: number, length: number): boolean {
  const [before, after] = [text.slice(0, at), text.slice(at + length)];
  const isLeftOut = /^(?:の|映画|作品|の映画)?(?:以外|じゃな|ではな|は嫌|はいや|は苦手)/u.test(after);
  return isLeftOut || /\b(?:not|no|non|except|isn't|anything but)[- ]?(?:a |an |from |in )?$/u.test(before);
}
