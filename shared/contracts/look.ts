import Type, { type Static } from "typebox";

/** How the idol looks in a picture: what the persona chooses and the picture shows. */

const closed = { additionalProperties: false } as const;

/** The idol's face in the picture. */
export const Expression = Type.Enum([
  "gentle",
  "cheerful",
  "listening",
  "tender",
  "worried",
  "tears",
  "moved",
  "indignant",
  "determined",
  "surprised",
  "solemn",
]);
export type Expression = Static<typeof Expression>;

/** What she does in the picture. */
export const Pose = Type.Enum([
  "tea",
  "cushion",
  "umbrella",
  "cupped-ear",
  "beside",
  "open-arms",
  "wave",
  "chin-on-hands",
  "lantern",
  "blanket",
  "stars",
  "hand-on-heart",
  "fist",
  "handkerchief",
  "hands-on-hips",
  "folded-hands",
]);
export type Pose = Static<typeof Pose>;

/** How much of her is seen. */
export const Framing = Type.Enum(["close", "half", "full"]);
export type Framing = Static<typeof Framing>;

export const Outfit = Type.Enum(["stage", "cardigan", "hoodie", "pajamas", "coat", "apron", "plain"]);
export type Outfit = Static<typeof Outfit>;

/** Where a picture is set. */
export const Place = Type.Enum([
  "office",
  "night-office",
  "library",
  "living-room",
  "kitchen",
  "bedroom",
  "desk",
  "cafe",
  "street",
  "town",
  "platform",
  "riverside",
  "park",
  "hill",
  "seaside",
  "rain",
  "rain-window",
  "snow",
  "summer",
  "spring",
  "night-sky",
  "quiet-room",
]);
export type Place = Static<typeof Place>;

/** What the complaint is about, as one thing that can be drawn. */
export const Thing = Type.Enum([
  "clock",
  "papers",
  "calendar",
  "briefcase",
  "telephone",
  "screen",
  "exam",
  "books",
  "letter",
  "smartphone",
  "battery",
  "laptop",
  "game",
  "key",
  "receipt",
  "wallet",
  "train",
  "car",
  "bug-spray",
  "trash",
  "laundry",
  "dishes",
  "boxes",
  "appliance",
  "noise",
  "bento",
  "sweets",
  "ice-pack",
  "medicine",
  "tooth",
  "hot-water",
  "bandage",
  "scales",
  "alarm-clock",
  "pillow",
  "sun",
  "snowman",
  "storm",
  "rain-cloud",
  "tissues",
  "mirror",
  "penlight",
  "cake",
  "toys",
  "teapot",
  "photo",
  "flowers",
  "bubble",
  "hourglass",
  "bicycle",
  "suitcase",
  "microphone",
  "ball",
  "pet",
  "plant",
]);
export type Thing = Static<typeof Thing>;

const HexColor = Type.String({ pattern: "^#[0-9a-f]{6}$" });

/** How she looks, in words for an image model and in values for a renderer. */
export const Look = Type.Object(
  {
    expression: Expression,
    pose: Pose,
    framing: Framing,
    outfit: Outfit,
    hairStyle: Type.Enum(["long", "bob", "twintails", "ponytail", "bun"]),
    hairColor: HexColor,
    outfitColor: HexColor,
    accessory: Type.Enum(["ribbon", "flower", "star", "glasses", "none"]),
    place: Place,
    thing: Type.Optional(Thing),
    scene: Type.Optional(
      Type.Literal("quiet", {
        description: "For what is grave: a quiet room, closed mouth and still hands, nothing that glitters.",
      }),
    ),
    description: Type.String({ minLength: 1, maxLength: 1_000, description: "English prompt for an image model." }),
  },
  closed,
);
export type Look = Static<typeof Look>;
