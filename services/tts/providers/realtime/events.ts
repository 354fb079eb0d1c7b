import { ProviderError, type FailureKind } from "@guchi/providers/failure.ts";
import { kindOfCode } from "@guchi/providers/openai-codes.ts";
import { fits } from "@guchi/chain/schema.ts";
import Type, { type Static } from "typebox";

const Failure = Type.Object({
  type: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  code: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
type Failure = Static<typeof Failure>;

const Part = Type.Object({ transcript: Type.Optional(Type.Union([Type.String(), Type.Null()])) });
const Item = Type.Object({ content: Type.Optional(Type.Array(Part)) });

const Response = Type.Object({
  status: Type.String(),
  output: Type.Optional(Type.Array(Item)),
  status_details: Type.Optional(
    Type.Union([Type.Null(), Type.Object({ reason: Type.Optional(Type.String()), error: Type.Optional(Failure) })]),
  ),
});
type Response = Static<typeof Response>;

/** The server's events that matter here; there are forty more. https://platform.openai.com/docs/api-reference/realtime-server-events */
const EVENTS = {
  "session.created": Type.Object({ type: Type.Literal("session.created") }),
  "response.output_audio.delta": Type.Object({
    type: Type.Literal("response.output_audio.delta"),
    delta: Type.String(),
  }),
  "response.output_audio_transcript.done": Type.Object({
    type: Type.Literal("response.output_audio_transcript.done"),
    transcript: Type.String(),
  }),
  error: Type.Object({ type: Type.Literal("error"), error: Failure }),
  "response.done": Type.Object({ type: Type.Literal("response.done"), response: Response }),
} as const;
type EventName = keyof typeof EVENTS;

export const RealtimeEvent = {
  /** Whether what came is this event, whole. */
  is<Name extends EventName>(name: Name, event: unknown): event is Static<(typeof EVENTS)[Name]> {
    return fits(EVENTS[name], event);
  },
};

/**
 * An `error` event, which the API also sends for limits and faults of its own. Its message is left
 * out: it may hold anything.
 */
export function failureOfError(provider: string, failure: Failure): ProviderError {
  return new ProviderError(kindOfFailure(failure), provider, { cause: new Error(describe(failure)) });
}

/** Why a response that ended cannot be used; undefined when it can. */
export function failureOfResponse(provider: string, { status, status_details }: Response): ProviderError | undefined {
  if (status === "completed") return undefined;
  if (status_details?.reason === "content_filter") return new ProviderError("declined", provider);
  if (status === "failed") return failureOfError(provider, status_details?.error ?? {});
  return new ProviderError("broken_answer", provider);
}

/**
 * What the response says that it said, all of it: the last event repeats what came before in
 * pieces.
 */
export function transcriptOf({ output = [] }: Response): string {
  return output.flatMap(({ content = [] }) => content.map(({ transcript }) => transcript ?? "")).join("");
}

function kindOfFailure({ code, type }: Failure): FailureKind {
  const known = kindOfCode(code);
  if (known !== undefined) return known;
  if (code === "rate_limit_exceeded" || type === "rate_limit_error" || type === "tokens") return "rate_limited";
  if (code === "invalid_api_key" || type === "authentication_error") return "misconfigured";
  if (type === "invalid_request_error") return "bad_request";
  return "server_error";
}

function describe({ code, type }: Failure): string {
  const safe = [type, code].filter((part) => typeof part === "string" && /^[\w.-]{1,64}$/.test(part));
  return `Realtime API: ${safe.join(" ") || "no code"}`;
}
