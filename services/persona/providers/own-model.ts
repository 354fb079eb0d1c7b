import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { fits } from "@guchi/chain/schema.ts";
import { checkOpenAi } from "@guchi/providers/check.ts";
import { ProviderError } from "@guchi/providers/failure.ts";
import { askOpenAi, createOpenAi } from "@guchi/providers/openai.ts";
import Type from "typebox";
import { chooseLook } from "../look/look.ts";
import { createRandom } from "../random.ts";
import type { PersonaSettings } from "../settings.ts";
import { createClock } from "../time-of-day.ts";
import { createUnderstanding } from "../understanding/understand.ts";
import { herWords } from "./openai-draft.ts";
import type { PersonaProvider } from "./provider.ts";
import { messagesFor } from "./own-model-prompt.ts";

const NAME = "own-model";
/** Two or three sentences, and what a model that thinks aloud may spend before them. */
const MAX_TOKENS = 600;

const Words = Type.Object({ message: Type.String() }, { additionalProperties: false });
const FORMAT = {
  type: "json_schema",
  json_schema: { name: "answer", strict: true, schema: { ...Words } },
} as const;

type Settings = Pick<
  PersonaSettings,
  "OPENAI_API_KEY" | "OPENAI_BASE_URL" | "OPENAI_TEXT_MODEL" | "PERSONA_CALL_TIMEOUT" | "TIME_ZONE"
>;

type Messages = (asJson: boolean) => ReturnType<typeof messagesFor>;

/**
 * A text model of one's own, at a server that speaks OpenAI's protocol (Ollama, llama.cpp, LM
 * Studio): no key, no bill. It writes her words and nothing else; topic, mood and look are told by
 * our own rules, and what is grave stays so.
 */
export function createOwnModel(settings: Settings): PersonaProvider {
  const write = createWriter(settings);
  const momentOf = createClock(settings.TIME_ZONE);
  const understand = createUnderstanding();
  return {
    name: NAME,
    model: settings.OPENAI_TEXT_MODEL,
    callTimeoutMs: settings.PERSONA_CALL_TIMEOUT * 1_000,
    check: checkOpenAi(NAME, settings),
    async compose({ text, language, grave, seed, at, memory }, { signal }) {
      signal.throwIfAborted();
      const understood = understand(text, language, grave);
      const lastTime = memory.at(-1)?.message;
      const asked = { language, complaint: text, lastTime, understood };
      const said = await write((asJson) => messagesFor(asked, asJson), signal);
      const message = herWords(said, language, { grave: understood.grave });
      if (message === undefined || message === lastTime) throw new ProviderError("broken_answer", NAME);
      const { timeOfDay } = momentOf(at, language);
      const look = chooseLook({ understood, timeOfDay, random: createRandom(`look:${seed}`) });
      const { topic, mood, details } = understood;
      const subject = details[0]?.weak === false ? { subject: details[0].name } : {};
      return { message, language, topic, mood, timeOfDay, look, ...subject };
    },
  };
}

/** A server that refuses structured output is asked for plain text from then on. */
function createWriter(settings: Settings) {
  const client = createOpenAi({ ...settings, OPENAI_API_KEY: settings.OPENAI_API_KEY ?? "none" });
  let takesFormat = true;

  async function ask(messages: Messages, asJson: boolean, signal: AbortSignal): Promise<string> {
    const request = {
      model: settings.OPENAI_TEXT_MODEL,
      messages: messages(asJson),
      max_tokens: MAX_TOKENS,
      temperature: 0.8,
      ...(asJson && { response_format: FORMAT }),
    };
    const { choices } = await askOpenAi(NAME, () => client.chat.completions.create(request, { signal }));
    return wordsOf(choices?.[0]?.message?.content ?? "");
  }

  return async (messages: Messages, signal: AbortSignal): Promise<string> => {
    if (!takesFormat) return ask(messages, false, signal);
    try {
      return await ask(messages, true, signal);
    } catch (error) {
      if (!(error instanceof ProviderError) || error.kind !== "bad_request") throw error;
      takesFormat = false;
      return ask(messages, false, signal);
    }
  };
}

/**
 * What the model said: inside a JSON or as it stands, without thoughts, fences, names and quotes.
 */
function wordsOf(content: string): string {
  const plain = content
    .replaceAll(/<think>[\s\S]*?(?:<\/think>|$)/gu, "")
    .replaceAll(/```(?:json)?/gu, "")
    .trim();
  const json = jsonOrUndefined(/\{[\s\S]*\}/u.exec(plain)?.[0] ?? "");
  if (fits(Words, json)) return json.message;
  return plain.replace(/^(?:ミミ|Mimi)\s*[:：]\s*/u, "").replaceAll(/^[「"“]|[」"”]$/gu, "");
}
