/**
 * Who died, told from what died. A word alone does not tell: phones, batteries and vocabularies
 * die, too, so a living being must be said to have died, in the same clause. All patterns read a
 * text in NFKC and lower case, and look only a few characters ahead.
 */

const PEOPLE_JA = [
  "お?(?:母|父|兄|姉|じい|ばあ|爺|婆)(?:さん|ちゃん)",
  "母親?|父親?|祖[母父]|義[母父兄姉弟妹]|両親|親友|親戚|親|ママ|パパ|おかん|おとん|おやじ|親父",
  "夫|妻|旦那|嫁|主人|兄|姉|弟|妹|息子|娘|赤ちゃん|子ども|子供|孫|おじさん|おばさん|[叔伯][父母]|いとこ|従[兄姉][弟妹]",
  "彼氏|彼女|恋人|婚約者|友達|友だち|友人|同級生|同期|同僚|上司|先輩|後輩|先生|恩師|教え子|患者さん|利用者さん",
  "大切な人|大事な人|大好きな人|身内|家族",
].join("|");

const PETS_JA = [
  "愛犬|老犬|子犬|柴犬|犬|いぬ|わんこ|ワンコ|愛猫|老猫|子猫|猫|ねこ|ネコ|にゃんこ|うさぎ|ウサギ|ハムスター|モルモット",
  "フェレット|チンチラ|インコ|文鳥|小鳥|鳥|金魚|メダカ|熱帯魚|亀|カメ|トカゲ|ヤモリ|馬|ペット|うちの子",
].join("|");

/** What people say of a machine in jest. */
const THINGS_JA = [
  "スマホ|携帯|iphone|android|アイフォン|タブレット|ipad|pc|パソコン|ノート(?:pc|パソコン)|マック|mac|サーバー?|hdd|ssd|usb",
  "データ|ルーター|wi-?fi|ネット|回線|プリンター?|コピー機|マウス|キーボード|イヤホン|ヘッドホン|モニター|ディスプレイ|充電器?",
  "電池|バッテリー|ゲーム機?|switch|ps[45]|テレビ|レコーダー|カメラ|時計|冷蔵庫|洗濯機|掃除機|ルンバ|レンジ|炊飯器|ドライヤー",
  "エアコン|給湯器|ストーブ|こたつ|照明|電球|車|バイク|自転車|エンジン|靴|傘|財布|家電|機械|語彙力?|表情筋|筋肉|腰|足|肌|髪",
].join("|");

const WHEN_JA =
  "(?:が|は|も|を|、|まで|って)[^がはもを。!?\\n]{0,14}?|(?:今朝|昨日|今日|先月|先週|昨夜|さっき|急に|突然|\\s)*";
const DIED_JA =
  "死(?:ん(?:だ(?!魚|目|顔|よう|ふり)|じゃ|で(?:し|た|いた|いま))|にました|去|別)|亡く(?:な|し)|逝(?:っ|去)|永眠|他界|自殺(?:し|を)|息を引き取|天国[にへ]|虹の橋|看取";
const LEFT_JA = "の(?:死[をがには、。]|訃報|葬儀|葬式|お?通夜|命日|最期|遺影|遺骨|お骨)";

export const PERSON_DIED_JA = new RegExp(`(?:${PEOPLE_JA})(?:(?:${WHEN_JA})(?:${DIED_JA})|${LEFT_JA})`, "gu");
export const PET_DIED_JA = new RegExp(
  `(?:${PETS_JA})(?:たち|さん|ちゃん|くん)?(?:(?:${WHEN_JA})(?:${DIED_JA}|死んで|お(?:星|空)|安楽死)|${LEFT_JA})`,
  "gu",
);
export const PET_DYING_JA = new RegExp(
  `(?:${PETS_JA})(?:たち|さん|ちゃん|くん)?(?:${WHEN_JA})(?:死にそう|死にかけ|危篤|虫の息|息が(?:荒|浅|苦し)|もう長くな|余命)`,
  "gu",
);
const DIED_IN_JEST_JA = "お亡くなり|亡くな|ご臨終|永眠|他界|逝っ|昇天|葬式|お葬式|命日";
export const THING_DIED_JA = new RegExp(
  `(?=${DIED_IN_JEST_JA})(?<=(?:${THINGS_JA})(?:が|は|も|を|、|って|の)?[^がはもを。!?\\n]{0,8})(?:${DIED_IN_JEST_JA})`,
  "gu",
);

const PEOPLE_EN = [
  "mom|mum|mother|dad|father|grand(?:ma|pa|mother|father|parents?|son|daughter)|nan|nana|parents?|husband|wife|spouse|partner",
  "brother|sister|sibling|twin|son|daughter|child|baby|uncle|aunt|auntie|cousin|niece|nephew|boyfriend|girlfriend|fiance|fiancee",
  "friend|friends|bestie|roommate|classmate|coworker|colleague|boss|mentor|teacher|neighbou?r|patient|student",
  "(?:mother|father|brother|sister)[- ]in[- ]law|someone (?:i|we) loved?|he|she",
].join("|");
const PETS_EN =
  "dog|puppy|pup|cat|kitten|kitty|rabbit|bunny|hamster|guinea pig|parrot|budgie|bird|goldfish|fish|turtle|tortoise|horse|pony|ferret|lizard|gecko|snake|rat|pet";
const WHEN_EN =
  "(?:\\s+(?:just|has|had|have|finally|suddenly|recently|sadly|also|this|last|early|morning|night|week|month|year|yesterday|today|is|was|got)){0,4}";
const DIED_EN =
  "died(?! laughing| inside| of (?:boredom|embarrassment)| in (?:the|a|my|this) (?:game|level|fight|movie|show|series|book))|passed(?: away| on)?(?=[\\s.,;:!?]*$|\\s+(?:away|on|in|at|this|last|yesterday|today|from|after|so|and|but|suddenly|peacefully))";

export const PERSON_DIED_EN = beingDied(PEOPLE_EN, `${DIED_EN}|dead(?!\\s+(?:tired|serious|set|asleep|wrong|silent))`);
export const PET_DIED_EN = beingDied(
  PETS_EN,
  `${DIED_EN}|dead(?!\\s+(?:tired|asleep))|put (?:down|to sleep)|crossed the rainbow bridge`,
);
export const PET_DYING_EN = new RegExp(
  `\\b(?:${PETS_EN})\\b(?!['-])${WHEN_EN}\\s+(?:dying|about to die|on (?:his|her|its) last)\\b`,
  "gu",
);

/** Either order: the being died, or somebody lost the being. "Mom's phone" is no being. */
function beingDied(beings: string, died: string): RegExp {
  const being = `(?:${beings})\\b(?!['-])`;
  const asleep = `(?:put|putting) (?:my|our) (?:\\w+ ){0,2}?${being} (?:down|to sleep)`;
  const lost = `(?:lost|buried|burying|mourn(?:ed|ing)?) (?:my|our) (?:\\w+ ){0,2}?(?!(?:he|she)\\b)${being}(?! at\\b| in the\\b)`;
  return new RegExp(`\\b(?:${being}${WHEN_EN}\\s+(?:${died})\\b|${lost}|${asleep})`, "gu");
}
