/**
 * The text with words in kana where a dictionary that sees one word at a time takes the wrong one
 * of two readings: 辛い is からい of a curry and つらい of a day. Each kind looks at what stands around the
 * word.
 */
export function mendReadings(text: string): string {
  return KINDS.reduce((mended, [found, spelled]) => mended.replace(found, spelled), text);
}

const HOT =
  "カレー|ラーメン|キムチ|唐辛子|わさび|ワサビ|からし|スープ|麺|鍋|料理|チゲ|ソース|スパイス|味付?け?|麻婆豆?腐?|タンメン";
const HUNGRY = "お腹|おなか|お中|小腹|腹|はら|ハラ";
const CROWDED = "電車|バス|新幹線|車内|車両|店内|館内|道|道路|高速|お?店";
const OPENING = "ドア|扉|窓|戸|お?店|蓋|ふた|フタ|穴|鍵|門|シャッター|カーテン|瓶|袋|目";
const DRAWN = "絵|漫画|マンガ|イラスト|似顔絵|図|線";
const LONELY_PLACE = "夜道|夜|道|公園|路地|通り|場所|駅|ところ|所|部屋|廊下|オフィス|教室|街|町|山|海|森|ホーム";
/** What makes その方 a thing that is compared, and no person. */
const BETTER = "いい|良い|よい|よか|良か|楽|らく|マシ|まし|早|速|安|好き|嬉し|うれし|正し|合|大事|ずっと|得";

/** What one gives up: やめる. All else is brought to a halt: とめる. */
const HABIT = "タバコ|煙草|酒|仕事|バイト|部活|会社|学校|習い事|ゲーム|課金|付き合い|恋愛|喧嘩|いじめ|無理|我慢|愚痴";
/** What comes over one: こうむる. All else is worn or falls together: かぶる. */
const HARM = "迷惑|損|損害|被害|損失|恩恵|影響|害|不利益|災難";
const VESSEL = "財布|箱|缶|瓶|コップ|グラス|冷蔵庫|容器|ペットボトル|皿|鍋|かばん|カバン|バッグ";

