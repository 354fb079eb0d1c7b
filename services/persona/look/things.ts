import type { Topic } from "@guchi/contracts/guchi.ts";
import type { Thing } from "@guchi/contracts/look.ts";

/** The one thing that stands for a subject; undefined where nothing fits, or none would be kind. */
export function thingFor(subjects: readonly string[], topic: Topic): Thing | undefined {
  for (const subject of subjects) {
    const found = BY_SUBJECT.find(([pattern]) => pattern.test(subject));
    if (found !== undefined) return found[1];
  }
  return BY_TOPIC[topic] ?? (subjects.length > 0 ? OF_ALL : undefined);
}

/**
 * The first pattern that fits counts. Nothing for who is left or hurt: a thing would only point at
 * the wound.
 */
const BY_SUBJECT: readonly (readonly [RegExp, Thing | undefined])[] = [
  [
    /失恋|離婚|ハラスメント|いじめ|クビ|こわい思い|break-?up|divorce|bully|harass|losing your job|what happened/i,
    undefined,
  ],
  [/残業|overtime|長い通勤/i, "clock"],
  [/元恋人|実家|an old love/i, "photo"],
  [/片思い|恋のこと|結婚|your crush|wedding/i, "flowers"],
  [/自転車|bike|bicycle/i, "bicycle"],
  [/ペット|\bpet\b/i, "pet"],
  [/植物|畑|\bplant\b/i, "plant"],
  [/部活|試合|sports|lost game/i, "ball"],
  [/人前|緊張|発表|習いごと|stage fright/i, "microphone"],
  [/旅行|出張|trip/i, "suitcase"],
  [/いびき|snor/i, "pillow"],
  [/帰りたい|wanting to quit/i, "clock"],
  [/誤送信|メール|messages/i, "letter"],
  [/オンライン|在宅|フリーランス|AIの|remote|video calls|freelanc|clever machines/i, "laptop"],
  [/投資|market/i, "screen"],
  [/出費|expense/i, "receipt"],
  [/詐欺|盗まれ|香典|貸し借り|家計|scam|stolen|lent money/i, "wallet"],
  [/口出し|説教|子どもあつかい|アドバイス|yelled|micromanag|talked down|remarks/i, "bubble"],
  [/服|clothes|shirt/i, "laundry"],
  [/水まわり/, "dishes"],
  [/片づけ|宅配|運ぶ/, "boxes"],
  [/食べすぎ|食べたい/, "sweets"],
  [/におい|smell/i, "trash"],
  [/湿気/, "rain-cloud"],
  [/健康診断|つわり|更年期|看護|禁煙|風邪|check-up|doctor|pregnant|patients/i, "medicine"],
  [/からだを使う|on your feet|to the body/i, "bandage"],
  [/学校|教える|school|teaching/i, "books"],
  [/記念日|anniversary/i, "cake"],
  [/反抗期|お世話|teenager/i, "toys"],
  [
    /休日出勤|お休みのない|連休|シフト|roster|月曜|予定だらけ|ドタキャン|day off|Monday|packed schedule|cancelled plans|shift/i,
    "calendar",
  ],
  [/夜勤|眠れ|不眠|sleepless|night shift|nightmare|こわい夢/i, "pillow"],
  [/寝不足|朝のつらさ|too little sleep|early morning|遅刻|寝坊/i, "alarm-clock"],
  [/電話対応|電話|phone call/i, "telephone"],
  [/プレゼン|会議|presentation|meeting/i, "screen"],
  [/締め切り|待ち時間|返事を待つ|deadline|in line|waiting/i, "hourglass"],
  [/就活|転職|異動|面接|job hunting|interview/i, "briefcase"],
  [/テスト|受験|成績|exam|grade|test/i, "exam"],
  [/課題|論文|先生|homework|thesis|teacher/i, "books"],
  [/きどくスルー|既読|SNS|left on read|social media|gossip/i, "smartphone"],
  [/遠距離|distance|letter/i, "letter"],
  [/とげのある|陰口|悪口|言葉/i, "bubble"],
  [/電池|battery/i, "battery"],
  [/スマホ|携帯|phone/i, "smartphone"],
  [/パソコン|データ|アップデート|エラー|computer|data|update|bugs in the code|connection|通信|Wi-?Fi/i, "laptop"],
  [/ゲーム|ガチャ|game/i, "game"],
  [/パスワード|落としもの|鍵|locked out|password|losing things|key/i, "key"],
  [/値上げ|税金|支払い|家賃|\brent\b|tax|price|bill/i, "receipt"],
  [/給料|金欠|お金|paycheck|cash|money|ご祝儀/i, "wallet"],
  [/電車|乗りもの|乗り遅れ|終電|通勤|train|delay|ride|commut/i, "train"],
  [/渋滞|車|運転|traffic|\bcar\b/i, "car"],
  [/虫|bugs/i, "bug-spray"],
  [/ゴミ|trash|garbage/i, "trash"],
  [/家事|洗濯|chores|laundry/i, "laundry"],
  [/皿|dishes/i, "dishes"],
  [/引っ越し|出前|荷物|配達|moving house|wrong order|package|delivery/i, "boxes"],
  [/家電|things breaking|appliance/i, "appliance"],
  [/騒音|ご近所|noise|neighbou?r/i, "noise"],
  [/お昼|料理|ごはん|空腹|弁当|lunch|cook|hungry|meal/i, "bento"],
  [/売り切れ|sold-?out|スイーツ|treat/i, "sweets"],
  [/花粉|hay fever|pollen/i, "tissues"],
  [/頭痛|熱|headache|fever(?! worries)/i, "ice-pack"],
  [/体調|病|心の調子|\bthat cold\b|illness|sick/i, "medicine"],
  [/歯|dentist|tooth/i, "tooth"],
  [/おなか|生理|stomach|period|cramps/i, "hot-water"],
  [/けが|痛み|腰|injur|sore|back\b/i, "bandage"],
  [/体重|ダイエット|diet|\bweight worries/i, "scales"],
  [/暑|heat/i, "sun"],
  [/寒|雪|this cold|snow/i, "snowman"],
  [/台風|typhoon/i, "storm"],
  [/雨|低気圧|\brain/i, "rain-cloud"],
  [/見た目|髪|hair|肌/i, "mirror"],
  [/推し|ライブ|チケット|tickets|concert|fan\b/i, "penlight"],
  [/年齢|誕生日|birthday|\bage\b/i, "cake"],
  [/お子さん|赤ちゃん|ワンオペ|育児|kids|baby|toddler/i, "toys"],
  [/役所|書類|ミス|red tape|paperwork|mistake/i, "papers"],
  [/お店|お客さん|飲み会|customer|shop/i, "teapot"],
];

/** Where she has a subject, and nothing of its own stands for it: something to look at. */
const OF_ALL = "plant";

/** Where no pattern fits. */
const BY_TOPIC: Readonly<Partial<Record<Topic, Thing>>> = {
  family: "teapot",
  friends: "teapot",
  love: "letter",
  work: "papers",
  study: "books",
  money: "wallet",
  health: "medicine",
  sleep: "pillow",
  commute: "train",
  food: "bento",
  tech: "laptop",
};
