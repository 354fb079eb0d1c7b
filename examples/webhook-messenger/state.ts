/**
 * How far an answer has come. `sending`: a request is about to leave, or has left; whoever finds it
 * so later cannot know whether it arrived.
 */
export type State = "new" | "sending" | "not-sent" | "held" | "delivered" | "unconfirmed" | "withdrawn";

/** What happens to it. */
export type Event =
  /** Somebody is about to send it. */
  | "send"
  /** The receiver took it (2xx). */
  | "taken"
  /** The receiver certainly did not take it, or was not reached. */
  | "not-taken"
  /** The request left, and no answer came. */
  | "no-answer"
  /** The receiver is away: it waits for the next answer to the same URL. */
  | "hold"
  /** Its job is purged. */
  | "erase";

/**
 * The whole machine. What is not here changes nothing. Of two that send at the same time the second
 * finds `sending`, and sends nothing: at most one request leaves.
 */
const TABLE: Readonly<Record<Event, Partial<Record<State, State>>>> = {
  send: { new: "sending", "not-sent": "sending", held: "sending", sending: "unconfirmed" },
  taken: { sending: "delivered", unconfirmed: "delivered" },
  "not-taken": { sending: "not-sent" },
  "no-answer": { sending: "unconfirmed" },
  hold: { "not-sent": "held" },
  erase: { new: "withdrawn", "not-sent": "withdrawn", held: "withdrawn", sending: "withdrawn" },
};

/** The state after an event; undefined: it changes nothing. */
export function after(state: State, event: Event): State | undefined {
  return TABLE[event][state];
}
