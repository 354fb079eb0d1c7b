import { crc32 } from "node:zlib";
import { reactionTo } from "@guchi/shared/chain/pipelines.ts";
import { defineStage } from "@guchi/shared/chain/stage.ts";
import {
  AudioResult,
  ImageResult,
  PersonaResult,
  ReplyResult,
  SentimentResult,
} from "@guchi/shared/contracts/guchi.ts";
import { StageError } from "@guchi/shared/errors.ts";
import Type, { type Static } from "typebox";
import { CARE, CHEERS } from "./words.ts";

const ReplyInput = Type.Object({
  sentiment: SentimentResult,
  persona: Type.Optional(PersonaResult),
  imagegen: Type.Optional(ImageResult),
  tts: Type.Optional(AudioResult),
});
type ReplyInput = Static<typeof ReplyInput>;

/** The last stage: puts together what the user gets. */
export function createReplyStage() {
  return defineStage({
    name: "reply",
    input: ReplyInput,
    output: ReplyResult,
    retry: { attempts: 5, backoffMs: 500, maxBackoffMs: 60_000 },
    timeoutMs: 10_000,
    concurrency: 16,
    run: async (input, { jobId }) => composeReply(input, jobId),
  });
}

/**
 * The job's output. The same job always gets the same words. Throws StageError when the idol should speak but nobody
 * wrote what she says.
 */
export function composeReply(input: ReplyInput, jobId: string): ReplyResult {
  const { label, score, language } = input.sentiment;
  const reaction = reactionTo(input.sentiment);
  const base = { reaction, sentiment: { label, score, language } };
  if (reaction === "care") return { ...base, message: CARE[language] };
  if (reaction === "cheer") {
    const cheers = CHEERS[language][label === "positive" ? "positive" : "neutral"];
    return { ...base, message: cheers[crc32(jobId) % cheers.length] ?? CARE[language] };
  }
  if (input.persona === undefined) {
    throw new StageError("There is nothing for the idol to say.", { code: "invalid_input", class: "permanent" });
  }
  return { ...base, message: input.persona.message, ...media(input) };
}

function media({ imagegen, tts }: ReplyInput): Pick<ReplyResult, "image" | "audio"> {
  const { provider: _drawnBy, ...image } = imagegen ?? { provider: undefined };
  const { provider: _spokenBy, ...audio } = tts ?? { provider: undefined };
  return { ...("key" in image && { image }), ...("key" in audio && { audio }) };
}
