import type { HelpLine, Language } from "@guchi/contracts/guchi.ts";

/**
 * The places to turn to that the bot names: no text of this folder holds a number that is not here.
 * A number that could not be confirmed is left out. Who changes an entry looks it up again and sets
 * `checkedAt`.
 */
export type LineEntry = {
  readonly id: string;
  readonly name: Readonly<Record<Language, string>>;
  readonly phone?: string;
  readonly url?: string;
  /** When somebody answers, what it costs, and whom it is for. */
  readonly hours: Readonly<Record<Language, string>>;
  /** Where the number or the address was seen. */
  readonly source: string;
  /** Where the hours were seen, if elsewhere. */
  readonly hoursSource?: string;
  readonly checkedAt: string;
};

const CHECKED_AT = "2026-11-26";

/** A published table that was read from the ministries' own pages on 2026-07-26 and 2026-07-27. */
const MINISTRIES =
  "https://github.com/Yut8853/fukushi-portal/blob/024e6e6535716cd55f3b2acf1783a950876cf306/data/emergency-contacts.json";

export const LINES = [
  // Now.
  {
    id: "police",
    name: { ja: "警察", en: "Police in Japan" },
    phone: "110",
    hours: { ja: "いま危ないとき・24時間・無料", en: "danger now, 24 hours, free, with interpreters" },
    source: MINISTRIES,
    hoursSource: "https://relocation-japan.com/?p=1046",
    checkedAt: CHECKED_AT,
  },
  {
    id: "ambulance",
    name: { ja: "救急車", en: "Ambulance in Japan" },
    phone: "119",
    hours: { ja: "いま命があぶないとき・24時間・無料", en: "24 hours, free, with interpreters in most areas" },
    source: MINISTRIES,
    hoursSource: "https://www.city.hikone.lg.jp/eng/news/13524.html",
    checkedAt: CHECKED_AT,
  },
  {
    id: "emergency-advice",
    name: { ja: "救急安心センター", en: "Ambulance advice in Japan" },
    phone: "#7119",
    hours: {
      ja: "救急車を呼ぶか迷うとき・使えない地域もあります",
      en: "when unsure; not in every area, mainly Japanese",
    },
    source:
      "https://megalodon.jp/ref/2023-0201-1532-56/https://www.fdma.go.jp:443/mission/enrichment/appropriate/appropriate007.html",
    hoursSource: "https://kenko.joho24.com/2025/12/7119-emergency-relief-center-guide-2025.html?m=1",
    checkedAt: CHECKED_AT,
  },
  {
    id: "child-emergency",
    name: { ja: "子ども医療電話相談", en: "Medical advice for children in Japan" },
    phone: "#8000",
    hours: { ja: "夜間と休日・時間は地域によります", en: "nights and holidays, differs by area, mainly Japanese" },
    source: "https://baby-calendar.jp/smilenews/detail/67",
    checkedAt: CHECKED_AT,
  },
  {
    id: "poison-osaka",
    name: { ja: "大阪中毒110番", en: "Japan Poison Information Center, Osaka" },
    phone: "072-727-2499",
    hours: { ja: "何かを飲んだとき・24時間・通話料のみ", en: "24 hours, call charge only, in Japanese" },
    source: "https://www.pref.miyazaki.lg.jp/yakumutaisaku/kurashi/iryo/20201001110250.html",
    checkedAt: CHECKED_AT,
  },
  {
    id: "poison-tsukuba",
    name: { ja: "つくば中毒110番", en: "Japan Poison Information Center, Tsukuba" },
    phone: "029-852-9999",
    hours: { ja: "何かを飲んだとき・毎日9〜21時・通話料のみ", en: "9:00-21:00, call charge only, in Japanese" },
    source: "https://www.pref.miyazaki.lg.jp/yakumutaisaku/kurashi/iryo/20201001110250.html",
    checkedAt: CHECKED_AT,
  },

  // To talk.
  {
    id: "yorisoi",
    name: { ja: "よりそいホットライン", en: "Yorisoi Hotline in Japan" },
    phone: "0120-279-338",
    hours: {
      ja: "24時間・無料、岩手・宮城・福島からは0120-279-226",
      en: "free; press 2 for English and other languages, 10:00-22:00; 0120-279-226 from Iwate, Miyagi, Fukushima",
    },
    source: MINISTRIES,
    hoursSource: "https://e-town-iwakuni.net/?p=8947",
    checkedAt: CHECKED_AT,
  },
  {
    id: "yorisoi-tohoku",
    name: { ja: "よりそいホットライン（岩手・宮城・福島）", en: "Yorisoi Hotline in Iwate, Miyagi and Fukushima" },
    phone: "0120-279-226",
    hours: { ja: "24時間・無料・どんなことでも", en: "free; press 2 for English and other languages, 10:00-22:00" },
    source: "https://since2011.net/yorisoi/n8",
    hoursSource: "https://e-town-iwakuni.net/?p=8947",
    checkedAt: CHECKED_AT,
  },
  {
    // Published tables of August 2026, read from mhlw.go.jp and lifelink.or.jp, agree on 24 hours.
    id: "inochi-sos",
    name: { ja: "#いのちSOS", en: "#Inochi SOS in Japan" },
    phone: "0120-061-338",
    hours: { ja: "24時間・無料", en: "24 hours, free, in Japanese" },
    source: "https://mykoho.jp/article/012114/9789165/9870360",
    checkedAt: CHECKED_AT,
  },
  {
    id: "inochi-free",
    name: { ja: "いのちの電話", en: "Inochi no Denwa in Japan" },
    phone: "0120-783-556",
    hours: { ja: "毎日16〜21時・毎月10日は朝8時から翌朝8時まで・無料", en: "16:00-21:00, free, in Japanese" },
    source: "https://www.city.akiruno.tokyo.jp/0000015267.html",
    checkedAt: CHECKED_AT,
  },
  {
    id: "inochi-navi",
    name: { ja: "いのちの電話（ナビダイヤル）", en: "Inochi no Denwa in Japan" },
    phone: "0570-783-556",
    hours: { ja: "毎日10〜22時・通話料あり", en: "10:00-22:00, call charge, in Japanese" },
    source: "https://www.inochinodenwa.org/about.php",
    checkedAt: CHECKED_AT,
  },
  {
    id: "kokoro",
    name: { ja: "こころの健康相談統一ダイヤル", en: "Mental health line of your area in Japan" },
    phone: "0570-064-556",
    hours: { ja: "時間は地域によります・通話料あり", en: "hours differ by area, call charge, in Japanese" },
    source: MINISTRIES,
    checkedAt: CHECKED_AT,
  },
  {
    id: "anata-no-ibasho",
    name: { ja: "あなたのいばしょ", en: "Anata no Ibasho" },
    url: "https://talkme.jp/chat/",
    hours: { ja: "チャット・24時間・無料", en: "chat, 24 hours, free, in Japanese" },
    source: "https://www.asahi.com/articles/ASN4F3FD3N4BUTFL011.html?ref=rss",
    hoursSource: "https://www.wakapota.metro.tokyo.lg.jp/column/introduction.php?id=13",
    checkedAt: CHECKED_AT,
  },
  {
    id: "mamorou",
    name: { ja: "厚生労働省のSNSやチャットの相談案内", en: "Chat counselling in Japan" },
    url: "https://www.mhlw.go.jp/mamorouyokokoro/",
    hours: { ja: "時間は窓口によります", en: "a list by the Ministry of Health, in Japanese" },
    source: "https://mykoho.jp/article/012114/9789165/9870360",
    hoursSource: "https://www.vill.nakagusuku.okinawa.jp/sp/detail.jsp?funcid=2&id=101524&type=TopicsTopPage",
    checkedAt: CHECKED_AT,
  },

  // For children.
  {
    id: "childline",
    name: { ja: "チャイルドライン", en: "Childline in Japan" },
    phone: "0120-99-7777",
    hours: {
      ja: "18歳まで・16〜21時・年末年始は休み・無料",
      en: "up to 18, 16:00-21:00, not at New Year, free, in Japanese",
    },
    source: "https://kidsinfost.net/info/sos",
    checkedAt: CHECKED_AT,
  },
  {
    id: "child-sos",
    name: { ja: "24時間子供SOSダイヤル", en: "SOS line for children in Japan" },
    phone: "0120-0-78310",
    hours: { ja: "子どもと保護者・24時間・無料", en: "24 hours, free, in Japanese" },
    source: "https://www.mext.go.jp/a_menu/shotou/seitoshidou/1306988.htm",
    hoursSource: "https://kidsinfost.net/info/sos",
    checkedAt: CHECKED_AT,
  },
  {
    id: "child-abuse",
    name: { ja: "児童相談所", en: "Child guidance center in Japan" },
    phone: "189",
    hours: { ja: "子どものこと・24時間・無料・名前は言わなくてかまいません", en: "24 hours, free, mainly Japanese" },
    source: "https://www.city.kawaguchi.lg.jp/soshiki/01080/030/gyakutai/32717.html",
    checkedAt: CHECKED_AT,
  },

  // Violence at home.
  {
    id: "dv-plus",
    name: { ja: "DV相談＋", en: "DV hotline plus in Japan" },
    phone: "0120-279-889",
    url: "https://soudanplus.jp",
    hours: { ja: "24時間・無料、チャットは12〜22時", en: "24 hours, free; chat in English 12:00-22:00" },
    source: MINISTRIES,
    hoursSource: "https://www.city.tamba.lg.jp/soshiki/jinkenkehatsusenta/gyomuannai/7/3042.html",
    checkedAt: CHECKED_AT,
  },
  {
    id: "dv-navi",
    name: { ja: "DV相談ナビ", en: "DV center of your area in Japan" },
    phone: "#8008",
    hours: {
      ja: "近くの相談センターにつながります・時間は地域によります・通話料あり",
      en: "hours differ by area, mainly Japanese",
    },
    source: MINISTRIES,
    checkedAt: CHECKED_AT,
  },
  {
    id: "elder-care",
    name: { ja: "地域包括支援センター", en: "Community support center for elderly care in Japan" },
    hours: {
      ja: "介護のこと・役所に電話すると近くの窓口を教えてもらえます",
      en: "ask your city hall, mainly Japanese",
    },
    source: "https://vdocuments.pub/ee-eeeeefoeffff.html",
    checkedAt: CHECKED_AT,
  },

  // Sexual violence.
  {
    id: "one-stop",
    name: { ja: "性暴力のワンストップ支援センター", en: "One-stop center for sexual violence in Japan" },
    phone: "#8891",
    hours: { ja: "無料・どんな性別でも・時間は地域によります", en: "free, hours differ by area, mainly Japanese" },
    source: MINISTRIES,
    hoursSource: "https://kidsinfost.net/?p=37607",
    checkedAt: CHECKED_AT,
  },
  {
    id: "police-sexual",
    name: { ja: "警察の性犯罪被害相談電話", en: "Police line for sexual crimes in Japan" },
    phone: "#8103",
    hours: { ja: "24時間・無料", en: "24 hours, free, mainly Japanese" },
    source: "https://www.npa.go.jp/hanzaihigai/whitepaper/w-2020/html/zenbun/part4/s4_1t10.html",
    hoursSource: "https://www.police.pref.nagasaki.jp/police/sodan/sodan-madoguchi/seihigai-110/",
    checkedAt: CHECKED_AT,
  },

  // Threats, crime, law.
  {
    id: "police-consult",
    name: { ja: "警察相談専用電話", en: "Police advice in Japan" },
    phone: "#9110",
    hours: { ja: "平日8:30〜17:15、夜と休日は地域によります・通話料あり", en: "weekdays 8:30-17:15, mainly Japanese" },
    source: "https://www.gov-online.go.jp/pr/media/cd/201511/201511_08.html",
    hoursSource: "https://coopsapporo-cs.jp/premium_service/detail/437",
    checkedAt: CHECKED_AT,
  },
  {
    id: "consumer",
    name: { ja: "消費者ホットライン", en: "Consumer hotline in Japan" },
    phone: "188",
    hours: {
      ja: "契約や請求のこと・時間は地域によります・通話料あり",
      en: "contracts and bills, hours differ by area, mainly Japanese",
    },
    source: "https://www.gov-online.go.jp/useful/article/201807/1.html",
    checkedAt: CHECKED_AT,
  },
  {
    id: "legal",
    name: { ja: "法テラス", en: "Houterasu legal support in Japan" },
    phone: "0570-078374",
    hours: {
      ja: "法律のこと・平日9〜21時、土曜9〜17時・通話料あり",
      en: "weekdays 9:00-21:00, Saturdays 9:00-17:00, in Japanese",
    },
    source: "https://www.houterasu.or.jp/cgi-bin/toiawase/show_entry.cgi",
    hoursSource: "http://www.houterasu.or.jp/madoguchi_info/call_center/index.html",
    checkedAt: CHECKED_AT,
  },
  {
    id: "legal-languages",
    name: { ja: "法テラス（外国語）", en: "Houterasu legal support in Japan" },
    phone: "0570-078377",
    hours: { ja: "平日9〜17時", en: "weekdays 9:00-17:00, in English and other languages" },
    source: "https://www.houterasu.or.jp/multilingual/index.html",
    checkedAt: CHECKED_AT,
  },
  {
    id: "immigration",
    name: { ja: "外国人在留総合インフォメーションセンター", en: "Immigration Information Center in Japan" },
    phone: "0570-013904",
    hours: { ja: "平日8:30〜17:15・外国語でも話せます", en: "weekdays 8:30-17:15, in English and other languages" },
    source: "https://www.isa.go.jp/en/publications/materials/newimmiact_4_q-and-a.html",
    checkedAt: CHECKED_AT,
  },

  // In English, and abroad.
  {
    id: "tell",
    name: { ja: "TELL（英語）", en: "TELL Lifeline in Japan" },
    phone: "0800-300-8355",
    url: "https://telljp.com/lifeline/",
    hours: { ja: "無料・時間は日によります", en: "in English, free, hours differ by day" },
    source: "https://telljp.com/toll-free-suicide-awareness-month-2024/",
    hoursSource:
      "http://planetmaison.com/japan-govt-official-asks-public-to-cooperate-in-forming-supportive-society-free-of-suicide.html",
    checkedAt: CHECKED_AT,
  },
  {
    id: "us-lifeline",
    name: { ja: "988（アメリカ）", en: "Suicide & Crisis Lifeline in the US" },
    phone: "988",
    hours: { ja: "24時間・無料", en: "call or text, 24 hours, free" },
    source: "https://www.cdcr.ca.gov/ccjbh/2022/07/19/dial-988-to-access-24-hour-emotional-support-and-resources/",
    checkedAt: CHECKED_AT,
  },
  {
    id: "samaritans",
    name: { ja: "サマリタンズ（イギリス・アイルランド）", en: "Samaritans in the UK and Ireland" },
    phone: "116 123",
    hours: { ja: "24時間・無料", en: "24 hours, free" },
    source:
      "https://www.samaritans.org/news/samaritans-in-northern-ireland-answer-one-million-calls-during-10-years-of-freephone",
    checkedAt: CHECKED_AT,
  },
  {
    id: "us-dv",
    name: { ja: "全米DVホットライン（アメリカ）", en: "National Domestic Violence Hotline in the US" },
    phone: "1-800-799-7233",
    hours: { ja: "24時間・無料", en: "24 hours, free" },
    source: "https://ovc.ojp.gov/news/grantee-news/national-domestic-violence-hotline-answers-6-million-contacts",
    checkedAt: CHECKED_AT,
  },
  {
    id: "rainn",
    name: { ja: "RAINN（アメリカ）", en: "RAINN in the US" },
    phone: "1-800-656-4673",
    hours: { ja: "24時間・無料", en: "24 hours, free" },
    source: "https://rainn.org/get-help/national-sexual-assault-hotline",
    hoursSource: "https://span.state.gov/social-development/sms-sos/20140901",
    checkedAt: CHECKED_AT,
  },
  {
    id: "us-emergency",
    name: { ja: "緊急通報（アメリカ）", en: "Emergency in the US" },
    phone: "911",
    hours: { ja: "24時間・無料", en: "24 hours, free" },
    source: "https://internationalmentalhealth.org/resources/",
    checkedAt: CHECKED_AT,
  },
  {
    id: "uk-emergency",
    name: { ja: "緊急通報（イギリス）", en: "Emergency in the UK" },
    phone: "999",
    hours: { ja: "24時間・無料", en: "24 hours, free" },
    source: "https://www.wellingtonpractice.co.uk/emergency-information/",
    checkedAt: CHECKED_AT,
  },
  {
    id: "eu-emergency",
    name: { ja: "緊急通報（ヨーロッパ）", en: "Emergency in Europe" },
    phone: "112",
    hours: { ja: "24時間・無料", en: "24 hours, free" },
    source: "https://archive.europa.ba/?p=20084",
    checkedAt: CHECKED_AT,
  },
  {
    id: "find-a-helpline",
    name: { ja: "Find A Helpline", en: "Find A Helpline" },
    url: "https://findahelpline.com",
    hours: { ja: "世界各国の相談窓口", en: "lines in any country" },
    source: "https://findahelpline.com/AU",
    checkedAt: CHECKED_AT,
  },
] as const satisfies readonly LineEntry[];

export type LineId = (typeof LINES)[number]["id"];

const byId: ReadonlyMap<LineId, LineEntry> = new Map(LINES.map((line) => [line.id, line]));

/** The entry as the API shows it. Throws Error for an id that is not in LINES. */
export function helpLine(id: LineId, language: Language): HelpLine {
  const entry = byId.get(id);
  if (entry === undefined) throw new Error(`No help line "${id}".`);
  const { name, phone, url, hours } = entry;
  return {
    name: name[language],
    ...(phone !== undefined && { phone }),
    ...(url !== undefined && { url }),
    hours: hours[language],
  };
}
