import { checkOpenAi } from "@guchi/providers/check.ts";
import { ProviderError } from "@guchi/providers/failure.ts";
import { askOpenAi } from "@guchi/providers/openai.ts";
import { safetyIdentifier } from "@guchi/providers/safety-identifier.ts";
import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { fits } from "@guchi/chain/schema.ts";
import type { OpenAI } from "openai";
import { chooseLook } from "../look/look.ts";
import { createRandom } from "../random.ts";
import { createClock } from "../time-of-day.ts";
import { createUnderstanding, quietMood } from "../understanding/understand.ts";
import { Draft, herWords } from "./openai-draft.ts";
import { briefing, material } from "./openai-prompt.ts";
import type { PersonaProvider, PersonaRequest } from "./provider.ts";
import type { PersonaSettings } from "../settings.ts";

const NAME = "openai";
/**
 * A bound for the bill, not for the answer: thinking counts, too, and an answer that ended in it
 * would be empty and paid. More than a model writes within the longest PERSONA_CALL_TIMEOUT.
 */
const MAX_TOKENS = 8_000;
/**
 * Models that think before they answer take `reasoning_effort`; others refuse it, as do the
 * variants that chat only and those that always think hard.
 */
const THINKS = /^(?:o\d|gpt-(?:[5-9]|\d\d))(?!.*-(?:chat|pro)\b)/;

type Settings = Pick<
  PersonaSettings,
  | "OPENAI_API_KEY"
  | "OPENAI_BASE_URL"
  | "OPENAI_TEXT_MODEL"
  | "OPENAI_TEXT_PRICE_USD"
  | "PERSONA_CALL_TIMEOUT"
  | "TIME_ZONE"
>;

/**
 * A text model writes what she says and tells topic and mood; how she looks is chosen by our own
 * rules, so that no word of a user or of a model gets into the picture's prompt. Only the complaint
 * and her own last words are sent, and of the user's id a hash. What is known to be grave stays so,
 * whatever the model thinks of it. When the request is refused, it is sent once more with our own
 * words for the complaint in place of the user's; an answer that declines is on the bill, so then
 * the next provider is asked.
 */
export function createOpenAiPersona(client: OpenAI, settings: Settings): PersonaProvider {
  const momentOf = createClock(settings.TIME_ZONE);
  const understand = createUnderstanding();

  function complaintOf({ text, language }: PersonaRequest, softer: boolean): string {
    if (!softer) return text;
    const { topic, mood, details } = understand(text, language);
    return [topic, mood, ...details.map(({ name }) => name)].join(", ");
  }

  return {
    name: NAME,
    model: settings.OPENAI_TEXT_MODEL,
    callTimeoutMs: settings.PERSONA_CALL_TIMEOUT * 1_000,
    check: checkOpenAi(NAME, settings),
    rephrases: true,
    async compose(request, { signal, pay, softer }) {
      const { language } = request;
      const { timeOfDay } = momentOf(request.at, language);
      const complaint = complaintOf(request, softer);
      const knownGrave = request.grave || understand(request.text, language).grave;
      const lastTime = request.memory.at(-1)?.message;
      const said = material({ complaint, timeOfDay, lastTime, grave: knownGrave });
      signal.throwIfAborted();
      await pay(settings.OPENAI_TEXT_PRICE_USD);
      const draft = draftOf(
        await askOpenAi(NAME, () =>
          client.chat.completions.create(
            {
              model: settings.OPENAI_TEXT_MODEL,
              messages: [
                { role: "system", content: briefing(language) },
                { role: "user", content: said },
              ],
              response_format: {
                type: "json_schema",
                json_schema: { name: "answer", strict: true, schema: { ...Draft } },
              },
              max_completion_tokens: MAX_TOKENS,
              // Two sentences need no long thought, and somebody waits for them.
              ...(THINKS.test(settings.OPENAI_TEXT_MODEL) && { reasoning_effort: "low" }),
              ...safetyIdentifier(request.user),
            },
            { signal },
          ),
        ),
      );
      const { topic } = draft;
      const grave = knownGrave || draft.grave;
      const mood = grave ? quietMood(draft.mood) : draft.mood;
      const words = herWords(draft.message, language, { grave });
      if (words === undefined || words === lastTime) throw new ProviderError("broken_answer", NAME);
      const understood = { topic, mood, grave, details: [] };
      const look = chooseLook({ understood, timeOfDay, random: createRandom(`look:${request.seed}`) });
      return { message: words, language, topic, mood, timeOfDay, look };
    },
  };
}

/**
 * What the model filled in. The answer is data from outside: other vendors of this API keep to its
 * shape more or less.
 */
function draftOf(completion: OpenAI.ChatCompletion): Draft {
  const choice = completion.choices?.[0];
  if (choice?.finish_reason === "content_filter" || choice?.message?.refusal) throw new ProviderError("declined", NAME);
  const draft = jsonOrUndefined(choice?.message?.content ?? "");
  if (!fits(Draft, draft)) throw new ProviderError("broken_answer", NAME);
  return draft;
}
