import { completion } from "./chat.ts";
import { ApiRefusal, must, onlyKnown, type FakeRoute } from "./route.ts";
import { isRecord } from "./strict-schema.ts";

const KNOWN = ["model", "messages", "response_format", "max_tokens", "temperature"];

/**
 * A model server of one's own as Ollama, llama.cpp and LM Studio are: it knows these fields and one
 * model. With `structured: false` it refuses `response_format`, as older ones do.
 */
export function ownServerRoutes({ structured = true, model = "gemma3:4b" } = {}): readonly FakeRoute[] {
  return [
    {
      name: "models",
      method: "GET",
      path: "/models",
      answer: () => ({ status: 200, body: { data: [{ id: model }] } }),
    },
    {
      name: "chat",
      method: "POST",
      path: "/chat/completions",
      answer({ body }) {
        must(isRecord(body), "body", "must be an object");
        onlyKnown(body, KNOWN);
        if (body["model"] !== model) throw new ApiRefusal(404, `model "${String(body["model"])}" not found`);
        const isStructured = body["response_format"] !== undefined;
        must(structured || !isStructured, "response_format", "is not supported");
        const words = "そっか、それはくたびれるよね。ミミはここにいるよ。";
        return { status: 200, body: completion(model, isStructured ? JSON.stringify({ message: words }) : words) };
      },
    },
  ];
}
