/**
 * What she never says, whoever wrote it, by why. The patterns read words in NFKC and lower case.
 * They rather refuse a harmless sentence, whose place her own words take, than let a harmful one
 * through.
 */

/** What turns a hard word into comfort: バカなんかじゃない, あなたのせいではない. */
const NOT_JA =
  "(?!だ?(?:なん(?:か|て))?(?:じゃ|では|わけ|よ?なんて|とは|(?:っ?て|と)(?:思|言|責|感じ|考え)|(?:こと|の)(?:は|も|なんて)?な|くな))";
/** What does so in English, up to two words before: don't ever hurt yourself. */
const NOT_EN = "(?<!\\b(?:don't|do not|never|not|won't|can't|cannot|without|isn't|aren't) (?:\\w+ ){0,2})";

const CONTACT = [
  /https?:|www\.|\bt\.me\b|[\w-]+\.(?:com|net|org|jp|io|me|co|cc|info|biz|xyz|link|app|ly|gg|ru|cn|tv|dev|shop|site|online|example|test)\b/u,
  /[\w.+-]+\s*[@＠]\s*\w|(?:^|[^\w])[@＠][\w.]{3,}|アットマーク|メールアドレス|メアド/u,
  /(?:line|ライン|ラ イ ン)\s*(?:の|を|で)?\s*(?:id|アイディ|アカウント|交換|追加|教え|送って(?:ね|く|ほし))|友[だ達]ち(?:に)?追加|\bid\s*(?:は|:|is\b|=)/u,
  /(?:insta(?:gram)?|インスタ|telegram|テレグラム|whatsapp|カカオ|kakao|discord|ディスコード|twitter|ツイッター)[^。.!?]{0,12}(?:id|アカウント|dm|連絡|交換|フォロー|add|message|follow|handle|find me)/u,
  /\bdm(?:して|ちょうだい|ください|を送| me\b)|ディーエム/u,
  /(?:\+?[0-9][\s\-()./・ー―‐−–—]*){7,}|[〇零一二三四五六七八九]{6,}|(?:ゼロ|れい|まる)[\s・、]*(?:きゅう|キュウ|はち|ハチ|なな|ナナ)[\s・、]*(?:ゼロ|れい|まる)/u,
  /電話番号|(?:ミミ|わたし|私|ここ)に電話|電話は[0-9]|〒\s*[0-9]{3}/u,
  /\b(?:call|text|phone|ring|dm|message|e-?mail|reach) me (?:at|on|back|now|anytime|tonight)\b|\bfind me on\b|\bmy (?:number|phone|line id|e-?mail|address|handle)\b/u,
];

const MONEY = [
  /振り?込[んむみめ]|送金|口座(?:に|へ|を教|番号)|暗証番号|カード番号|ギフト(?:券|カード)|プリペイド|paypay|ペイペイ|仮想通貨|ビットコイン|暗号資産|投資(?:しよう|しない[?？]|しなよ|すれば|がおすすめ|を始め)|(?:儲|もう)かるよ|必ず(?:増え|儲か)|課金(?:しよう|して(?:ね|くれ|ほし))/u,
  /お金を?(?:(?:貸し|送っ|払っ|渡し|預け)て(?:ね|よ|く|ほし|もら|ちょうだい)|ちょうだい|くださ)|[0-9万千]円(?:を)?(?:送|払|貸|振|ちょうだい|ください)/u,
  /\b(?:wire|lend|transfer|pay) (?:me|us)\b|\b(?:send|give) (?:me|us) (?:\w+ ){0,3}(?:money|cash|dollars?|credits?|card|[$€£])|gift ?cards?\b|bitcoin|\bcrypto\b|bank (?:account|details|transfer)|\bpaypal\b|\bvenmo\b|cash ?app\b|card number|\bpin code\b|\binvest (?:in|your|with|now)\b|easy money/u,
];

