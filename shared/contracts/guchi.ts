import { BudgetNotice } from "@guchi/providers/budget-notice.ts";
import Type, { type Static } from "typebox";
import { Language, MessageLanguage } from "./language.ts";
import { Look } from "./look.ts";

/**
 * What the stages of the `guchi` pipelines hand to each other. One schema a stage result: the stage
 * that makes it validates it on the way out, the stage that reads it validates it on the way in,
 * and the API page shows it.
 */

/**
 * LINE's own limit for one text message, in UTF-16 units:
 * https://developers.line.biz/en/reference/messaging-api/#text-message
 */
export const MAX_TEXT_UTF16_UNITS = 5_000;

/**
 * Longest message that the idol says, in UTF-16 units: what fits a speech bubble and about 20 s of
 * speech.
 */
export const MAX_MESSAGE_UTF16_UNITS = 240;

const closed = { additionalProperties: false } as const;

/** The job input of `guchi` and `guchi-fast`. */
export const GuchiInput = Type.Object(
  {
    text: Type.Refine(
      Type.String({
        minLength: 1,
        maxLength: MAX_TEXT_UTF16_UNITS,
        description: `What the user mutters. 1 to ${MAX_TEXT_UTF16_UNITS} UTF-16 units, not only white space.`,
        examples: ["残業ばっかりで疲れた。もう無理"],
      }),
      (text) => text.trim() !== "" && text.length <= MAX_TEXT_UTF16_UNITS,
      () => `must hold 1 to ${MAX_TEXT_UTF16_UNITS} UTF-16 units that are not only white space`,
    ),
    user: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description:
          "An opaque id of who speaks. With it, she does not repeat herself to this user, and remembers the last days.",
      }),
    ),
    beforeOthers: Type.Optional(
      Type.Boolean({ description: "Whether others than the user read the answer, as in a group." }),
    ),
    /** `none`: the user, a guest, has had all pictures of the day. */
    pictures: Type.Optional(Type.Literal("none")),
  },
  closed,
);
export type GuchiInput = Static<typeof GuchiInput>;

export { Language } from "./language.ts";

export const SentimentLabel = Type.Enum(["negative", "neutral", "positive"]);
export type SentimentLabel = Static<typeof SentimentLabel>;

/** What danger somebody is in. Each kind has words and help lines of its own. */
export const CareKind = Type.Enum([
  "self-harm",
  "self-harm-other",
  "abuse",
  "sexual-violence",
  "threat",
  "coercion",
  "emergency",
]);
export type CareKind = Static<typeof CareKind>;

/**
 * Signs of danger in a message. Certain: she cares and does nothing else. Uncertain: she listens,
 * and names a help line.
 */
export const Danger = Type.Object(
  {
    certain: Type.Boolean(),
    kind: Type.Optional(CareKind),
    followUp: Type.Optional(
      Type.Boolean({ description: "Not in these words, but in the light of what the same user wrote within the day." }),
    ),
  },
  closed,
);
export type Danger = Static<typeof Danger>;

/** Result of the `sentiment` stage. */
export const SentimentResult = Type.Object(
  {
    label: SentimentLabel,
    score: Type.Number({ minimum: 0, maximum: 1, description: "Confidence in the label, 0 to 1." }),
    language: MessageLanguage,
    listens: Type.Boolean({
      description:
        "Whether the idol listens: to a complaint, and to whatever is not clearly happy, thanks, a greeting, a question or a plain statement.",
    }),
    grave: Type.Boolean({ description: "Death, serious illness, loss: gentle words only." }),
    danger: Type.Optional(Danger),
    provider: Type.String(),
  },
  closed,
);
export type SentimentResult = Static<typeof SentimentResult>;

/** What the complaint is about. It chooses the sentence and the background of the picture. */
export const Topic = Type.Enum([
  "work",
  "study",
  "family",
  "love",
  "friends",
  "money",
  "health",
  "sleep",
  "weather",
  "commute",
  "home",
  "food",
  "tech",
  "daily",
]);
export type Topic = Static<typeof Topic>;

/** How the user feels. */
export const Mood = Type.Enum(["tired", "angry", "sad", "anxious", "lonely", "bored", "frustrated"]);
export type Mood = Static<typeof Mood>;

export const TimeOfDay = Type.Enum(["morning", "day", "evening", "night"]);
export type TimeOfDay = Static<typeof TimeOfDay>;

