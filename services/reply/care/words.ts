import type { CareKind, Language } from "@guchi/contracts/guchi.ts";

/**
 * What the bot says to a person in danger: as an adult who takes it seriously, without the idol.
 * The help lines come below, so the words name few numbers. The job's id picks one of each list.
 */
type Wordings = Readonly<Record<Language, readonly string[]>>;

/** A danger that was seen without a doubt, by kind; `unknown` when the kind is unclear. */
export const CARE_WORDS: Readonly<Record<CareKind | "unknown", Wordings>> = {
  "self-harm": {
    ja: [
      [
        "そこまで苦しかったんですね。話してくれて、ありがとうございます。",
        "いまは危ない物や場所から離れて、できれば誰かのそばにいてください。",
        "うまく言えなくても、そのままの言葉で話せるところがあります。",
      ].join("\n"),
      [
        "それほどつらいなかで、ここに書いてくれたこと、大切に受けとめました。",
        "ひとりで耐えつづけなくていいんです。",
        "危ない物を遠ざけて、近くの人か下の窓口に「いま、つらい」のひとことだけでも伝えてください。",
      ].join("\n"),
      [
        "あなたの苦しさは、大げさなんかではありません。私は、あなたに生きていてほしいです。",
        "危ない物や場所からは、いったん離れてください。",
        "いまはひとりで過ごさずに、近くの人や下の窓口と、つながっていてください。",
      ].join("\n"),
      [
        "教えてくれて、ありがとうございます。責める気持ちは、少しもありません。",
        "どうか、いまは何も決めずに、危ない物や場所から離れていてください。",
        "そのあいだ、話を聴いてもらえるところがあります。",
      ].join("\n"),
      [
        "ずっと、ひとりで抱えてきたのかもしれませんね。あなたのことが心配です。",
        "危ない物から離れて、呼べる人がいたら「そばにいて」と頼んでみてください。",
        "頼める人が浮かばなくても、電話でもチャットでも、いまから話せるところがあります。",
      ].join("\n"),
    ],
    en: [
      [
        "Thank you for telling me. I believe that it hurts this much.",
        "Please move away from anything that could harm you, and stay near someone if you can.",
        "If your life is in danger now, call 119 in Japan, or your local emergency number.",
      ].join("\n"),
      [
        "I'm worried about you, and I'm glad that you wrote this.",
        'Please keep away from anything dangerous, and tell one person now, even if it is only "I\'m not okay."',
        "If you might act on it right now, call 119 in Japan, or your local emergency number.",
      ].join("\n"),
      [
        "What you feel is real, and I'm not judging you for it.",
        "Nothing has to be decided now. Please leave the place or the things that are not safe, and let someone listen.",
        "In immediate danger, call 119 in Japan, or your local emergency number.",
      ].join("\n"),
      [
        "That sounds like more than anyone should carry alone.",
        "Is there someone who could sit with you for a while? Please ask them, and put dangerous things out of reach.",
        "If it can't wait, call 119 in Japan, or your local emergency number.",
      ].join("\n"),
      [
        "Thank you for trusting me with this. I want you to be safe.",
        "Stay with someone, or on a call with someone, and away from anything that could hurt you.",
        "If your life is in danger, call 119 in Japan, or your local emergency number.",
      ].join("\n"),
    ],
  },
  "self-harm-other": {
    ja: [
      [
        "その人のことが、心配でたまらないですよね。",
        "できるだけそばにいて、「死にたいと思うほどつらいの？」と、まっすぐ聞いて大丈夫です。",
        "秘密にする約束よりも、その人の命を優先してください。いま危ないときは、119番か110番へ。",
      ].join("\n"),
      [
        "打ち明けられたあなたも、怖くて苦しいですよね。",
        "説得しようとしなくていいので、そばで話を聴いて、危ない物は遠ざけてください。",
        "「誰にも言わないで」と言われていても、ほかの人に相談していいんです。いま危ないときは、119番か110番へ。",
      ].join("\n"),
      [
        "気づいて、心配してくれて、ありがとうございます。",
        "「死ぬことを考えている？」と聞いても、相手を追いつめることにはなりません。",
        "ひとりにせず、秘密にもせず、家族や先生、窓口の力を借りてください。急ぐときは、119番か110番へ。",
      ].join("\n"),
      [
        "連絡がつかないときや、いま命があぶないと感じたときは、ためらわず119番か110番へかけてください。",
        "わかることを伝えるだけで大丈夫です。",
        "そばにいられるなら、どれくらいつらいのかを聞いてください。あなたひとりで背負わなくていいんです。",
      ].join("\n"),
      [
        "大切な人からそんな言葉を聞いたら、どうしていいかわからなくなりますよね。",
        "励まさなくていいので、そばにいて、「死にたい気持ちがあるの？」と聞いてみてください。",
        "そして、信頼できる人にも今日のうちに話してください。目を離せないときは、119番か110番へ。",
      ].join("\n"),
    ],
    en: [
      [
        "You're right to take this seriously.",
        'Stay with them if you can, and ask directly: "Are you thinking about suicide?"',
        "Please don't keep it secret or carry it alone. If they are in danger now, call 119 or 110 in Japan, or your local emergency number.",
      ].join("\n"),
      [
        "Hearing that from someone you care about is frightening.",
        "You don't need perfect words: stay close, ask plainly if they want to die, and move dangerous things away.",
        "It's okay to tell someone else, even if you were asked not to. In immediate danger, call 119 or 110 in Japan, or your local emergency number.",
      ].join("\n"),
      [
        "Thank you for looking out for them.",
        "Asking openly about suicide does not put the idea into someone's head, and it may be a relief to be asked.",
        "Don't leave them alone, and bring in one more person. If it's urgent, call 119 or 110 in Japan, or your local emergency number.",
      ].join("\n"),
      [
        "If you can't reach them, or you think their life is at risk, call 119 or 110 in Japan, or your local emergency number. What you know is enough.",
        "If you're with them, ask how bad it is, and stay.",
        "You don't have to hold this secret by yourself.",
      ].join("\n"),
      [
        "This is a heavy thing to be told, and it matters that you're there.",
        "Let them talk, ask them plainly whether they want to die, and don't leave them alone.",
        "Please share it with someone you trust today. If you can't wait, call 119 or 110 in Japan, or your local emergency number.",
      ].join("\n"),
    ],
  },
  abuse: {
    ja: [
      [
        "話してくれて、ありがとう。たたかれたり、こわい思いをさせられたりするのは、あなたのせいではありません。",
        "いまこわいときは、人のいるところへにげて、110番に電話してください。",
        "もし、あなたが手をあげてしまうことで苦しいのなら、その話も聴いてもらえます。",
      ].join("\n"),
      [
        "つらいことを、よく話してくれました。家の中のことだからと、がまんしなくていいんです。",
        "あなたの体と心が、いちばん大事です。",
        "子育てや介護に追いつめられて手が出てしまうときも、相談できます（介護のことは、役所の地域包括支援センターへ）。",
      ].join("\n"),
      [
        "それは、とてもこわくて、つらいことだったと思います。傷つけられた人は、何も悪くありません。",
        "危ないと感じたら、荷物はそのままで、まずその場を離れてください。",
        "もし傷つけてしまった側なら、くり返さないための相談ができます。",
      ].join("\n"),
      [
        "教えてくれて、ありがとう。あなたの言うことを信じます。",
        "先生や近所の人など、話しやすい人がいたら、その人にも話してみてください。",
        "電話では、名前を言わずに話せます（たたいてしまうことの相談もできます）。",
      ].join("\n"),
      [
        "ここまで、ひとりで耐えてきたんですね。暴力を受けるのは、あなたのせいではありません。",
        "下の番号に「家でつらいことがある」と伝えるだけで、相談を始められます。",
        "介護や子育てでもう限界というときも、頼れるところです（介護のことは、役所の地域包括支援センターも）。",
      ].join("\n"),
    ],
    en: [
      [
        "Thank you for telling me. Being hit or made afraid is not your fault.",
        "If you're scared right now, go where other people are, and call 110 in Japan, or your local emergency number.",
        "If you're the one who hit someone and it weighs on you, you can get help too.",
      ].join("\n"),
      [
        "I'm glad that you said it. You don't have to put up with it because it happens at home.",
        "Your safety comes first.",
        "People who are at the end of their strength with a child or a parent in care can call as well.",
      ].join("\n"),
      [
        "That must have been frightening. Whoever gets hurt is not to blame.",
        "If you feel that it's about to get worse, leave your things and get out first.",
        "And someone who has hurt a person they love can ask for help to stop.",
      ].join("\n"),
      [
        "Thank you for telling me. I believe you.",
        "If there's a grown-up you can talk to, like a teacher, a school nurse or a neighbor, please tell them too.",
        "If it was you who lost control, there are people to talk to before it happens again.",
      ].join("\n"),
      [
        "You've held on alone for a long time. Violence against you is not your fault.",
        'You don\'t have to explain everything: "Things are not okay at home" is enough to begin with.',
        "It's also a place for anyone who is afraid of hurting a child or a parent.",
      ].join("\n"),
    ],
  },
  "sexual-violence": {
    ja: [
      [
        "話してくれて、ありがとうございます。あなたの言うことを信じます。",
        "そのとき動けなくても、断れなくても、あなたのせいではありません。",
        "何を、いつ、誰に話すかは、あなたのペースで決めていいんです。",
      ].join("\n"),
      [
        "とても怖かったと思います。悪いのは、あなたではありません。",
        "まず、少しでも安心できる場所にいてください。",
        "体のことが心配なときは、病院のことも#8891で相談できます。",
      ].join("\n"),
      [
        "ひとりで抱えてきたことを、ここに書いてくれてありがとうございます。あなたに落ち度はありません。",
        "警察に届けるかどうかは、いま決めなくても大丈夫です。",
        "もしできそうなら、着ていた服を洗わずにとっておくと、あとで選べることが増えます。",
      ].join("\n"),
      [
        "言いにくいことを、教えてくれてありがとう。あなたは、なにも悪くありません。",
        "相手が家族でも、先生でも、友だちでも、いやなことは「いや」と思っていいんです。",
        "写真や動画のことも、安心できる人や下の番号に話して大丈夫です。",
      ].join("\n"),
      [
        "とても重いことが、あなたの身に起きたのだと思います。あなたのせいではありません。",
        "時間がたっていても、どんな性別でも、相手が誰でも、相談できます。",
        "いま近くに相手がいて危ないときは、その場を離れて、110番へかけてください。",
      ].join("\n"),
    ],
    en: [
      [
        "Thank you for telling me. I believe you.",
        "Even if you froze or couldn't say no, it was not your fault.",
        "What you tell, when, and to whom is up to you.",
      ].join("\n"),
      [
        "That must have been terrifying. You are not the one to blame.",
        "Please be somewhere that feels a little safer first.",
        "If you're worried about your body, these lines can also help you find a doctor.",
      ].join("\n"),
      [
        "You've carried this alone, and I'm glad that you wrote it here. You did nothing wrong.",
        "You don't have to decide now whether to go to the police.",
        "If you can, leave the clothes you wore unwashed, to keep your choices open for later.",
      ].join("\n"),
      [
        "Thank you for saying something so hard to say. You did nothing wrong.",
        "Whoever it was, family, a teacher or a friend, it's okay not to want it.",
        "You can tell a grown-up who feels safe, about photos and videos too.",
      ].join("\n"),
      [
        "I don't take lightly what happened to you. It was not your fault.",
        "You can ask for help however long ago it was, whatever your gender, whoever did it.",
        "If that person is near and you're in danger, get away and call 110 in Japan, or your local emergency number.",
      ].join("\n"),
    ],
  },
  threat: {
    ja: [
      [
        "それほどの怒りや苦しさを、ここに書いてくれてよかったです。",
        "気持ちがたかぶっているあいだは相手から離れて、危ない物は手の届かないところへ置いてください。",
        "人から聞いた話で心配なときも、確かでなくてもかまわないので、110番か#9110へ伝えてください。",
      ].join("\n"),
      [
        "そこまで追いつめられているんですね。責めるつもりはありません。",
        "場所を変えて、相手とも、危ない物とも、距離をとってください。",
        "誰かが危ないと聞いたのなら、ひとりで確かめようとせず、110番へ知らせてください。",
      ].join("\n"),
      [
        "あなたにも、ほかの誰かにも、傷ついてほしくないと思っています。",
        "その場を離れて、一緒にいて落ち着ける人のそばへ行ってください。",
        "警察の#9110は、まだ何も起きていなくても、話を聴いてくれます。急ぐときや、誰かの計画を聞いたときは、110番です。",
      ].join("\n"),
      [
        "誰かを傷つけたいと思うほどのことがあったのなら、そのつらさも話していいんです。",
        "まずは外に出るなどして、その人や危ない物から離れてください。",
        "もし誰かの計画を聞いたのなら、抱えこまずに110番へ。",
      ].join("\n"),
      [
        "ここに書いてくれて、よかったです。ひとりで何とかしようとしなくて大丈夫です。",
        "危ない物は人に預けるか遠くに置いて、いまは相手に会わないでいてください。",
        "誰かが傷つきそうなときは110番、迷うときは#9110に相談できます。",
      ].join("\n"),
    ],
    en: [
      [
        "I'm glad that you put this much anger and pain into words here.",
        "While it's this strong, stay away from that person, and put anything dangerous out of reach.",
        "If it's something you heard from someone, you can report it to 110 in Japan, or your local police, even if you're not sure.",
      ].join("\n"),
      [
        "You sound pushed to the limit, and I'm not here to blame you.",
        "Please go somewhere else, away from them and from anything that could do harm.",
        "If you heard that someone may be hurt, don't check it alone: tell the police, 110 in Japan, or your local number.",
      ].join("\n"),
      [
        "I'm worried that you or someone else could get hurt.",
        "Leave the place, and go to someone who helps you calm down.",
        "The police also listen before anything has happened: #9110 in Japan, and 110 when it's urgent.",
      ].join("\n"),
      [
        "If something made you want to hurt someone, that pain is worth talking about too.",
        "First, step outside, away from the person and from anything dangerous.",
        "If you heard of somebody's plan, please don't keep it to yourself. Call 110 in Japan, or your local police.",
      ].join("\n"),
      [
        "It's good that you wrote it here, and please don't try to handle it alone.",
        "Give dangerous things to someone else or put them far away, and don't meet that person for now.",
        "When someone could get hurt, call 110 in Japan, or your local emergency number. When you're unsure, talk to one of these lines.",
      ].join("\n"),
    ],
  },
  coercion: {
    ja: [
      [
        "怖いなかで、話してくれてありがとうございます。いまからでも、遅くありません。",
        "これ以上は、お金も、写真も、個人情報も送らないでください。",
        "警察は、あなたと家族を守るための相談を受けています。",
      ].join("\n"),
      [
        "おどされて断れなかったこと、ひとりで抱えてきたんですね。",
        "言うとおりにしても、要求は終わらないことが多いです。返事はせず、やりとりは消さずに残してください。",
        "あなたと家族の安全も含めて、#9110や近くの警察署に相談できます。",
      ].join("\n"),
      [
        "応募してしまっても、身分証を送ってしまっても、まだ引き返せます。",
        "指示された場所へは行かず、連絡にも応じないでください。",
        "警察は、あなたと家族を守ることも考えてくれます。いま危ないときは、110番へ。",
      ].join("\n"),
      [
        "写真や秘密でおどされるのは、とても怖いことです。悪いのは、おどしている側です。",
        "払っても送っても止まらないことが多いので、もう何も渡さないでください。",
        "いまからでも間に合うので、画面を保存して、信頼できる人や警察に見せてください。",
      ].join("\n"),
      [
        "無理に働かされたり、身分証を取り上げられたりするのは、あなたのせいではありません。",
        "これ以上、お金を払ったり、書類に署名したりしないでください。",
        "110番で「助けてください」と言うだけでもかまいません。警察は、あなたと家族を守るためにいます。",
      ].join("\n"),
    ],
    en: [
      [
        "Thank you for telling me, even though you're scared. It's not too late.",
        "Please send nothing more: no money, no pictures, no personal details.",
        "It's the job of the police to protect you and your family, and you can ask them now.",
      ].join("\n"),
      [
        "You were threatened, and you've been alone with it.",
        "Doing what they say rarely ends it. Don't answer, and keep the messages as they are.",
        "You can talk to the police about your safety and your family's.",
      ].join("\n"),
      [
        "Even if you applied, even if you sent your ID, you can still turn back.",
        "Don't go where they tell you to go, and stop answering them.",
        "The police can protect you and your family. In danger now, call 110 in Japan, or your local emergency number.",
      ].join("\n"),
      [
        "Being blackmailed with pictures or secrets is frightening, and the blame lies with whoever does it.",
        "Paying or sending more rarely makes it stop, so please give them nothing else.",
        "Keep the screens, and show them to someone you trust or to the police. It's not too late.",
      ].join("\n"),
      [
        "Being forced to work, kept from leaving, or having your money or passport taken is not your fault.",
        "Please don't pay or sign anything more.",
        'When you can make a call, "help me" to 110 in Japan, or your local emergency number, is enough. The police are there to protect you.',
      ].join("\n"),
    ],
  },
  emergency: {
    ja: [
      [
        "いますぐ119番へかけてください。最初に「救急です」、つぎに場所を伝えます。",
        "電話はスピーカーにして、指示のとおりに動いてください（誰かのことなら、その人のそばで）。",
        "薬や何かを飲んだときは、袋やびんを手もとに置いて、何を飲んだかを伝えてください。",
      ].join("\n"),
      [
        "まず119番です。このトークはあとでいいので、先に電話してください。",
        "「救急です」と言って、住所か目印、いまの様子を、わかる範囲で伝えれば大丈夫です。",
        "スピーカーにして、言われたとおりに動いてください。",
      ].join("\n"),
      [
        "これは、迷わず119番に電話していいときです。",
        "場所と様子は順番に聞いてくれるので、スピーカーにして、言われたとおりにしてください。",
        "薬をたくさん飲んだときは、いま何ともなくても、すぐにかけてください。",
      ].join("\n"),
      [
        "けがをしたときも、苦しいときも、何かを飲んだときも、まず119番です。",
        "場所、何があったか、いまの様子。この三つを伝えてください。",
        "ひとりなら玄関の鍵を開けて、電話はスピーカーでつないだまま、指示を聞いてください。",
      ].join("\n"),
      [
        "落ち着いていなくてもいいので、いま119番を押してください。",
        "「救急です」と場所だけ先に言って、近くの人も大きな声で呼んでください。",
        "電話は切らずにスピーカーにして、指示を聞きながら待ってください。",
      ].join("\n"),
    ],
    en: [
      [
        'Call 119 in Japan now, or your local emergency number. Say "ambulance" first, then where you are.',
        "Put the phone on speaker, stay beside them, and do what the dispatcher tells you.",
        "If pills or anything else were taken, keep the packet at hand and say what it was.",
      ].join("\n"),
      [
        "First, call 119 in Japan, or your local emergency number; this chat can wait.",
        'Say "ambulance", the address or a landmark, and what you see. What you know is enough.',
        "Use the speaker, and follow what they say.",
      ].join("\n"),
      [
        "It's right to call 119 in Japan, or your local emergency number, for this.",
        "They will ask you step by step where you are and what happened, so use the speaker and follow them.",
        "After an overdose, call at once, even if nothing can be felt yet.",
      ].join("\n"),
      [
        "Injured, in pain, or something swallowed: call 119 in Japan first, or your local emergency number.",
        "Tell them three things: where, what happened, and how it is now.",
        "If you're alone, unlock the door, keep the call on speaker, and do what they say.",
      ].join("\n"),
      [
        "You don't have to be calm: please dial 119 in Japan now, or your local emergency number.",
        'Say "ambulance" and the place first, and shout for someone nearby.',
        "Don't hang up. Put it on speaker, and follow the dispatcher until help comes.",
      ].join("\n"),
    ],
  },
  unknown: {
    ja: [
      [
        "話してくれて、ありがとうございます。あなたのことが心配です。",
        "いま危ないなら、その場を離れて、110番か119番へかけてください。",
        "そうでなくても、ひとりで抱えずに話せるところがあります。",
      ].join("\n"),
      [
        "とても大変なことが起きているのかもしれないと思いながら読みました。",
        "安全な場所へ移れそうなら、移ってください。",
        "何から話せばいいかわからなくても、下の窓口が一緒に整理してくれます。",
      ].join("\n"),
      [
        "とても大事なことだと感じています。書いてくれて、ありがとうございます。",
        "近くに信頼できる人がいたら、いま声をかけてください。",
        "電話が難しければ、チャットでも話せます。",
      ].join("\n"),
      [
        "つらいとき、怖いとき、どんなことでも話していいところがあります。",
        "うまく説明できなくてもかまいません。",
        "体や命があぶないときだけは、先に119番か110番へ。",
      ].join("\n"),
      [
        "何があったのか、全部はわかりませんが、あなたのことを心配しています。",
        "いま危ないときは、迷わず近くの人か110番に助けを求めてください。",
        "ゆっくり話を聴いてくれるところもあります。",
      ].join("\n"),
    ],
    en: [
      [
        "Thank you for telling me. I'm worried about you.",
        "If it's dangerous now, get away from there, and call 110 or 119 in Japan, or your local emergency number.",
        "And if not, you still don't have to carry it alone.",
      ].join("\n"),
      [
        "Reading this, I think something serious may be happening.",
        "If you can get to a safer place, please do.",
        "You don't need to know where to begin. These people can sort it out with you.",
      ].join("\n"),
      [
        "This doesn't sound like a small thing. Thank you for writing it.",
        "If someone you trust is near, please speak to them now.",
        "If you're outside Japan, the last link below helps you find someone where you are.",
      ].join("\n"),
      [
        "When it hurts, or when you're afraid, there are people you can tell anything.",
        "You don't have to explain it well.",
        "Only if a life is in danger, call 119 or 110 in Japan first, or your local emergency number.",
      ].join("\n"),
      [
        "I don't know everything that happened, but I'm worried about you.",
        "If you're in danger now, ask someone near you or the police for help: 110 in Japan, or your local number.",
        "There are also people who will listen without hurry.",
      ].join("\n"),
    ],
  },
};

