import { userHash } from "@guchi/chain/redis/user-hash.ts";
import Type, { type Static } from "typebox";
import { Language } from "./language.ts";

/**
 * What the stages know of LINE. Where an answer goes, what is said without a pipeline, what is to
 * be forgotten.
 */

const closed = { additionalProperties: false } as const;

/** An id that LINE gave: a user, group, room or message. */
export const LineId = Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$" });

/**
 * Who or where something belongs to: a hash of the LINE id of a user, group or room (lineOwnerOf).
 */
export const LineOwner = Type.String({ pattern: "^line-[A-Za-z0-9_-]{43}$" });

/**
 * What stands for a LINE user, group or room in our data: a hash, so that neither a key of Redis
 * nor a job's `user` tells who it is. Only `line.to` of an unfinished answer holds the id itself.
 */
export function lineOwnerOf(lineId: string): string {
  return `line-${userHash(lineId)}`;
}

/** What LINE wants in order to quote a message. */
export const QuoteToken = Type.String({ minLength: 1, maxLength: 512 });

/** Where the answer goes. Everything here is the same when LINE delivers the event again. */
export const LineTarget = Type.Object(
  {
    /**
     * The user, or the group or room, to push to; or what stands for a user that LINE does not name
     * (services/gateway/line/owner.ts), whom only the reply token reaches.
     */
    to: LineId,
    /** Single use, good for about a minute. */
    replyToken: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    /** The message that is answered, so that its unsending is noticed. */
    messageId: Type.Optional(LineId),
    /** To quote that message; in groups, where it is one among others. */
    quoteToken: Type.Optional(QuoteToken),
    /** When the event happened, in ms since the epoch by LINE's clock. */
    at: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type LineTarget = Static<typeof LineTarget>;

/** What the bot says to an event that is no complaint. */
export const NoticeTopic = Type.Enum([
  "follow",
  "join",
  "sticker",
  "image",
  "video",
  "audio",
  "voice-gone",
  "voice-late",
  "voice-long",
  "voice-odd",
  "voice-silent",
  "voice-missed",
  "file",
  "location",
  "other",
  "blank",
  "too-long",
  "forgotten",
  "erased",
  "sorry",
  "waiting",
  "busy",
]);
export type NoticeTopic = Static<typeof NoticeTopic>;

export const Notice = Type.Object({ about: NoticeTopic, language: Language }, closed);
export type Notice = Static<typeof Notice>;

/** The job input of `line-notice`. */
export const LineNoticeInput = Type.Object({ say: Notice, user: Type.Optional(LineOwner), line: LineTarget }, closed);
export type LineNoticeInput = Static<typeof LineNoticeInput>;

/** How an answer left: see docs/guarantees.md. */
export const Delivered = Type.Enum(["reply", "push", "kept", "unconfirmed", "withdrawn", "skipped"], {
  description:
    "How the answer went to LINE: by reply token, by push, kept for the user's next message, sent without knowing whether it arrived, or not at all, since the user took the message back or there was no need any more.",
});
export type Delivered = Static<typeof Delivered>;

/** Output of `line-notice`. */
export const LineNoticeResult = Type.Object(
  { message: Type.String({ minLength: 1 }), delivered: Type.Optional(Delivered) },
  closed,
);
export type LineNoticeResult = Static<typeof LineNoticeResult>;

/** All of an owner up to a time (ms since the epoch). */
const Everything = Type.Object({ owner: LineOwner, until: Type.Integer({ minimum: 0 }) }, closed);

/** The job input of `line-forget`: one message that was unsent, or all of an owner. */
export const LineForgetInput = Type.Object(
  { forget: Type.Union([Type.Object({ messageId: LineId }, closed), Everything]) },
  closed,
);
export type LineForgetInput = Static<typeof LineForgetInput>;

/** The job input of `line-forget-me`: what to forget, and the notice that says so afterwards. */
export const LineForgetMeInput = Type.Object({ forget: Everything, ...LineNoticeInput.properties }, closed);
export type LineForgetMeInput = Static<typeof LineForgetMeInput>;

/** Output of `line-forget`. */
export const LineForgetResult = Type.Object(
  { jobs: Type.Integer({ minimum: 0, description: "Jobs erased." }) },
  closed,
);
export type LineForgetResult = Static<typeof LineForgetResult>;