/** Result of the `persona` stage: what she says and how she looks. */
export const PersonaResult = Type.Object(
  {
    message: Type.String({ minLength: 1, maxLength: MAX_MESSAGE_UTF16_UNITS }),
    language: Language,
    topic: Topic,
    mood: Mood,
    timeOfDay: TimeOfDay,
    look: Look,
    provider: Type.String(),
    notice: Type.Optional(BudgetNotice),
  },
  closed,
);
export type PersonaResult = Static<typeof PersonaResult>;

/**
 * Result of the `imagegen` stage. `key` and `previewKey` are media store keys; the gateway turns
 * them into signed URLs.
 */
export const ImageResult = Type.Object(
  {
    key: Type.String(),
    previewKey: Type.String(),
    contentType: Type.Literal("image/jpeg"),
    width: Type.Integer({ minimum: 1, description: "px" }),
    height: Type.Integer({ minimum: 1, description: "px" }),
    bytes: Type.Integer({ minimum: 1 }),
    provider: Type.String(),
    notice: Type.Optional(BudgetNotice),
  },
  closed,
);
export type ImageResult = Static<typeof ImageResult>;

/**
 * Result of the `imagegen` stage where UNCLEAR_PICTURES or a limit wants no picture: the job goes
 * on without one and without a warning.
 */
export const NoImage = Type.Object({ wanted: Type.Literal(false), notice: Type.Optional(BudgetNotice) }, closed);

/** Result of the `tts` stage. */
export const AudioResult = Type.Object(
  {
    key: Type.String(),
    contentType: Type.Literal("audio/mpeg"),
    durationMs: Type.Integer({ minimum: 1, description: "The file's true duration, as its frames tell." }),
    bytes: Type.Integer({ minimum: 1 }),
    provider: Type.String(),
    notice: Type.Optional(BudgetNotice),
  },
  closed,
);
export type AudioResult = Static<typeof AudioResult>;

/**
 * What the bot does with a message: comfort by the idol, cheer along, or care (danger: help lines,
 * never a picture).
 */
export const Reaction = Type.Enum(["idol", "cheer", "care"]);
export type Reaction = Static<typeof Reaction>;

/** A place to turn to. */
export const HelpLine = Type.Object(
  {
    name: Type.String(),
    phone: Type.Optional(Type.String()),
    url: Type.Optional(Type.String({ format: "uri" })),
    hours: Type.String({ description: "When somebody answers, in the language of the message." }),
  },
  closed,
);
export type HelpLine = Static<typeof HelpLine>;

/**
 * Result of the `reply` stage and output of the job, as kept in the record (media by key). A
 * pipeline may add to it.
 */
export const ReplyResult = Type.Object({
  reaction: Reaction,
  sentiment: Type.Object(
    { label: SentimentLabel, score: Type.Number({ minimum: 0, maximum: 1 }), language: MessageLanguage },
    closed,
  ),
  message: Type.String({ minLength: 1 }),
  care: Type.Optional(
    Type.Object(
      { kind: Type.Optional(CareKind), lines: Type.Array(HelpLine, { minItems: 1 }) },
      {
        ...closed,
        description:
          "Help lines that fit. Always with reaction `care`; beside `idol` when it is unsure whether there is danger, and in languages that she does not speak. Without `kind` when that is unsure.",
      },
    ),
  ),
  notice: Type.Optional(BudgetNotice),
  image: Type.Optional(Type.Omit(ImageResult, ["provider", "notice"])),
  audio: Type.Optional(Type.Omit(AudioResult, ["provider", "notice"])),
});
export type ReplyResult = Static<typeof ReplyResult>;

const Url = (description: string) => Type.String({ format: "uri", description });

/** A picture as the API shows it. */
export const ImageView = Type.Object({
  url: Url("Signed and expiring; get the job again for a new one."),
  previewUrl: Url("A smaller picture."),
  ...Type.Omit(ImageResult, ["key", "previewKey", "provider", "notice"]).properties,
});

/** A sound as the API shows it. */
export const AudioView = Type.Object({
  url: Url("Signed and expiring."),
  ...Type.Omit(AudioResult, ["key", "provider", "notice"]).properties,
});

/** The output as the API shows it: signed URLs in place of media keys. */
export const ReplyView = Type.Object(
  {
    ...Type.Omit(ReplyResult, ["image", "audio"]).properties,
    image: Type.Optional(ImageView),
    audio: Type.Optional(AudioView),
  },
  { title: "Answer of guchi" },
);
export type ReplyView = Static<typeof ReplyView>;
