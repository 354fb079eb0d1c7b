import { createHash } from "node:crypto";
import { isModel } from "./models.ts";
import { ApiRefusal, must, onlyKnown, type FakeRoute } from "./route.ts";
import { checkStrictSchema, isRecord } from "./strict-schema.ts";

/**
 * Not deprecated ones: `seed`, `user`, `max_tokens`, `functions` would be taken by the real one,
 * with a warning in its docs.
 */
const KNOWN = [
  "model",
  "messages",
  "response_format",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "reasoning_effort",
  "store",
  "metadata",
  "safety_identifier",
  "n",
  "stop",
  "stream",
];
const ROLES = new Set(["system", "developer", "user", "assistant"]);

/**
 * POST /v1/chat/completions with a structured output. It fills the schema in: enums by turns, and
 * strings with a sentence in the language that the system message asks for. The same messages get
 * the same answer, others another one.
 */
export const chat: FakeRoute = {
  name: "chat",
  method: "POST",
  path: "/chat/completions",
  answer({ body }) {
    const asked = body as Record<string, unknown>;
    onlyKnown(asked, KNOWN);
    const { model, messages, response_format: format, max_completion_tokens: limit } = asked;
    must(typeof model === "string" && model !== "", "model", "must be a string");
    if (!isModel(model)) {
      throw new ApiRefusal(404, `The model '${model}' does not exist or you do not have access to it.`, {
        code: "model_not_found",
      });
    }
    must(Array.isArray(messages) && messages.length > 0, "messages", "must not be empty");
    for (const [index, message] of messages.entries()) {
      must(isRecord(message) && ROLES.has(String(message["role"])), `messages[${index}].role`, "is not known");
      must(typeof message["content"] === "string", `messages[${index}].content`, "must be a string");
    }
    must(limit === undefined || (Number.isInteger(limit) && Number(limit) > 0), "max_completion_tokens", "must be > 0");
    must(isRecord(format) && format["type"] === "json_schema", "response_format", "the fake knows json_schema alone");
    const { json_schema: named } = format;
    must(isRecord(named), "response_format.json_schema", "is required");
    must(
      /^[\w-]{1,64}$/.test(String(named["name"])),
      "response_format.json_schema.name",
      "must match ^[a-zA-Z0-9_-]+$",
    );
    must(named["strict"] === true, "response_format.json_schema.strict", "the fake fills strict schemas alone");
    checkStrictSchema(named["schema"]);
    return { status: 200, body: completion(model, JSON.stringify(fill(named["schema"], JSON.stringify(messages)))) };
  },
};

/** The body of an answer whose text is `content`. */
export function completion(
  model: string,
  content: string | null,
  more: Readonly<Record<string, unknown>> = {},
): object {
  const { finish_reason = "stop", refusal = null } = more;
  return {
    id: "chatcmpl-fake",
    object: "chat.completion",
    created: 1_790_000_000,
    model,
    choices: [{ index: 0, finish_reason, logprobs: null, message: { role: "assistant", content, refusal } }],
    usage: { prompt_tokens: 300, completion_tokens: 60, total_tokens: 360 },
  };
}

const SENTENCES = {
  ja: [
    "そっかぁ、それは大変だったね。",
    "うんうん、ちゃんと聞いてるよ。",
    "今日はゆっくり休もうね。",
    "話してくれてありがとう。",
  ],
  en: [
    "Oh, that sounds rough.",
    "I am right here and listening.",
    "Take it slow tonight.",
    "Thank you for telling me.",
  ],
} as const;

function fill(schema: unknown, messages: string): unknown {
  let turn = createHash("sha256").update(messages).digest().readUInt32BE(0);
  const pick = <Item>(items: readonly Item[]) => items[turn++ % items.length];
  const filled = (each: unknown): unknown => {
    if (!isRecord(each)) return null;
    if (Array.isArray(each["enum"])) return pick(each["enum"]);
    if (each["type"] === "boolean") return false;
    if (each["type"] === "integer" || each["type"] === "number") return 0;
    if (each["type"] === "string") {
      const language = /Answer in natural Japanese/.test(messages) ? "ja" : "en";
      return `${pick(SENTENCES[language])}${language === "en" ? " " : ""}${pick(SENTENCES[language])}`;
    }
    const properties = isRecord(each["properties"]) ? each["properties"] : {};
    return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, filled(property)]));
  };
  return filled(schema);
}
