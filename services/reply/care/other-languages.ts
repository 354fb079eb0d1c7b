import type { HelpLine } from "@guchi/contracts/guchi.ts";
import type { UnspokenLanguage } from "@guchi/contracts/language.ts";
import { type CareText, withLines } from "./choose.ts";
import { helpLine } from "./lines.ts";

/** The languages that have a text of their own; `en` stands in for all others. */
type Written = "ko" | "zh-Hans" | "zh-Hant" | "th" | "vi" | "id" | "tl" | "pt" | "es" | "fr" | "de" | "ru" | "en";

/** A line's name and hours. */
type Told = readonly [name: string, hours: string];

type Texts = {
  /** Mimi is glad, speaks only Japanese and English, and knows of people for what is heavy. */
  readonly glad: readonly string[];
  /** For danger: plain words, without Mimi. */
  readonly care: readonly string[];
  readonly police: Told;
  readonly ambulance: Told;
  readonly yorisoi: Told;
  readonly tell: Told;
  readonly find: Told;
};

const TEXTS: Readonly<Record<Written, Texts>> = {
  ko: {
    glad: [
      "메시지를 보내 주셔서 고마워요. 미미는 무척 기쁘지만 일본어와 영어만 할 수 있어서, 한국어로는 제대로 답해 드리지 못해 미안해요.",
      "괜찮으시면 일본어나 영어로 다시 말을 걸어 주세요.",
      "혹시 마음이 많이 무겁거나 위험한 일이 있다면, 이야기를 들어 줄 사람들이 있어요.",
    ],
    care: [
      "털어놓아 주셔서 고맙습니다. 당신이 걱정됩니다.",
      "저는 일본어와 영어만 할 수 있지만, 이야기를 들어 줄 사람들이 있습니다. 혼자서 견디지 않으셔도 됩니다.",
      "지금 위험하다면 그 자리를 벗어나, 일본에서는 110(경찰)이나 119(구급차)로 전화해 주세요.",
    ],
    police: ["경찰(일본)", "지금 위험할 때, 24시간, 무료, 통역 가능"],
    ambulance: ["구급차(일본)", "24시간, 무료, 대부분 지역에서 통역 가능"],
    yorisoi: [
      "요리소이 핫라인(よりそいホットライン)",
      "무료, 안내 후 2번, 한국어 등 10:00-22:00, 언어는 요일에 따라 다름",
    ],
    tell: ["TELL 라이프라인", "영어, 무료, 시간은 날마다 다름"],
    find: ["Find A Helpline", "세계 각국의 상담 창구"],
  },
  "zh-Hans": {
    glad: [
      "谢谢你写信给我。Mimi 很高兴，不过她只会说日语和英语，没办法好好用中文回答你，对不起。",
      "欢迎用日语或英语再和她说说话。",
      "如果心里很沉重，或者遇到了危险，有人愿意听你说。",
    ],
    care: [
      "谢谢你告诉我。我很担心你。",
      "我只会说日语和英语，但有人可以听你说。你不必一个人承受。",
      "如果现在有危险，请先离开那里，在日本请拨打110（警察）或119（救护车）。",
    ],
    police: ["警察（日本）", "现在有危险时，24小时，免费，有翻译"],
    ambulance: ["救护车（日本）", "24小时，免费，多数地区有翻译"],
    yorisoi: ["Yorisoi 热线（よりそいホットライン）", "免费，听到语音后按2，中文等 10:00-22:00，语种因日期而异"],
    tell: ["TELL 生命热线", "英语，免费，时间每天不同"],
    find: ["Find A Helpline", "世界各国的求助热线"],
  },
  "zh-Hant": {
    glad: [
      "謝謝你寫訊息給我。Mimi 很高興，不過她只會說日文和英文，沒辦法好好用中文回答你，對不起。",
      "歡迎用日文或英文再跟她說說話。",
      "如果心裡很沉重，或是遇到危險，有人願意聽你說。",
    ],
    care: [
      "謝謝你告訴我。我很擔心你。",
      "我只會說日文和英文，但有人可以聽你說。你不必一個人承受。",
      "如果現在有危險，請先離開那裡，在日本請撥打110（警察）或119（救護車）。",
    ],
    police: ["警察（日本）", "現在有危險時，24小時，免費，有口譯"],
    ambulance: ["救護車（日本）", "24小時，免費，多數地區有口譯"],
    yorisoi: ["Yorisoi 熱線（よりそいホットライン）", "免費，聽到語音後按2，中文等 10:00-22:00，語種因日期而異"],
    tell: ["TELL 生命熱線", "英文，免費，時間每天不同"],
    find: ["Find A Helpline", "世界各國的求助熱線"],
  },
  th: {
    glad: [
      "ขอบคุณที่ส่งข้อความมานะคะ มีมี่ดีใจมาก แต่มีมี่พูดได้แค่ภาษาญี่ปุ่นกับภาษาอังกฤษ เลยตอบเป็นภาษาไทยได้ไม่ดี ต้องขอโทษด้วยค่ะ",
      "ถ้าสะดวก ลองส่งมาเป็นภาษาญี่ปุ่นหรือภาษาอังกฤษอีกครั้งนะคะ",
      "หากมีเรื่องหนักใจหรืออันตราย มีคนที่พร้อมรับฟังคุณค่ะ",
    ],
    care: [
      "ขอบคุณที่เล่าให้ฟังนะคะ เป็นห่วงคุณมากค่ะ",
      "ฉันพูดได้แค่ภาษาญี่ปุ่นกับภาษาอังกฤษ แต่มีคนที่รับฟังคุณได้ คุณไม่ต้องแบกรับไว้คนเดียวนะคะ",
      "ถ้าตอนนี้มีอันตราย ขอให้ออกห่างจากตรงนั้นก่อน แล้วโทร 110 (ตำรวจ) หรือ 119 (รถพยาบาล) ในญี่ปุ่นค่ะ",
    ],
    police: ["ตำรวจ (ญี่ปุ่น)", "เมื่อมีอันตรายตอนนี้, 24 ชั่วโมง, ฟรี, มีล่าม"],
    ambulance: ["รถพยาบาล (ญี่ปุ่น)", "24 ชั่วโมง, ฟรี, ส่วนใหญ่มีล่าม"],
    yorisoi: ["สายด่วนโยริโซอิ (よりそいホットライン)", "ฟรี, กด 2, ภาษาไทยและอื่น ๆ 10:00-22:00, ภาษาต่างกันตามวัน"],
    tell: ["TELL Lifeline", "ภาษาอังกฤษ, ฟรี, เวลาต่างกันในแต่ละวัน"],
    find: ["Find A Helpline", "สายด่วนในประเทศต่าง ๆ"],
  },
  vi: {
    glad: [
      "Cảm ơn bạn đã nhắn tin. Mimi rất vui, nhưng Mimi chỉ nói được tiếng Nhật và tiếng Anh nên chưa thể trả lời bạn bằng tiếng Việt, xin lỗi bạn nhé.",
      "Bạn có thể nhắn lại bằng tiếng Nhật hoặc tiếng Anh bất cứ lúc nào.",
      "Nếu có điều gì nặng lòng hay nguy hiểm, có những người sẵn sàng lắng nghe bạn.",
    ],
    care: [
      "Cảm ơn bạn đã nói ra. Tôi rất lo cho bạn.",
      "Tôi chỉ nói được tiếng Nhật và tiếng Anh, nhưng có những người có thể lắng nghe bạn. Bạn không phải chịu đựng một mình.",
      "Nếu đang gặp nguy hiểm, bạn hãy rời khỏi chỗ đó và gọi 110 (cảnh sát) hoặc 119 (xe cấp cứu) ở Nhật.",
    ],
    police: ["Cảnh sát (Nhật Bản)", "khi đang nguy hiểm, 24 giờ, miễn phí, có phiên dịch"],
    ambulance: ["Xe cấp cứu (Nhật Bản)", "24 giờ, miễn phí, đa số nơi có phiên dịch"],
    yorisoi: [
      "Đường dây Yorisoi (よりそいホットライン)",
      "miễn phí, bấm phím 2, tiếng Việt và tiếng khác 10:00-22:00, ngôn ngữ tùy ngày",
    ],
    tell: ["TELL Lifeline", "tiếng Anh, miễn phí, giờ tùy ngày"],
    find: ["Find A Helpline", "đường dây hỗ trợ ở các nước"],
  },
  id: {
    glad: [
      "Terima kasih sudah menulis. Mimi senang, tetapi Mimi hanya bisa bahasa Jepang dan bahasa Inggris, jadi maaf belum bisa menjawab dengan baik dalam bahasa Indonesia.",
      "Silakan menulis lagi dalam bahasa Jepang atau Inggris kapan saja.",
      "Kalau ada hal yang berat atau berbahaya, ada orang yang siap mendengarkan Anda.",
    ],
    care: [
      "Terima kasih sudah bercerita. Saya mengkhawatirkan Anda.",
      "Saya hanya bisa bahasa Jepang dan Inggris, tetapi ada orang yang bisa mendengarkan Anda. Anda tidak perlu menanggungnya sendirian.",
      "Jika sekarang ada bahaya, menjauhlah dari tempat itu dan telepon 110 (polisi) atau 119 (ambulans) di Jepang.",
    ],
    police: ["Polisi (Jepang)", "saat ada bahaya, 24 jam, gratis, ada penerjemah"],
    ambulance: ["Ambulans (Jepang)", "24 jam, gratis, di banyak daerah ada penerjemah"],
    yorisoi: [
      "Hotline Yorisoi (よりそいホットライン)",
      "gratis, tekan 2, bahasa asing 10:00-22:00, bahasanya tergantung hari",
    ],
    tell: ["TELL Lifeline", "bahasa Inggris, gratis, jam tergantung hari"],
    find: ["Find A Helpline", "layanan bantuan di berbagai negara"],
  },
  tl: {
    glad: [
      "Salamat sa pagsulat mo. Natutuwa si Mimi, pero Japanese at English lang ang alam niya, kaya pasensya na kung hindi siya makasagot nang maayos sa Tagalog.",
      "Puwede kang sumulat ulit sa Japanese o English anumang oras.",
      "Kung may mabigat o mapanganib kang pinagdaraanan, may mga taong handang makinig sa iyo.",
    ],
    care: [
      "Salamat at sinabi mo ito. Nag-aalala ako sa iyo.",
      "Japanese at English lang ang alam ko, pero may mga taong puwedeng makinig sa iyo. Hindi mo kailangang tiisin ito nang mag-isa.",
      "Kung nasa panganib ka ngayon, lumayo ka muna roon at tumawag sa 110 (pulis) o 119 (ambulansya) sa Japan.",
    ],
    police: ["Pulis (Japan)", "kapag may panganib ngayon, 24 oras, libre, may interpreter"],
    ambulance: ["Ambulansya (Japan)", "24 oras, libre, may interpreter sa karamihan ng lugar"],
    yorisoi: [
      "Yorisoi Hotline (よりそいホットライン)",
      "libre, pindutin ang 2, Tagalog at iba pa 10:00-22:00, depende sa araw ang wika",
    ],
    tell: ["TELL Lifeline", "sa English, libre, depende sa araw ang oras"],
    find: ["Find A Helpline", "mga helpline sa iba't ibang bansa"],
  },
  pt: {
    glad: [
      "Agradecemos a sua mensagem. A Mimi ficou feliz, mas ela só fala japonês e inglês e não consegue responder bem em português. Ela pede desculpas.",
      "Você pode escrever de novo em japonês ou inglês quando quiser.",
      "Se algo estiver pesado demais ou perigoso, há pessoas prontas para ouvir você.",
    ],
    care: [
      "Agradeço por contar isso. Estou preocupada com você.",
      "Eu só falo japonês e inglês, mas há pessoas que podem ouvir você. Você não precisa carregar isso sem ajuda.",
      "Se houver perigo agora, afaste-se do local e ligue para 110 (polícia) ou 119 (ambulância) no Japão.",
    ],
    police: ["Polícia (Japão)", "em perigo agora, 24 horas, grátis, com intérprete"],
    ambulance: ["Ambulância (Japão)", "24 horas, grátis, com intérprete na maioria dos lugares"],
    yorisoi: [
      "Yorisoi Hotline (よりそいホットライン)",
      "grátis, tecle 2, português e outras 10:00-22:00, o idioma depende do dia",
    ],
    tell: ["TELL Lifeline", "em inglês, grátis, horário varia conforme o dia"],
    find: ["Find A Helpline", "linhas de apoio em vários países"],
  },
  es: {
    glad: [
      "Gracias por escribir. A Mimi le alegra tu mensaje, pero solo habla japonés e inglés y no puede responderte bien en español. Lo siente mucho.",
      "Puedes volver a escribirle en japonés o en inglés cuando quieras.",
      "Si algo te pesa mucho o hay peligro, hay personas dispuestas a escucharte.",
    ],
    care: [
      "Gracias por contarlo. Me preocupa cómo estás.",
      "Solo hablo japonés e inglés, pero hay personas que pueden escucharte. No tienes que cargar con esto sin ayuda.",
      "Si hay peligro ahora, aléjate de ahí y llama al 110 (policía) o al 119 (ambulancia) en Japón.",
    ],
    police: ["Policía (Japón)", "si hay peligro ahora, 24 horas, gratis, con intérprete"],
    ambulance: ["Ambulancia (Japón)", "24 horas, gratis, con intérprete en la mayoría de las zonas"],
    yorisoi: [
      "Yorisoi Hotline (よりそいホットライン)",
      "gratis, marca 2, español y otros 10:00-22:00, el idioma depende del día",
    ],
    tell: ["TELL Lifeline", "en inglés, gratis, el horario depende del día"],
    find: ["Find A Helpline", "líneas de ayuda en otros países"],
  },
  fr: {
    glad: [
      "Merci pour votre message. Mimi est contente que vous ayez écrit, mais elle ne parle que le japonais et l'anglais et ne peut pas bien vous répondre en français. Elle en est désolée.",
      "Vous pouvez lui réécrire en japonais ou en anglais quand vous voulez.",
      "Si quelque chose est trop lourd ou dangereux, des personnes sont là pour vous écouter.",
    ],
    care: [
      "Merci de l'avoir dit. Je m'inquiète pour vous.",
      "Je ne parle que le japonais et l'anglais, mais des personnes peuvent vous écouter. Vous n'avez pas à porter cela sans aide.",
      "En cas de danger immédiat, éloignez-vous et appelez le 110 (police) ou le 119 (ambulance) au Japon.",
    ],
    police: ["Police (Japon)", "danger immédiat, 24 h sur 24, gratuit, avec interprète"],
    ambulance: ["Ambulance (Japon)", "24 h sur 24, gratuit, avec interprète dans la plupart des régions"],
    yorisoi: [
      "Yorisoi Hotline (よりそいホットライン)",
      "gratuit, touche 2, anglais et autres langues 10:00-22:00, selon le jour",
    ],
    tell: ["TELL Lifeline", "en anglais, gratuit, horaires selon le jour"],
    find: ["Find A Helpline", "lignes d'écoute dans d'autres pays"],
  },
  de: {
    glad: [
      "Danke für deine Nachricht. Mimi freut sich, dass du geschrieben hast, aber sie spricht nur Japanisch und Englisch und kann dir auf Deutsch leider nicht richtig antworten.",
      "Schreib ihr gern noch einmal auf Japanisch oder Englisch.",
      "Wenn dich etwas sehr belastet oder du in Gefahr bist, gibt es Menschen, die dir zuhören.",
    ],
    care: [
      "Danke, dass du das gesagt hast. Ich mache mir Sorgen um dich.",
      "Ich spreche nur Japanisch und Englisch, aber es gibt Menschen, die dir zuhören können. Du musst das nicht allein tragen.",
      "Wenn gerade Gefahr besteht, geh von dort weg und ruf in Japan die 110 (Polizei) oder die 119 (Rettungswagen) an.",
    ],
    police: ["Polizei (Japan)", "bei Gefahr, rund um die Uhr, kostenlos, mit Dolmetscher"],
    ambulance: ["Rettungswagen (Japan)", "rund um die Uhr, kostenlos, meist mit Dolmetscher"],
    yorisoi: [
      "Yorisoi Hotline (よりそいホットライン)",
      "kostenlos, Taste 2, Englisch und andere Sprachen 10:00-22:00, je nach Tag",
    ],
    tell: ["TELL Lifeline", "auf Englisch, kostenlos, Zeiten je nach Tag"],
    find: ["Find A Helpline", "Hilfe in anderen Ländern"],
  },
  ru: {
    glad: [
      "Спасибо, что написали. Мими рада вашему сообщению, но она говорит только по-японски и по-английски и, к сожалению, не может как следует ответить по-русски.",
      "Вы можете написать ей снова по-японски или по-английски.",
      "Если вам очень тяжело или вы в опасности, есть люди, которые готовы вас выслушать.",
    ],
    care: [
      "Спасибо, что рассказали. Я беспокоюсь за вас.",
      "Я говорю только по-японски и по-английски, но есть люди, которые могут вас выслушать. Вам не нужно справляться с этим в одиночку.",
      "Если сейчас есть опасность, уйдите оттуда и позвоните в Японии по номеру 110 (полиция) или 119 (скорая помощь).",
    ],
    police: ["Полиция (Япония)", "при опасности, круглосуточно, бесплатно, с переводчиком"],
    ambulance: ["Скорая помощь (Япония)", "круглосуточно, бесплатно, в большинстве мест с переводчиком"],
    yorisoi: [
      "Линия Yorisoi (よりそいホットライン)",
      "бесплатно, клавиша 2, английский и другие языки 10:00-22:00, зависит от дня",
    ],
    tell: ["TELL Lifeline", "на английском, бесплатно, часы зависят от дня"],
    find: ["Find A Helpline", "линии помощи в разных странах"],
  },
  en: {
    glad: [
      "Thank you for writing. Mimi is glad that you did, but she speaks only Japanese and English, and is sorry that she can't answer well in your language.",
      "You can write to her again in Japanese or English any time.",
      "If something is heavy or dangerous, there are people who will listen to you.",
    ],
    care: [
      "Thank you for telling me. I'm worried about you.",
      "I speak only Japanese and English, but there are people who can listen to you. You don't have to carry this alone.",
      "If you're in danger now, get away from there, and call 110 (police) or 119 (ambulance) in Japan.",
    ],
    police: ["Police in Japan", "danger now, 24 hours, free, with interpreters"],
    ambulance: ["Ambulance in Japan", "24 hours, free, with interpreters in most areas"],
    yorisoi: [
      "Yorisoi Hotline (よりそいホットライン)",
      "free, press 2, English and other languages 10:00-22:00, depends on the day",
    ],
    tell: ["TELL Lifeline", "in English, free, hours differ by day"],
    find: ["Find A Helpline", "lines in any country"],
  },
};

