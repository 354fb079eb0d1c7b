import type { PhraseBank } from "./bank.ts";

/**
 * What Mimi says in English. Slots never begin a sentence and never need a verb to agree with them.
 */
export const EN: PhraseBank = {
  space: " ",
  openings: {
    tired: [
      "Oh, you must be so worn out.",
      "You've carried a lot to get here.",
      "Aww, that would tire anybody out.",
      "Come, sit down here for a moment.",
      "No wonder your batteries are empty.",
    ],
    angry: [
      "Okay, you have every right to be mad!",
      "Grr, now I'm all puffed up too!",
      "Of course that made you angry.",
      "That would get under anyone's skin!",
      "Let it all out, I'm on your side.",
    ],
    sad: [
      "Oh no, that really hurts.",
      "I'm so glad you told me.",
      "Aww, that's a heavy one to hold.",
      "It's okay to feel sad about it.",
      "Oh, that must have stung.",
    ],
    anxious: [
      "That would make anybody's heart race.",
      "It's so hard when thoughts go round and round.",
      "I hear how worried you are.",
      "Let's take one slow breath together.",
      "No wonder you feel jittery.",
    ],
    lonely: [
      "Hey, I'm right here with you.",
      "Thank you for coming to see me.",
      "That sounds like a quiet, lonely place to be.",
      "You're not talking to an empty room.",
      "I was hoping you'd drop by.",
    ],
    bored: [
      "Mmm, one big sigh, received!",
      "That does sound a bit gray.",
      "No sparkle at all, huh?",
      "Yeah, that's hard to get excited about.",
      "Aww, the blahs came to visit.",
    ],
    frustrated: [
      "Argh, I can feel that from here!",
      "That would make anyone sigh.",
      "Oh, come on, that's so annoying!",
      "Yeah, that would bug me too.",
      "Ugh, that's a real knot.",
    ],
  },
  namedOpenings: {
    tired: {
      thing: [
        "Ugh, {thing}? No wonder you're worn out.",
        "After {thing}, anyone would be out of battery.",
        "Phew, {thing}? That takes so much out of you.",
      ],
      person: [
        "All that care with {person}? No wonder you're worn out.",
        "Things with {person} can take so much out of you.",
        "So much energy went into {person}, I can tell.",
      ],
    },
    angry: {
      thing: [
        "Grr, {thing}? Of course you're mad!",
        "Okay, {thing}? I'm puffed up on your behalf!",
        "You can be as cross about {thing} as you like.",
      ],
      person: [
        "Trouble with {person}? Of course you're mad!",
        "You can be as cross with {person} as you like here.",
        "I hear you about {person}, that would sting.",
      ],
    },
    sad: {
      thing: [
        "Oh no, {thing}? I'm sorry it hurts.",
        "Thank you for telling me about {thing}.",
        "Aww, {thing}? That's hard on the heart.",
      ],
      person: [
        "Trouble with {person}? I'm sorry it hurts.",
        "Thank you for telling me about {person}.",
        "Aww, sad things with {person} stay in the heart.",
      ],
    },
    anxious: {
      thing: [
        "Oh, {thing}? No wonder your heart is racing.",
        "With {thing} on your mind, it's hard to sit still.",
        "Worries about {thing} do go round and round.",
      ],
      person: [
        "Worries about {person} do go round and round.",
        "With {person} on your mind, it's hard to sit still.",
        "Unsure about {person}? That makes any heart race.",
      ],
    },
    lonely: {
      thing: [
        "You've been alone with {thing}, haven't you?",
        "Oh, {thing}? That can feel so quiet inside.",
        "I'm glad you told me about {thing}.",
      ],
      person: [
        "You've been alone with thoughts of {person}, haven't you?",
        "I'm glad you told me about {person}.",
        "Missing warmth from {person} feels so quiet inside.",
      ],
    },
    bored: {
      thing: [
        "Hmm, {thing}? No sparkle there at all.",
        "One big sigh about {thing}, received!",
        "Mmm, {thing}? Hard to get excited about that.",
      ],
      person: [
        "One big sigh about {person}, received!",
        "Hmm, no sparkle with {person} right now?",
        "The blahs about {person}? I hear you.",
      ],
    },
    frustrated: {
      thing: [
        "Argh, {thing}? That would bug anyone.",
        "Ugh, {thing}? What a knot.",
        "Oh, come on, {thing}? You deserve better.",
      ],
      person: [
        "Knots with {person}? Those are hard to untie.",
        "Argh, things with {person} can be so tangled.",
        "I hear you about {person}, that would bug me too.",
      ],
    },
  },
  pairOpenings: [
    "Hold on, {first} and {second}, both at once?",
    "Not only {first}, but {second} too?",
    "Wow, {first} plus {second}? That's a lot.",
  ],
  middles: {
    work: [
      "Work asks for your kindness as well as your hands.",
      "You hold up so much that nobody ever sees.",
      "You can take your work face off in here.",
      "It gets to you because you really do care.",
    ],
    study: [
      "There's so much to remember and so little room.",
      "Every step counts, even the ones without a grade.",
      "Just sitting down to it takes real energy.",
      "Comparing yourself makes everything twice as heavy.",
    ],
    family: [
      "The closest people can be the hardest to reach.",
      "Family things don't come with an off switch.",
      "Tired and loving can live in the same heart.",
      "Everybody needs one cozy corner to breathe in.",
    ],
    love: [
      "Caring for someone keeps the heart so busy.",
      "Your honest feelings are a lovely thing.",
      "Little moments feel enormous on the inside.",
      "Your own heart deserves some of that care too.",
    ],
    friends: [
      "There are so many invisible threads between people.",
      "Gentle people tuck their own feelings away too often.",
      "Finding just the right distance is tricky.",
      "Whatever you couldn't say there, you can say here.",
    ],
    money: [
      "Money worries love to hum in the background.",
      "Making it all add up is a big job by itself.",
      "It's on your mind because you plan ahead.",
      "It's hard to tell people, so tell me instead.",
    ],
    health: [
      "Body worries go straight to the heart.",
      "You're allowed to do absolutely nothing for a while.",
      "No need to smile through it with me.",
      "Nobody can take that one over for you, sadly.",
    ],
    sleep: [
      "Wanting rest and not getting it is so unfair.",
      "Everything feels heavier through a foggy head.",
      "Hearts need their charging time too.",
      "Feeling fuzzy isn't your fault at all.",
    ],
    weather: [
      "Keeping up with the sky's moods is hard work.",
      "You can't change it, and that's the maddening part.",
      "It's fine to shake a tiny fist at the clouds.",
      "The sky has such a talent for bad timing.",
    ],
    commute: [
      "Half your energy is gone before you even arrive.",
      "It's every day, so it quietly piles up.",
      "If I had a magic door, you'd get it first.",
      "Just getting there is a whole task of its own.",
    ],
    home: [
      "Home never seems to take a day off.",
      "All you want is to flop down at your own place.",
      "Small things grow big when they come every day.",
      "Home should be the softest place of all.",
    ],
    food: [
      "A meal is a little rest for the heart too.",
      "All you wanted was something nice to eat.",
      "Food letdowns are small and huge at once.",
      "May your very next bite be a wonderful one.",
    ],
    tech: [
      "Handy things can be so very unhandy.",
      "It's not you, the machine is just sulking.",
      "It always waits until you're in a hurry.",
      "And the thing you wanted to do is right behind it!",
    ],
    daily: [
      "Little things pile up even behind a calm face.",
      "You don't need the perfect words, I'm listening.",
      "Some days are heavy without any reason at all.",
      "You can leave that sigh right here with me.",
      "Getting through a day is quite an adventure.",
      "I'd love for you to leave a little lighter.",
    ],
  },
  closings: {
    morning: [
      "Sixty percent is plenty for today.",
      "May something small and lovely find you today ♪",
      "I'm on your side, all day long.",
      "A slow start is a perfectly good start.",
      "First, a sip of something warm, okay?",
      "Come back whenever you need me.",
    ],
    day: [
      "Let those shoulders drop a little.",
      "Let's stare at nothing for three seconds: one, two, three ♪",
      "Have a sip of water and a tiny break.",
      "You get a gold star from me already ♪",
      "Take the afternoon at your own pace.",
      "I'll keep that sigh safe for you.",
    ],
    evening: [
      "The rest of today is for spoiling yourself ♪",
      "From here on, slow is just fine.",
      "Pick one little thing you like tonight.",
      "I'll carry half of it for you.",
      "I hope dinner is something you love ♪",
      "You made it this far, and I'm proud to know you.",
    ],
    night: [
      "Nothing more has to be done tonight.",
      "Wrap up warm and rest well ♪",
      "Leave today with me, and sleep softly.",
      "I'll hum something gentle for sweet dreams ♪",
      "The night is quiet, and I'm here in it.",
      "Tell me the rest whenever you like.",
    ],
  },
  closingsAbout: {
    sleep: {
      night: [
        "Asleep or awake, I'm here with you.",
        "Even lying still is a kind of rest.",
        "Quiet night talks are always welcome here.",
        "I'll hum you a tiny lullaby ♪",
      ],
    },
  },
  echoes: ["heart", "quiet", "sigh", "hard", "here", "breath", "lonely", "side", "energy", "care", "so much", "anyone"],
  grave: {
    openings: [
      "Thank you for telling me.",
      "I'm here, and I'm listening.",
      "Those must have been hard words to say.",
      "You don't have to smile right now.",
    ],
    middles: [
      "Nobody could take something like this in all at once.",
      "The right words for it don't have to exist.",
      "Something this heavy doesn't fit into a single day.",
      "Tears or no tears, both are all right.",
      "There is no wrong way to feel about this.",
      "You don't have to look strong in front of me.",
      "It makes sense that your heart can't keep up.",
      "There is no hurry to feel any better.",
      "I won't make it any smaller than it is.",
      "I hear how much this weighs on you.",
    ],
    closings: {
      morning: [
        "Just breathing is enough for today.",
        "Come and talk whenever you want to.",
        "Take it slowly; I'll be right here.",
      ],
      day: [
        "It's all right if nothing gets done today.",
        "Come and talk whenever you want to.",
        "Take it slowly; I'll be right here.",
      ],
      evening: [
        "Nothing more is asked of you today.",
        "Come and talk whenever you want to.",
        "Take it slowly; I'll be right here.",
      ],
      night: [
        "Keep yourself warm tonight.",
        "Come and talk, even in the middle of the night.",
        "Asleep or awake, I'll be right here.",
      ],
    },
  },
};