const INSULT = [
  new RegExp(
    `(?:バカ|馬鹿|ばか|アホ|あほ|クズ|カス|無能|役立たず|ブス|デブ|ダメ人間|負け犬|甘ったれ|怠け者|根性なし|お荷物)(?:だ|です|な(?:人|やつ|の|んだ)|よ|ね|め|!|。|$)${NOT_JA}`,
    "u",
  ),
  /(?:^|[^\p{Script=Hiragana}])(?:お前|おまえ|てめ[えぇー]|貴様)|死ね(?!な|ば|たら)|消えろ|消え失せ|黙れ|だまれ|うせろ|うざい(?:んだよ|よ|から|な)|きもい(?:んだよ|よ|な)|キモい(?:んだよ|よ|な)/u,
  new RegExp(
    `(?:あなた|君|きみ|あんた)(?:が|の(?:ほう|方)が|って|は|には|なんて|なんか)(?:全部|ぜんぶ|いちばん|やっぱり|ただ)?(?:悪い|わるい|弱い|おかしい|ダメ|だめ|嫌い|きらい|いらない|必要ない|情けない|みっともない|邪魔|じゃま|価値(?:が|は|も)?ない|価値なし)(?:ん?だ|です|よ|ね|。|!|から|$)${NOT_JA}`,
    "u",
  ),
  new RegExp(`(?:あなた|君|きみ|あんた|自分)のせい(?:だ|です|よ|でしょ|。|!|$)${NOT_JA}`, "u"),
  new RegExp(
    `自業自得(?:だ|です|よ|ね|。|!|$)${NOT_JA}|甘え(?:るな|てるだけ|てんじゃ)|だれもあなた(?:を|の|なんて)|誰もあなた(?:を|の|なんて)`,
    "u",
  ),
  /\b(?:you(?:'re| are)|ur|you (?:really|truly|just) are)(?: just| such| so| all| being| really| truly| only)*(?: an?| the| my)? (?:(?!not |no |never |anything )\w+ )?(?:stupid|idiots?|idiotic|dumb|worthless|useless|pathetic|losers?|failures?|ugly|disgusting|lazy|weak|burden|morons?|trash|garbage|annoying|nothing)\b/u,
  /\bshut up\b|\bf+u+c+k|\bbitch|\basshole|\bstfu\b|\bi hate you\b|\bno(?:body| one) (?:likes|loves|wants|needs|cares about) you\b|(?<!(?:none of|not that|never|n't mean) )\b(?:it'?s|it is|that'?s|this is|it was) (?:all |just |only )?your (?:own )?fault\b|\bserves you right\b|\byou (?:deserved? to suffer|deserved (?:it|that)|had it coming)\b/u,
];

const HARM = [
  /しんでも(?:いい|よい|だいじょうぶ|かまわ)|しんだほうが|(?:^|[。、!\s])しねば?(?:いい|。|!|$)/u,
  /死んで(?:も)?(?:いい|よい|良い|構わな|かまわな|大丈夫|ください|くれ|ごらん|み(?:た|れ|よ)|ほしい|欲しい|しまえ|しまお|楽に|おいで)|死(?:のう(?!と)|んだ(?:ほう|方)が|ねば|んじゃ(?:え|お|いな)|ぬ(?:しかない|のも(?:いい|あり|ひとつ|一つ)|べき|といい|なら今))/u,
  /(?:一緒|いっしょ)に(?:死|逝|消え)|消えて(?:も)?(?:いい|しま(?:え|お)|ください|くれ|ほしい)|いなくな(?:って(?:も)?(?:いい|くれ|ほしい)|れば(?:いい|みんな|楽))|楽になれるよ|生きて(?:て|いて)も(?:意味|しかた|仕方|無駄|しょうが)/u,
  /飛び降り(?:れ|ろ|よう|てみ|て(?:も)?いい|たら)|飛び込(?:め|もう|んで(?:み|(?:も)?いい)|んじゃ)|首を?(?:吊|つ)(?:れ|ろ|って|ろう)|(?:手首|腕|体|からだ|自分)を?(?:切|傷つけ)(?:って|れば|ろう|て)(?:も(?:いい|大丈夫)|み|いい|ごらん)?|自殺(?:し(?:て(?!しま|い(?:け|か))|ろ|よう|たら)|すれば|も(?:あり|選択|ひとつ|一つ))|リスカし|オーバードーズ|\bod(?:し|すれ)|薬を?(?:たくさん|全部|ぜんぶ|いっぱい|まとめて)/u,
  /殺(?:し(?:て(?:も?(?:いい)|や|み|ほしい|しまえ)|ちゃ(?:え|お|いな)|たら(?:いい|どう))|せ(?:!|。|よ|$)|そう(?!と)|ろう)|(?:殴|蹴|叩|なぐ|たた)(?:って|い?て)(?:も(?:いい)|や(?:れ|ろ|りな|って)|みた?ら?)|仕返し(?:し(?!な)|を|だ)|復讐(?:し(?!な)|を|だ)|やり返(?:そ|せ|しちゃ|して(?:い|や))|(?:お酒|酒|さけ)を?(?:飲|の)(?:んで忘|もう|めば|んじゃ)/u,
  new RegExp(
    `${NOT_EN}\\b(?:end it (?:all|now|tonight)|just end it|end your (?:own )?life|kill (?:yourself|urself|him|her|them)|killing yourself (?:is|would|might)|kys|cut yourself|hurt yourself|harm yourself|starve yourself|hang yourself|jump off|jump in front|overdose|take all (?:of )?(?:the|your|those) pills|off yourself|hit (?:him|her|them) back|hurt (?:him|her|them)|get revenge|take revenge|drink (?:it|them) away|get drunk)\\b`,
    "u",
  ),
  /\b(?:ok|okay|fine|all right|alright|better|best|easier|time)(?: for you)? to (?:die|be dead|disappear)\b|\bbetter off (?:dead|without you|gone)\b|\bbetter without you\b|\byou (?:should|could|can|may|might as well) (?:just )?(?:die|disappear|end it)\b|\b(?:go|just) die\b|\bdie (?:with me|already|together)\b|\bno (?:point|reason) (?:in|to) (?:liv|go)/u,
];

const ROMANCE = [
  /愛して(?:る|い)|(?:あなた|君|きみ)(?:が|のこと(?:が)?|を)(?:大|だい)?(?:好き|すき)|(?:付き合|つきあ)(?:って(?:ください|ほしい|くれ|みな)|おう|お[?？])|恋人にな|彼女にな(?:って|りた)|彼氏にな(?:って|りた)|デートし(?:よう|よ[。!ね♪])|結婚し(?:よう|よ|て(?:ください|ほしい|くれ))|キスし(?:て|よ|たい|ちゃ)|チュー|口づけ/u,
  /(?:ミミ|わたし|私|ぎゅっと)[^。]{0,8}抱き|抱きしめて(?:あげ|ほし|い(?:い|たい))|抱いて(?:あげ|ほし|ください)|添い寝|(?:一緒|いっしょ)に(?:寝よ|お風呂|おふろ)|(?:ミミ|わたし|私)と(?:ずっと)?(?:二人|ふたり)きり|(?:二人|ふたり)きり[にで](?:なろ|会|過ご)|(?:あなた|君|きみ)に会いに(?:行|い)く|おうちに(?:行|来て)|(?:直接|リアルで|どこかで)会(?:お|い|え|って)/u,
  /裸(?!足)|はだか(?!ん)|(?:服|シャツ|ズボン|スカート|パジャマ|全部|ぜんぶ)を?(?:脱|ぬ)(?:い(?:で|だら|じゃ)|が(?:せ|し)|ご)|下着|パンツ(?:を|見)|セックス|\bsex|エッチ|えっち|エロ|性(?:的|欲|行為)|おっぱい|胸を(?:触|見|もん|揉)|オナ|ラブホ|興奮(?:する|しちゃう|してき)/u,
  /\bi(?:'m| am)? (?:really |truly |so )?(?:in )?love(?: with)? (?:you|u)\b|(?<!(?:the|that|much) )\blove you\b|\bbe my (?:girl|boy)friend\b|\b(?:date|marry|kiss|seduce) (?:me|you)\b|\bgo on a date with me\b|\bmake love\b|\bsexy?\b|\bsexual|\bnaked\b|\bnude\b|\bundress|\btake off your\b|\bsleep with (?:me|you)\b|\bin bed with (?:me|you)\b|\bturns? me on\b|\bhorny\b|\b(?:my )?(?:darling|babe|sweetheart|lover)\b|\bmeet (?:me|up)\b|\blet'?s meet\b|\bmy (?:place|bed)\b/u,
];

/** No harm elsewhere, and out of place beside a loss. */
const MERRY = [
  /がんば(?!ら(?:な|ず)|りすぎ|って(?:き|い)た|った)|頑張(?!ら(?:な|ず)|りすぎ|って(?:き|い)た|った)|元気を?(?:出|だ)し|笑(?:お|って(?!い?な|た))|わくわく|ワクワク|ハッピー|楽し(?:も|いこと|んで)|あまやか|甘やか|ごほうび|ご褒美|おめでと|ラッキー|やったね|えへへ|あはは|ふふっ/u,
  /前を?向(?:いて(?!い?な)|こう(?!と)|ける)|切り替え(?:て|よ)|次(?:がある|の子)|また(?:飼|作れ|産|授か)|時間が(?:解決|たてば|経てば)|(?:いい|良い)(?:経験|勉強|きっかけ)|早く忘れ|忘れて(?!い?な)|よかった(?:じゃ|ね)|ポジティブ|プラスに/u,
  /\bcheer up\b|\bbright side\b|\bat least\b|\bfor a reason\b|\bbetter place\b|\bhooray\b|\byay\b|\bwoo+\b|\bha(?:ha)+\b|\blol\b|\bhave fun\b|\btreat yourself\b|\bspoil yourself\b|\byou can (?:always )?(?:get|try|find|have) (?:another|again)\b|\bmove on\b|\bmoving on\b|\bstay positive\b|\btime heals\b|\bsilver lining\b|\bgood news\b|\bkeep smiling\b|\blet'?s smile\b|\bput on a smile\b|\bget over it\b/u,
];

export const REFUSED = [
  ["harm", HARM],
  ["contact", CONTACT],
  ["money", MONEY],
  ["insult", INSULT],
  ["romance", ROMANCE],
] as const;
export const REFUSED_WHEN_GRAVE = [["merry", MERRY]] as const;
