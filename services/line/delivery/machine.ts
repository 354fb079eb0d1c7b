import Type, { type Static } from "typebox";

/**
 * The delivery of one answer to LINE, as a state machine: which states there are, and what an event
 * makes of each. Pure; docs/guarantees.md draws it, machine.test.ts has the whole table.
 */

const Way = Type.Enum(["reply", "push"]);
export type Way = Static<typeof Way>;

const At = Type.Integer({ minimum: 0 });
const Jobs = Type.Array(Type.String());

/**
 * Nothing has left, for certain. `tokenOver`: the reply token was used or has ended, or is left to
 * something else.
 */
const Composed = Type.Object({ state: Type.Literal("composed"), at: At, tokenOver: Type.Boolean() });

const request = {
  way: Way,
  /** Since when a request of this way may have arrived, in ms since the epoch. */
  at: At,
  /** JSON text, sealed; undefined: a part of them was erased, and they are to be made anew. */
  messages: Type.Optional(Type.String()),
  /** The jobs of held answers that are in the messages, too. */
  carries: Jobs,
};

/** A request is under way. `by`: its own id. `isFirst`: none before it can have arrived. */
const Sending = Type.Object({
  ...request,
  state: Type.Literal("sending"),
  by: Type.String(),
  isFirst: Type.Boolean(),
});

/** LINE did not say whether it took the answer. */
const Uncertain = Type.Object({ ...request, state: Type.Literal("uncertain") });

/** LINE has taken it. */
const Delivered = Type.Object({ state: Type.Literal("delivered"), at: At, carries: Jobs });
/** It may have arrived, nobody can know, and nothing more is sent. */
const Unconfirmed = Type.Object({ state: Type.Literal("unconfirmed"), at: At, carries: Jobs });
/** It waits for the next answer to the same chat. Its words are in its job's record alone. */
const Held = Type.Object({ state: Type.Literal("held"), at: At });
/** It goes along with the answer of the job `with`. `heldAt`: its place among others that wait. */
const Carried = Type.Object({ state: Type.Literal("carried"), at: At, heldAt: At, with: Type.String() });
/**
 * Nobody wants it any more, and nothing is sent. `by`: the request that was under way then, which
 * alone knows what becomes of what it carries.
 */
const Withdrawn = Type.Object({
  state: Type.Literal("withdrawn"),
  at: At,
  by: Type.Optional(Type.String()),
  carries: Jobs,
});

export const DeliveryState = Type.Union([
  Composed,
  Sending,
  Uncertain,
  Delivered,
  Unconfirmed,
  Held,
  Carried,
  Withdrawn,
]);
export type DeliveryState = Static<typeof DeliveryState>;

/** The jobs whose answers go along with this one, if any. */
export function carriesOf(state: DeliveryState | undefined): readonly string[] {
  return state !== undefined && "carries" in state ? state.carries : [];
}

export type DeliveryEvent =
  /** A request is about to leave. */
  | {
      readonly is: "send";
      readonly way: Way;
      readonly by: string;
      readonly messages: string;
      readonly carries: readonly string[];
    }
  /** What LINE said to the request `by`: it took the answer, */
  | { readonly is: "sent"; readonly by: string }
  /** the reply token was used or has ended, */
  | { readonly is: "token-over"; readonly by: string }
  /** it did not take it, */
  | { readonly is: "refused"; readonly by: string }
  /** it never takes a part of these messages, which an earlier request may have brought, too, */
  | { readonly is: "part-refused"; readonly by: string }
  /** or nothing that tells. */
  | { readonly is: "lost"; readonly by: string }
  /** Nothing more can be found out. */
  | { readonly is: "give-up" }
  /** It is to wait for the next answer to the chat; `by`: as the answer to that request says. */
  | { readonly is: "hold"; readonly by?: string }
  /** Its reply token is left to something else. */
  | { readonly is: "leave-token" }
  /** Its job was purged. */
  | { readonly is: "withdraw" }
  /** It is not worth sending any more: what it carries waits again. */
  | { readonly is: "let-go" }
  /** An answer that it carries was withdrawn. */
  | { readonly is: "drop"; readonly job: string }
  /** The answer of the job `with` takes it along, */
  | { readonly is: "take"; readonly with: string }
  /** and this is what became of that. */
  | { readonly is: Fate };

/** What becomes of the answers that one carries. */
export type Fate = "carrier-delivered" | "carrier-unconfirmed" | "carrier-held";

/** `carried`: the event that the carried answers get with it. */
export interface Transition {
  readonly next: DeliveryState;
  readonly carried?: Fate;
}

/**
 * What an event makes of a delivery at `now` (ms since the epoch); undefined: nothing, since it
 * does not fit the state. `from` undefined: nothing is known of it yet.
 */
export function transition(from: DeliveryState | undefined, event: DeliveryEvent, now: number): Transition | undefined {
  const state = from ?? { state: "composed", at: now, tokenOver: false };
  switch (state.state) {
    case "composed":
      return ofComposed(state, event, now);
    case "sending":
      return ofSending(state, event, now);
    case "uncertain":
      return ofUncertain(state, event, now);
    case "held":
      return ofHeld(state, event, now);
    case "carried":
      return ofCarried(state, event, now);
    case "withdrawn":
      return ofWithdrawn(state, event);
    default:
      return undefined; // delivered and unconfirmed are ends
  }
}

