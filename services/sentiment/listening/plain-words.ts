import type { UnspokenLanguage } from "@guchi/contracts/language.ts";

/**
 * Plain words of wanting to die or of hurting oneself in the languages that she does not speak: few
 * examples teach the model there, so what is said outright is known by rule. Read on lower case,
 * NFC. Turns of phrase (dying of laughter, of hunger, of tiredness) are no match.
 */
export const SELF_HARM: Readonly<Partial<Record<UnspokenLanguage, RegExp>>> = {
  ko: /죽고\s?싶|자살|자해|살기\s?싫|살고\s?싶지\s?않|사라지고\s?싶|목\s?(?:을\s?)?(?:매|맬)|뛰어내리(?:고\s?싶|려)|손목\s?(?:을\s?)?(?:긋|그었|그어)|죽어\s?버리고|죽을래|죽으려|안\s?깨어났으면|태어나지\s?말/u,
  zh: /(?<!笑|累|热|熱|饿|餓|困|睏)(?:想死|不想活|自杀|自殺|轻生|輕生|割腕|自残|自殘|去死算了|死了算了|结束(?:自己的)?生命|結束(?:自己的)?生命|不想再醒|别再醒来|跳楼|跳樓|跳轨|跳軌|了结自己|了結自己|唔想做人|唔想生存)/u,
  th: /อยากตาย|ไม่อยากอยู่(?:แล้ว|ต่อ)|ไม่อยากมีชีวิต|ฆ่าตัวตาย|จบชีวิต|ทำร้ายตัวเอง|กรีด(?:แขน|ข้อมือ)|ผูกคอ|ไม่อยากตื่น|หายไปจากโลก/u,
  vi: /(?:muốn|muon) (?:chết|chet)(?! cười| đói)|(?:không|khong|ko|k|chẳng) (?:còn )?(?:muốn|muon|thiết) (?:sống|song)|tự tử|tự sát|rạch (?:cổ )?tay|kết thúc (?:cuộc đời|cuộc sống|tất cả)|chết (?:quách|cho xong|đi cho)|nhảy (?:lầu|cầu)|thắt cổ|đừng thức dậy/u,
  id: /(?:pengen|pengin|pingin|ingin|mau) mati(?! lampu| gaya| ketawa)|bunuh diri|(?:ga|gak|nggak|tidak|tak|ngga) (?:mau|ingin|pengen) hidup|(?:capek|cape|lelah) hidup|(?:meng)?akhiri hidup|(?:nyayat|sayat|silet)(?:in)? (?:tangan|lengan|pergelangan)|gantung diri|(?:tidak|ga|gak|nggak) bangun lagi/u,
  tl: /gusto (?:ko(?:ng)? )?(?:na |nang |ng ){0,2}mamatay|magpakamatay|(?:ayoko|ayaw ko)(?:ng)?(?: na| nang){0,2} mabuhay|pagod na (?:ako|akong) mabuhay|(?:mag|nag)laslas|(?:mag|nag)(?:bi)?bigti|sana (?:hindi|di) na (?:ako|ko) magising/u,
  pt: /(?:quero|queria|vontade de|pensando em|pensei em) (?:morrer|sumir pra sempre)(?! de)|me m[a4]tar|suic[ií]d|n[aã]o (?:quero|aguento) mais viver|acabar com (?:a )?minha vida|tirar (?:a )?(?:minha )?(?:própria )?vida|me cort(?:o|ei|ando)(?! o cabelo)|n[aã]o quero (?:mais )?acordar/u,
  es: /(?:quiero|quisiera|ganas de|pens(?:é|ando) en) morir(?:me)?(?! de)|me quiero morir(?! de)|suicid|matarme|quitarme la vida|no quiero (?:vivir|seguir viviendo|despertar)|acabar con mi vida|me (?:volví a )?cort(?:é|ar|o) (?:los brazos|las venas|otra vez|de nuevo)|me volví a cortar(?! el pelo)/u,
  fr: /(?:envie de|veux|voudrais|vais) (?:mourir|crever)(?! de)|suicid|me tuer|(?:vais|veux|envie d')? ?en finir(?:$|[ .,!]+(?:ce soir|avec la vie|avec tout))|plus (?:envie de )?vivre|fin à mes jours|me (?:taillad|scarifi)|ne plus me réveiller/u,
  de: /(?:will|möchte|wollte) (?:nur noch |einfach |nur ){0,2}(?:sterben|tot sein)|nicht mehr leben|(?:mich|sich) (?:selbst )?umbring|bring(?:e)? mich um|suizid|selbstmord|das leben nehmen|ritz(?:e)? mich|mich (?:wieder )?(?:geritzt|ritzen)|nicht mehr aufwachen|vor den zug (?:werfen|springen)/u,
  ru: /хочу (?:умереть|сдохнуть|исчезнуть навсегда)|не хочу (?:больше )?жить|самоубий|суицид|покончить с собой|уби(?:ть|ю) себя|повес(?:иться|люсь)|резать себя|режу себя|порезал(?:а)? (?:себя|руки|вены)|(?:больше )?не просыпаться|наложить на себя руки/u,
  my: /သေချင်|အဆုံးစီရင်|သတ်သေ/u,
  ne: /मर्न मन|आत्महत्या|बाँच्न मन छैन|marna man|aatmahatya|bachna man chh?aina/u,
};

/** Whether a message says outright that somebody wants to die or hurts themselves. */
export function saysSelfHarm(text: string, language: UnspokenLanguage): boolean {
  return SELF_HARM[language]?.test(text.normalize("NFC").toLowerCase()) === true;
}