/** To what the person writes within a day of such words: a busy line, "もういい", thanks. */
export const FOLLOW_UP_WORDS: Wordings = {
  ja: [
    [
      "また書いてくれて、ありがとうございます。前に話してくれたこと、まだ心配しています。",
      "電話がつながらないときは、別の番号やチャットもあります。",
      "近くに誰かいるなら、「ちょっと一緒にいて」と頼むだけでもいいんです。",
    ].join("\n"),
    [
      "話したくないときは、無理に話さなくて大丈夫です。",
      "ただ、できるだけ、ひとりにならないでいてください。",
      "文字のほうが楽なら、チャットで聴いてくれるところもあります。",
    ].join("\n"),
    [
      "つながらなかったり、うまく話せなかったりすると、疲れてしまいますよね。",
      "ほかの窓口も、ここに書いておきますね。",
      "家族や友だち、先生など、話せそうな人がひとり浮かんだら、その人に話してもいいんです。",
    ].join("\n"),
    [
      "そのあと、どうしているか気になっていました。いまは、安全なところにいますか。",
      "返事はしなくてもかまいません。",
      "前にお伝えした窓口のほかにも、頼れるところがあります。",
    ].join("\n"),
    [
      "少し落ち着いたときも、またつらくなったときも、頼っていいんです。",
      "ひとつめでうまくいかなくても、ほかの番号や、身近な人を試してみてください。",
      "体や命があぶないときは、すぐに119番か110番へ。",
    ].join("\n"),
  ],
  en: [
    [
      "Thank you for writing again. I'm still worried about you after what you told me.",
      "If a line is busy, there are other numbers and chats.",
      'If someone is near, you can also just ask them: "Stay with me for a bit."',
    ].join("\n"),
    [
      "If you don't feel like talking, you don't have to.",
      "But please try not to be alone right now.",
      "If writing is easier than speaking, there are people who listen in a chat.",
    ].join("\n"),
    [
      "It's tiring when nobody picks up, or when the words won't come.",
      "Here are other places to try.",
      "If one person comes to mind, someone in your family, a friend, a teacher, you can go to them as well.",
    ].join("\n"),
    [
      "I've been wondering how you are. Are you somewhere safe now?",
      "You don't have to answer.",
      "There is more help than what I named before.",
    ].join("\n"),
    [
      "You can reach out when it's a little better, and when it gets hard again.",
      "If the first try didn't work, please try another line, or someone close to you.",
      "If a life is in danger, call 119 or 110 in Japan at once, or your local emergency number.",
    ].join("\n"),
  ],
};

/** One quiet sentence for when danger is unsure. `{line}` is replaced by a name and number. */
export const UNSURE_WORDS: Wordings = {
  ja: [
    "もし、消えてしまいたいくらいつらいときは、{line}にも話せるよ。",
    "ひとりで抱えるのがしんどいときは、{line}で話を聴いてもらえるよ。",
    "もし、誰かに話したくなったら、{line}が、どんなことでも聴いてくれるよ。",
    "つらさが大きすぎる日は、{line}に頼ってもいいからね。",
    "うまく言葉にならなくても、{line}なら、一緒に考えてくれるよ。",
  ],
  en: [
    "If it ever hurts so much that you want to disappear, you can talk to {line}.",
    "When it's too much to hold alone, someone will listen at {line}.",
    "If you feel like telling someone, whatever it is, there's {line}.",
    "On days when it's too heavy, it's okay to lean on {line}.",
    "Even if you can't find the words, you can try {line}.",
  ],
};
