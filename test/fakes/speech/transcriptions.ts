import { isModel } from "../openai/models.ts";
import { ApiRefusal, must, onlyKnown, type FakeRoute } from "../openai/route.ts";

const KNOWN = ["file", "model", "language", "languages", "languages[]", "prompt", "response_format", "temperature"];
const EXTENSIONS = /\.(?:flac|mp3|mp4|mpeg|mpga|m4a|ogg|wav|webm)$/;
/** What it always hears, unless it is told otherwise. */
export const HEARD = "今日は残業ばっかりで疲れた";

/** POST /v1/audio/transcriptions */
export const transcriptions: FakeRoute = {
  name: "transcriptions",
  method: "POST",
  path: "/audio/transcriptions",
  form: true,
  answer({ body }) {
    const asked = body as Readonly<Record<string, unknown>>;
    onlyKnown(asked, KNOWN);
    const { file, model } = asked;
    must(typeof model === "string", "model", "must be a string");
    if (!isModel(model) || !model.includes("transcribe")) {
      throw new ApiRefusal(404, `The model '${model}' does not exist.`, { code: "model_not_found" });
    }
    must(file instanceof File && file.size > 0, "file", "must be a file");
    must(EXTENSIONS.test(file.name), "file", "must be of a known format");
    const takesLanguages = model.startsWith("gpt-transcribe");
    must(takesLanguages || !("languages[]" in asked), "languages", "is not supported by this model");
    return { status: 200, body: { text: HEARD, usage: { type: "duration", seconds: 3 } } };
  },
};
