import { ApiRefusal, must, onlyKnown, type FakeRoute } from "./route.ts";
import { isModel } from "./models.ts";

/** Numbers of a vector. */
const DIMENSION = 64;

/** POST /v1/embeddings: texts that share characters lie close together. */
export const embeddings: FakeRoute = {
  name: "embeddings",
  method: "POST",
  path: "/embeddings",
  answer({ body }) {
    const asked = body as { input?: unknown; model?: unknown; encoding_format?: unknown };
    onlyKnown(asked, ["input", "model", "encoding_format"]);
    const { input, model } = asked;
    must(Array.isArray(input) && input.length > 0 && input.length <= 2_048, "input", "must be a list");
    must(typeof model === "string", "model", "must be a string");
    must(asked.encoding_format === "float", "encoding_format", "must be float");
    if (!isModel(model)) throw new ApiRefusal(404, `The model '${model}' does not exist.`, { code: "model_not_found" });
    const data = input.map((text, index) => ({ object: "embedding", index, embedding: vectorOf(String(text)) }));
    return { status: 200, body: { object: "list", data, model, usage: { prompt_tokens: 1, total_tokens: 1 } } };
  },
};

function vectorOf(text: string): number[] {
  const numbers = Array.from({ length: DIMENSION }, () => 0.01);
  for (const character of text) {
    const at = (character.codePointAt(0) ?? 0) % DIMENSION;
    numbers[at] = (numbers[at] ?? 0) + 1;
  }
  return numbers;
}