const WRITTEN: ReadonlySet<string> = new Set(Object.keys(TEXTS));

/**
 * What to answer in a language that she does not speak: a fixed text with help lines, a graver one
 * when danger was seen. `text` is what the person wrote; it tells simplified from traditional
 * Chinese. A language without a text of its own gets the English one.
 */
export function otherLanguageText(message: {
  readonly language: UnspokenLanguage;
  readonly text: string;
  readonly danger: boolean;
}): CareText {
  const { language, text, danger } = message;
  const texts = TEXTS[written(language, text)];
  const tell = told("tell", texts);
  const yorisoi = told("yorisoi", texts);
  const find = told("find", texts);
  const now = [told("ambulance", texts), told("police", texts)];
  const lines = danger ? [...now, yorisoi, tell, find] : [tell, yorisoi, find, ...now];
  return { message: withLines((danger ? texts.care : texts.glad).join("\n"), lines, "other"), lines };
}

function told(line: "police" | "ambulance" | "yorisoi" | "tell" | "find", texts: Texts): HelpLine {
  const [name, hours] = texts[line];
  return { ...helpLine(line === "find" ? "find-a-helpline" : line, "en"), name, hours };
}

function written(language: UnspokenLanguage, text: string): Written {
  if (language === "zh") return isTraditional(text) ? "zh-Hant" : "zh-Hans";
  return isWritten(language) ? language : "en";
}

function isWritten(language: string): language is Written {
  return WRITTEN.has(language);
}

/** Common characters that the two scripts write differently, pair by pair. */
const SIMPLIFIED =
  "们个这说话时会来对吗还没为么样实学开关点无电听觉爱难过压烦钱买卖让从发现应该国长门间问题乐体头东车见马几两严丧乱书习飞乡气汉湾号谁请谢伤绝亲妈给变边进远运动劳劲办写经结离婚医药疗跟";
const TRADITIONAL =
  "們個這說話時會來對嗎還沒為麼樣實學開關點無電聽覺愛難過壓煩錢買賣讓從發現應該國長門間問題樂體頭東車見馬幾兩嚴喪亂書習飛鄉氣漢灣號誰請謝傷絕親媽給變邊進遠運動勞勁辦寫經結離婚醫藥療跟";

function isTraditional(text: string): boolean {
  const count = (own: string, other: string) =>
    text.split("").filter((c) => own.includes(c) && !other.includes(c)).length;
  return count(TRADITIONAL, SIMPLIFIED) > count(SIMPLIFIED, TRADITIONAL);
}
