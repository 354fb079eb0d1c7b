import { ApiRefusal, must, onlyKnown, type FakeRoute } from "./route.ts";
import { isModel } from "./models.ts";

const CATEGORIES = [
  "harassment",
  "harassment/threatening",
  "hate",
  "hate/threatening",
  "illicit",
  "illicit/violent",
  "self-harm",
  "self-harm/intent",
  "self-harm/instructions",
  "sexual",
  "sexual/minors",
  "violence",
  "violence/graphic",
] as const;

/** Words that make the fake flag a text: tests need no model's judgment. */
const SELF_HARM = /死にたい|消えてしまいたい|kill myself|end it all|FLAG-SELF-HARM|FLAG-ME/i;

/** POST /v1/moderations */
export const moderations: FakeRoute = {
  name: "moderations",
  method: "POST",
  path: "/moderations",
  answer({ body }) {
    const asked = body as { input?: unknown; model?: unknown };
    onlyKnown(asked, ["input", "model"]);
    const inputs = typeof asked.input === "string" ? [asked.input] : asked.input;
    must(Array.isArray(inputs) && inputs.length > 0, "input", "must be a string or a list");
    const model = asked.model ?? "omni-moderation-latest";
    must(typeof model === "string", "model", "must be a string");
    if (!isModel(model)) throw new ApiRefusal(404, `The model '${model}' does not exist.`, { code: "model_not_found" });
    return {
      status: 200,
      body: { id: "modr-fake", model, results: inputs.map((input) => resultOf(JSON.stringify(input))) },
    };
  },
};

function resultOf(text: string): object {
  const flagged = SELF_HARM.test(text);
  const is = (category: string) => flagged && category.startsWith("self-harm") && category !== "self-harm/instructions";
  return {
    flagged,
    categories: Object.fromEntries(CATEGORIES.map((category) => [category, is(category)])),
    category_scores: Object.fromEntries(CATEGORIES.map((category) => [category, is(category) ? 0.97 : 0.0001])),
    category_applied_input_types: Object.fromEntries(CATEGORIES.map((category) => [category, ["text"]])),
  };
}
