import { fits } from "@guchi/chain/schema.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { LineId, LineOwner } from "@guchi/contracts/line.ts";
import { LineChannelName } from "@guchi/contracts/line/channels.ts";
import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;

/** The messenger's name. */
export const LINE = "line";

/** What LINE wants in order to quote a message. */
export const QuoteToken = Type.String({ minLength: 1, maxLength: 512 });

/** Where the answer goes. Everything here is the same when LINE delivers the event again. */
export const LineTarget = Type.Object(
  {
    /** The channel that the event came to; undefined: the one without a name. */
    channel: Type.Optional(LineChannelName),
    /**
     * The user, or the group or room, to push to; or what stands for a user that LINE does not name
     * (owner.ts), whom only the reply token reaches.
     */
    to: LineId,
    /** Single use, good for about a minute. */
    replyToken: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    /** The message that is answered, so that its unsending is noticed. */
    messageId: Type.Optional(LineId),
    /** To quote that message; in groups, where it is one among others. */
    quoteToken: Type.Optional(QuoteToken),
    /** The message was spoken: the answer shows what was heard of it. */
    isHeard: Type.Optional(Type.Literal(true)),
    /** When the event happened, in ms since the epoch by LINE's clock. */
    at: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type LineTarget = Static<typeof LineTarget>;

/** Whom an answer goes to, as the job that makes it keeps it. */
export const Address = Type.Object(
  {
    line: LineTarget,
    /** Hash of whoever spoke, where LINE tells. */
    user: Type.Optional(LineOwner),
    /** When the webhook came, in ms since the epoch: how old the reply token is. */
    receivedAt: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type Address = Static<typeof Address>;

/** Whose an answer is: the chat that it goes to and the person who spoke, where known. */
export interface Owned {
  readonly line: LineTarget;
  readonly user?: string | undefined;
}

/** Whom the job's answer goes to; undefined for a job that does not answer a LINE event. */
export function addressOf(record: Pick<JobRecord, "owes"> | undefined): Address | undefined {
  const { owes } = record ?? {};
  if (owes === undefined || !("messenger" in owes) || owes.messenger !== LINE) return undefined;
  return fits(Address, owes.to) ? owes.to : undefined;
}