const KINDS: readonly (readonly [RegExp, string])[] = [
  // 辛い: hot to the tongue, else hard to bear. 辛口, 世知辛い and the like are left to the dictionary.
  [
    new RegExp(`(?<=(?:${HOT})[^。、！？!?\\n]{0,6})(?<!\\p{Script=Han})辛(?=[いくけさみ]|かっ|そう|す[ぎぐ])`, "gu"),
    "から",
  ],
  [
    /(?<!\p{Script=Han})辛(?=(?:い|くて)(?:もの|物|食|カレー|ラーメン|料理|お?菓子|おいし|美味|うま)|いの(?:が|は|も)?(?:苦手|好き|得意|だめ|ダメ))/gu,
    "から",
  ],
  [/(?<!\p{Script=Han})辛(?=[いくけさみ]|かっ|そう|す[ぎぐ])/gu, "つら"],
  // 空く: of a stomach or a train すく, of a seat or an hour あく.
  [new RegExp(`(?<=(?:${HUNGRY})(?:が|も|は|って|、)?)空(?=[いかきくけこ])`, "gu"), "す"],
  [new RegExp(`(?<=(?:${CROWDED})(?:が|も|は))空(?=[いかきくけ])`, "gu"), "す"],
  [new RegExp(`空(?=い(?:た|てる|ている)(?:${CROWDED}))`, "gu"), "す"],
  // 開く: of itself あく, of a meeting or a heart ひらく.
  [new RegExp(`(?<=(?:${OPENING})(?:が|も|は))開(?=[いかきくけ])`, "gu"), "あ"],
  [new RegExp(`(?<=(?:${DRAWN})(?:を|も|が|は|とか|ばかり)?)描(?=[いかきくけこ])`, "gu"), "か"],
  // 十分: ten minutes beside other words of time, else enough.
  [/(?<![一二三四五六七八九百千\d])十分(?=前|後|早|遅|おき|ごと|間|弱|強|以内|歩|も(?:待|かか|経|歩|並))/gu, "10分"],
  [/(?<=あと|たった|ほんの|約|毎[朝日晩])十分/gu, "10分"],
  [/(?<=[\d一二三四五六七八九十百])分の(?=[\d一二三四五六七八九])/gu, "ぶんの"],
  // 方: a person かた, a side ほう.
  [new RegExp(`(?<=[あこそど]の)方(?=[はをにともへ、。！？!?]|から|が(?!${BETTER}))`, "gu"), "カタ"],
  [/(?<=(?:担当|係|年配|[女男]性?|スタッフ|店員)の)方(?=[がはをにともへ])/gu, "カタ"],
  // 人気: how liked someone is, but at a lonely place whether anyone is there.
  [new RegExp(`人気(?=[のが](?:まったく|全く|全然)?(?:ない|無い|少ない)(?:${LONELY_PLACE}))`, "gu"), "ひとけ"],
  // 市場: where one buys fish, not where shares are traded.
  [/(?<=[朝魚花])市場|(?<!\p{Script=Han})市場(?=で(?:買|食|魚|野菜)|[にへ](?:買|行|寄)|のお[じば])/gu, "いちば"],
  [/(?<=(?:ゴミ|ごみ|資源|プラ|缶)[^。！？]{0,6})分別/gu, "ぶんべつ"],
  [/額(?=に(?:汗|手|しわ|シワ|皺|キス))/gu, "ひたい"],
  [/身体(?!的|検査|測定|能力|障|機能|表現|感覚|接触|拘束)/gu, "体"],
  [/体中/gu, "からだじゅう"],
  [/(?<!\p{Script=Han})何(?=[でだのとてな])/gu, "なん"],
  [/(?<![\p{Script=Han}の])他(?=[のにはも、])/gu, "ほか"],
  [/お米|(?<!\p{Script=Han})米(?=[がはをもと、]|の値段|不足|騒動)/gu, "おこめ"],
  [/お家(?!芸|騒動|元)/gu, "おうち"],
  [new RegExp(`(?<=(?:${HABIT})(?:を|も|は|なんて|なんか|とか)?)止め`, "gu"), "やめ"],
  [new RegExp(`(?<!\\p{Script=Han}|(?:${HARM})を)被(?=[るっりらろ])`, "gu"), "かぶ"],
  [new RegExp(`空(?=の(?:${VESSEL}))`, "gu"), "から"],
  [/(?<!\p{Script=Han})間(?=が(?:悪|もた|持た)|を(?:置|おい|あけ|空け|取|とっ))/gu, "ま"],
  [/この間(?!\p{Script=Han}|に)/gu, "このあいだ"],
  [/(?<!\p{Script=Han})表(?=に出|向き|では?(?:笑|明)|の顔)/gu, "おもて"],
  [
    /(?<![\p{Script=Han}お])金(?=が(?:ない|無|足り|なく|かか|減|欲)|を(?:貸|借|払|返|使|落|稼|貯)|に(?:困|なら|汚))/gu,
    "かね",
  ],
  [/(?<!\p{Script=Han})怒り(?=[がをのにではも](?!せ))/gu, "いかり"],
  [/(?<=[こそあど]んな|[とて]いう)風/gu, "ふう"],
  [/(?<!\p{Script=Han})傍(?=[にでへ])|(?<![\p{Script=Han}])側(?=に(?:い|居)|で(?:見|聞|支))/gu, "そば"],
  [/(?<!\p{Script=Han})皆(?=[がにはをのもとで、])/gu, "みんな"],
  [/(?<=なす|成す|する|知る)術/gu, "すべ"],
  [/(?<=年\d{1,2}|[A-Z])組/gu, "くみ"],
  [/何時も/gu, "いつも"],
  [/何時か(?![なら])/gu, "いつか"],
  [/(?<=世界|国|学校|会社|クラス)中(?!\p{Script=Han})/gu, "じゅう"],
  // Words with one reading that dictionaries lack or that has won over theirs.
  [/日本中/gu, "にほんじゅう"],
  [/日本(?!橋|一|銀|海)/gu, "にほん"],
  [/明後日/gu, "あさって"],
  [/一昨年/gu, "おととし"],
  [/大人数/gu, "おおにんずう"],
  [/一途(?!をたど)/gu, "いちず"],
  [/風邪薬/gu, "風邪ぐすり"],
  // Forms of kanji in names that dictionaries do not know.
  [/髙/gu, "高"],
  [/﨑/gu, "崎"],
  [/𠮷/gu, "吉"],
  [/重複/gu, "ちょうふく"],
  [/早急/gu, "さっきゅう"],
  [/他人事/gu, "ひとごと"],
  [/二十[歳才]/gu, "はたち"],
  [/姑(?!息)/gu, "しゅうとめ"],
  [/お局/gu, "おつぼね"],
  [/陰キャ/gu, "インキャ"],
  [/陽キャ/gu, "ヨーキャ"],
  [/(?:百|100)均/gu, "ヒャッキン"],
  [/連勤/gu, "レンキン"],
  [/四十肩/gu, "しじゅうかた"],
];
