import { sineMp3 } from "../../../services/tts/testing/sine-mp3.ts";
import { isModel } from "../openai/models.ts";
import { ApiRefusal, must, onlyKnown, type FakeRoute } from "../openai/route.ts";

const VOICES = new Set("alloy ash ballad coral echo fable onyx nova sage shimmer verse marin cedar".split(" "));
const FORMATS = new Set(["mp3", "opus", "aac", "flac", "wav", "pcm"]);
const MAX_INPUT_CHARACTERS = 4_096;
const MS_PER_CHARACTER = 100;

/** POST /v1/audio/speech. Speaks a tone as long as the text would take. */
export const speech: FakeRoute = {
  name: "speech",
  method: "POST",
  path: "/audio/speech",
  async answer({ body }) {
    const asked = body as Readonly<Record<string, unknown>>;
    onlyKnown(asked, ["input", "model", "voice", "instructions", "response_format", "speed", "stream_format"]);
    const { input, model, voice, instructions, speed = 1, response_format: format = "mp3" } = asked;
    must(typeof model === "string", "model", "must be a string");
    if (!isModel(model) || !model.includes("tts")) {
      throw new ApiRefusal(404, `The model '${model}' does not exist.`, { code: "model_not_found" });
    }
    must(typeof input === "string" && input !== "", "input", "must be a string that is not empty");
    if (Array.from(input).length > MAX_INPUT_CHARACTERS) {
      throw new ApiRefusal(400, "String is too long.", { code: "string_above_max_length", param: "input" });
    }
    must(typeof voice === "string" && VOICES.has(voice), "voice", "must be a voice");
    must(instructions === undefined || typeof instructions === "string", "instructions", "must be a string");
    must(typeof speed === "number" && speed >= 0.25 && speed <= 4, "speed", "must be 0.25 to 4");
    must(typeof format === "string" && FORMATS.has(format), "response_format", "must be a format");
    must(format === "mp3", "response_format", "is mp3 in this fake");
    return {
      status: 200,
      body: await sineMp3(300 + (MS_PER_CHARACTER * input.length) / speed),
      headers: { "content-type": "audio/mpeg" },
    };
  },
};
