import { userHash } from "@guchi/chain/redis/user-hash.ts";

/**
 * What stands for a LINE user, group or room in our data: a hash, so that neither a key of Redis
 * nor a job's `user` tells who it is. Only `line.to` of an unfinished answer holds the id itself.
 */
export function ownerOf(lineId: string): string {
  return `line-${userHash(lineId)}`;
}

const NAMELESS = "event-";

/** Stands for the chat of an event whose user LINE does not name: a chat of that event alone. */
export function namelessChat(eventId: string): string {
  return `${NAMELESS}${eventId}`.slice(0, 64);
}

/** Whether nothing but a reply token reaches this chat. */
export function isNameless(chat: string): boolean {
  return chat.startsWith(NAMELESS);
}