function ofComposed({ tokenOver }: Static<typeof Composed>, event: DeliveryEvent, now: number): Transition | undefined {
  switch (event.is) {
    case "send":
      return event.way === "reply" && tokenOver ? undefined : { next: sending(event, { at: now, isFirst: true }) };
    case "leave-token":
      return tokenOver ? undefined : { next: { state: "composed", at: now, tokenOver: true } };
    case "hold":
      return { next: { state: "held", at: now } };
    case "withdraw":
    case "let-go":
      return { next: { state: "withdrawn", at: now, carries: [] } };
    default:
      return undefined;
  }
}

function ofSending(state: Static<typeof Sending>, event: DeliveryEvent, now: number): Transition | undefined {
  const isMine = "by" in event && event.by === state.by;
  switch (event.is) {
    case "token-over":
    case "refused":
      // Who was overtaken by another request, or came after one, knows nothing for certain.
      if (!isMine || !state.isFirst) return undefined;
      return { next: { state: "composed", at: now, tokenOver: event.is === "token-over" }, carried: "carrier-held" };
    case "part-refused":
      return isMine ? ofPart(state, now) : undefined;
    case "lost": {
      const { isFirst: _, by: __, ...known } = state;
      return isMine ? { next: { ...known, state: "uncertain" } } : undefined;
    }
    case "withdraw":
      return { next: { state: "withdrawn", at: now, by: state.by, carries: state.carries } };
    default:
      return ofRequest(state, event, now);
  }
}

/**
 * Each push had the same messages, so none can have been taken. A reply before may have had others:
 * it goes on with new ones, since its token is good once.
 */
function ofPart(state: Static<typeof Sending>, now: number): Transition {
  const { isFirst: _, by: __, messages: ___, ...known } = state;
  if (state.way === "reply") return { next: { ...known, state: "uncertain" } };
  return { next: { state: "composed", at: now, tokenOver: false }, carried: "carrier-held" };
}

function ofUncertain(state: Static<typeof Uncertain>, event: DeliveryEvent, now: number): Transition | undefined {
  if (event.is !== "withdraw") return ofRequest(state, event, now);
  return { next: { state: "withdrawn", at: now, carries: [] }, carried: "carrier-unconfirmed" };
}

/** What is so whether a request is under way or one is lost. */
function ofRequest(
  state: Static<typeof Sending> | Static<typeof Uncertain>,
  event: DeliveryEvent,
  now: number,
): Transition | undefined {
  const { carries } = state;
  switch (event.is) {
    case "send":
      return again(state, event);
    case "sent": // of whichever request: LINE takes a token, or a retry key, once
      return { next: { state: "delivered", at: now, carries }, carried: "carrier-delivered" };
    case "give-up":
      return { next: { state: "unconfirmed", at: now, carries }, carried: "carrier-unconfirmed" };
    case "hold":
      if (event.by !== undefined && (state.state !== "sending" || event.by !== state.by)) return undefined;
      return { next: { state: "held", at: now }, carried: "carrier-held" };
    case "let-go":
      return { next: { state: "withdrawn", at: now, carries: [] }, carried: "carrier-held" };
    case "drop": {
      const { messages: _, ...rest } = state;
      const left = carries.filter((job) => job !== event.job);
      return left.length === carries.length ? undefined : { next: { ...rest, carries: left } };
    }
    default:
      return undefined;
  }
}

/**
 * The same request once more: by the same way, and with the same messages. Only a reply may have
 * others, since its token is good once; under a push's retry key the bytes must stay.
 */
function again(
  { way, at, carries, messages }: Static<typeof Sending> | Static<typeof Uncertain>,
  event: DeliveryEvent & { is: "send" },
): Transition | undefined {
  if (event.way !== way || (way === "push" && messages === undefined)) return undefined;
  const same = messages === undefined ? event : { ...event, messages, carries };
  return { next: sending(same, { at, isFirst: false }) };
}

function sending(
  { way, by, messages, carries }: DeliveryEvent & { is: "send" },
  { at, isFirst }: { readonly at: number; readonly isFirst: boolean },
): DeliveryState {
  return { state: "sending", way, at, by, isFirst, messages, carries: [...carries] };
}

function ofHeld({ at }: Static<typeof Held>, event: DeliveryEvent, now: number): Transition | undefined {
  if (event.is === "take") return { next: { state: "carried", at: now, heldAt: at, with: event.with } };
  // A request that was thought lost, or of a process that stood still.
  if (event.is === "sent") return { next: { state: "delivered", at: now, carries: [] } };
  return event.is === "withdraw" ? { next: { state: "withdrawn", at: now, carries: [] } } : undefined;
}

function ofCarried({ heldAt }: Static<typeof Carried>, event: DeliveryEvent, now: number): Transition | undefined {
  switch (event.is) {
    case "carrier-delivered":
      return { next: { state: "delivered", at: now, carries: [] } };
    case "carrier-unconfirmed":
      return { next: { state: "unconfirmed", at: now, carries: [] } };
    case "carrier-held":
      return { next: { state: "held", at: heldAt } };
    case "withdraw":
      return { next: { state: "withdrawn", at: now, carries: [] } };
    default:
      return undefined;
  }
}

/** Only what LINE says to the request that was under way tells of what it carries. */
function ofWithdrawn(state: Static<typeof Withdrawn>, event: DeliveryEvent): Transition | undefined {
  const carried = FATES[event.is];
  if (carried === undefined || !("by" in event) || event.by !== state.by) return undefined;
  const { by: _, ...next } = state;
  return { next, carried };
}

const FATES: { readonly [Is in DeliveryEvent["is"]]?: Fate } = {
  sent: "carrier-delivered",
  "token-over": "carrier-held",
  refused: "carrier-held",
  hold: "carrier-held",
  "part-refused": "carrier-unconfirmed",
  lost: "carrier-unconfirmed",
};
