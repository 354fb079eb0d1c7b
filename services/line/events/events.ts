import { LineId } from "@guchi/contracts/line.ts";
import { fits } from "@guchi/chain/schema.ts";
import Type, { type Static } from "typebox";

/**
 * What we read of LINE's webhook events
 * (https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects). LINE adds events
 * and properties without notice: unknown properties are allowed everywhere, and what is not listed
 * here is no error.
 */

const Source = Type.Union([
  Type.Object({ type: Type.Literal("user"), userId: Type.Optional(LineId) }),
  Type.Object({ type: Type.Literal("group"), groupId: LineId, userId: Type.Optional(LineId) }),
  Type.Object({ type: Type.Literal("room"), roomId: LineId, userId: Type.Optional(LineId) }),
]);

/** What we add to an event of LINE's. */
interface Came {
  /** The channel that it came to; "": the one without a name. */
  readonly channel: string;
}

const common = {
  webhookEventId: LineId,
  /** ms since the epoch. */
  timestamp: Type.Integer({ minimum: 0 }),
  source: Source,
  replyToken: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
};

/** A place in a text, in UTF-16 units. */
const place = { index: Type.Integer({ minimum: 0 }), length: Type.Integer({ minimum: 0 }) };
const Mentionee = Type.Object({ ...place, isSelf: Type.Optional(Type.Boolean()) });
/** The placeholder of a LINE emoji. Which picture it is (productId, emojiId) tells us nothing. */
const Emoji = Type.Object(place);
type Emoji = Static<typeof Emoji>;

export const TextEvent = Type.Object({
  ...common,
  type: Type.Literal("message"),
  message: Type.Object({
    type: Type.Literal("text"),
    id: LineId,
    text: Type.String(),
    quoteToken: Type.Optional(Type.Unknown()),
    mention: Type.Optional(Type.Object({ mentionees: Type.Array(Mentionee) })),
    /** Read by `emojisOf`: whatever is here, the words count. */
    emojis: Type.Optional(Type.Unknown()),
  }),
});
export type TextEvent = Static<typeof TextEvent> & Came;

/** The placeholders of LINE emoji in a text. What does not fit is none. */
export function emojisOf({ message: { emojis } }: TextEvent): readonly Emoji[] {
  return Array.isArray(emojis) ? emojis.filter((each: unknown): each is Emoji => fits(Emoji, each)) : [];
}

const OtherMessageEvent = Type.Object({
  ...common,
  type: Type.Literal("message"),
  // A text that is not as above is broken, and no message of another kind.
  message: Type.Object({
    type: Type.String({ pattern: "^(?!text$)" }),
    id: LineId,
    /** Read by `eventIdOf`. */
    imageSet: Type.Optional(Type.Unknown()),
    /** Read by `voiceOf`. */
    contentProvider: Type.Optional(Type.Unknown()),
    duration: Type.Optional(Type.Unknown()),
  }),
});

/** Pictures that were sent together: one event each. */
const OfImageSet = Type.Object({ message: Type.Object({ imageSet: Type.Object({ id: LineId }) }) });

/** A sound that LINE keeps: one that an app refers to lies elsewhere. */
const Voice = Type.Object({
  type: Type.Literal("audio"),
  contentProvider: Type.Object({ type: Type.Literal("line") }),
});
const WithDuration = Type.Object({ duration: Type.Integer({ minimum: 1 }) });

/** A message as a voice message; LINE may not tell its length. undefined: it is none. */
export function voiceOf(message: unknown): { readonly durationMs?: number } | undefined {
  if (!fits(Voice, message)) return undefined;
  return fits(WithDuration, message) ? { durationMs: message.duration } : {};
}

const BareEvent = Type.Object({
  ...common,
  type: Type.Enum(["follow", "join", "unfollow", "leave"]),
});

const PostbackEvent = Type.Object({
  ...common,
  type: Type.Literal("postback"),
  postback: Type.Object({ data: Type.String() }),
});
export type PostbackEvent = Static<typeof PostbackEvent> & Came;

const UnsendEvent = Type.Object({
  ...common,
  type: Type.Literal("unsend"),
  unsend: Type.Object({ messageId: LineId }),
});

const LineEvent = Type.Union([TextEvent, OtherMessageEvent, BareEvent, PostbackEvent, UnsendEvent]);
export type LineEvent = Static<typeof LineEvent> & Came;

const Standby = Type.Object({ mode: Type.Literal("standby") });

/** What is one event to us: all pictures of a set are. No event's own id holds a colon. */
export function eventIdOf(event: LineEvent): string {
  return fits(OfImageSet, event) ? `set:${event.message.imageSet.id}` : event.webhookEventId;
}

/** Events that ask to forget, and that nobody answers. */
const SILENT: ReadonlySet<string> = new Set(["unsend", "unfollow", "leave"]);

/**
 * The event, or undefined for one that we do not know, that is broken, or that came in standby:
 * another module then has the conversation, and the bot must stay silent, but not remember what is
 * to be forgotten.
 */
export function readEvent(event: unknown, channel = ""): LineEvent | undefined {
  if (!fits(LineEvent, event)) return undefined;
  return fits(Standby, event) && !SILENT.has(event.type) ? undefined : { ...event, channel };
}
