import { userHash } from "@guchi/chain/redis/user-hash.ts";
import Type, { type Static } from "typebox";
import { Language } from "./language.ts";

/** What services know of LINE, which one of them speaks to. */

const closed = { additionalProperties: false } as const;

/** An id that LINE gave: a user, group, room or message. */
export const LineId = Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$" });

/**
 * Who or where something belongs to: a hash of the LINE id of a user, group or room (lineOwnerOf).
 */
export const LineOwner = Type.String({ pattern: "^line-[A-Za-z0-9_-]{43}$" });

/**
 * What stands for a LINE user, group or room in our data: a hash, so that neither a key of Redis
 * nor a job's `user` tells who it is. Only where an answer goes, sealed, holds the id itself. To
 * the channels of one provider a user has one id: here each channel has another owner, so that what
 * one knows of somebody is nothing to another one.
 */
export function lineOwnerOf(lineId: string, channel = ""): string {
  return `line-${userHash(channel === "" ? lineId : `${channel}:${lineId}`)}`;
}

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

/** What `reply` gives for a notice. */
export const NoticeResult = Type.Object({ message: Type.String({ minLength: 1 }) }, closed);
export type NoticeResult = Static<typeof NoticeResult>;

/** Where LINE loads the icon beside her name, under the base of our URLs. */
export const ICON_PATH = "/line/icon.png";

/** One event of LINE's webhook, as the gateway takes it in: the input of the job `line-event`. */
export const LineEventInput = Type.Object(
  {
    /** The channel that it came to; "": the one without a name. */
    channel: Type.String({ maxLength: 64 }),
    /** When the webhook came, in ms since the epoch: the age of a reply token counts from here. */
    receivedAt: Type.Integer({ minimum: 0 }),
    /** As LINE sent it. Read by the service that speaks to LINE. */
    event: Type.Unknown(),
  },
  closed,
);
export type LineEventInput = Static<typeof LineEventInput>;
export const LINE_EVENT_PIPELINE = "line-event";
