import { lineOwnerOf as ownerOf } from "@guchi/contracts/line.ts";
import type { LineTarget, Owned } from "./address.ts";

export { ownerOf };

const NAMELESS = "event-";

/** Stands for the chat of an event whose user LINE does not name: a chat of that event alone. */
export function namelessChat(eventId: string): string {
  return `${NAMELESS}${eventId}`.slice(0, 64);
}

/** Whether nothing but a reply token reaches this chat. */
export function isNameless(chat: string): boolean {
  return chat.startsWith(NAMELESS);
}

/** The hash of the chat that an answer goes to. */
export function chatOf({ to, channel }: Pick<LineTarget, "to" | "channel">): string {
  return ownerOf(to, channel);
}

/** The hash of whoever spoke, where LINE tells, or of the chat. */
export function speaker({ line, user }: Owned): string {
  return user ?? chatOf(line);
}
