import { must, onlyKnown } from "../openai/route.ts";

/** What a `response.create` asked for, once it was found to be in order. */
export interface Order {
  readonly instructions: string;
  readonly text: string;
  readonly voice: string;
}

const VOICES = "alloy ash ballad coral echo sage shimmer verse marin cedar".split(" ");
const PARAMETERS =
  "audio conversation input instructions max_output_tokens metadata output_modalities parallel_tool_calls prompt reasoning tool_choice tools";

/**
 * Reads a `response.create` as the API does. Throws ApiRefusal for what it would answer with an
 * `error` event.
 */
export function readOrder(event: Readonly<Record<string, unknown>>): Order {
  onlyKnown(event, ["type", "event_id", "response"]);
  const response = object(event["response"], "response");
  onlyKnown(response, PARAMETERS.split(" "));
  const { instructions = "", max_output_tokens: tokens = "inf", output_modalities: modalities } = response;
  must(typeof instructions === "string", "response.instructions", "must be a string");
  must(tokens === "inf" || isBetween(tokens, 1, 4_096), "response.max_output_tokens", "must be 1 to 4096 or inf");
  must(JSON.stringify(modalities) === '["audio"]', "response.output_modalities", "is audio in this fake");
  must(["auto", "none", undefined].includes(response["conversation"] as string), "response.conversation", "is unknown");
  const output = object(object(response["audio"], "response.audio")["output"], "response.audio.output");
  onlyKnown(output, ["format", "voice"]);
  const format = object(output["format"], "response.audio.output.format");
  must(format["type"] === "audio/pcm" && format["rate"] === 24_000, "response.audio.output.format", "is pcm here");
  const { voice } = output;
  must(typeof voice === "string" && VOICES.includes(voice), "response.audio.output.voice", "must be a voice");
  return { instructions, voice, text: textOf(response["input"]) };
}

function textOf(input: unknown): string {
  must(Array.isArray(input) && input.length === 1, "response.input", "is one item in this fake");
  const item = object(input[0], "response.input[0]");
  onlyKnown(item, ["type", "role", "content", "id"]);
  must(item["type"] === "message" && item["role"] === "user", "response.input[0]", "is a user's message in this fake");
  const content: unknown = item["content"];
  must(Array.isArray(content) && content.length === 1, "response.input[0].content", "is one part in this fake");
  const part = object(content[0], "response.input[0].content[0]");
  onlyKnown(part, ["type", "text"]);
  const { text } = part;
  must(part["type"] === "input_text" && typeof text === "string", "response.input[0].content[0]", "must be input_text");
  return text;
}

function object(value: unknown, param: string): Readonly<Record<string, unknown>> {
  must(typeof value === "object" && value !== null && !Array.isArray(value), param, "must be an object");
  return value as Readonly<Record<string, unknown>>;
}

function isBetween(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
}
