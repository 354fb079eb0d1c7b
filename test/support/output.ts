import Type from "typebox";
import type { JobView } from "../../shared/contracts/job.ts";
import { parseAs } from "../../shared/chain/schema.ts";

const Url = Type.String({ pattern: "^https?://" });

/** The output of guchi in the contract's own form, written down a second time on purpose. */
export const GuchiOutput = Type.Object(
  {
    reaction: Type.Enum(["idol", "cheer", "care"]),
    sentiment: Type.Object({ label: Type.String(), score: Type.Number(), language: Type.String() }),
    message: Type.String({ minLength: 1 }),
    care: Type.Optional(
      Type.Object(
        {
          kind: Type.Optional(
            Type.Enum(["self-harm", "self-harm-other", "abuse", "sexual-violence", "threat", "coercion", "emergency"]),
          ),
          lines: Type.Array(
            Type.Object(
              {
                name: Type.String(),
                phone: Type.Optional(Type.String()),
                url: Type.Optional(Url),
                hours: Type.String(),
              },
              { additionalProperties: false },
            ),
            { minItems: 1 },
          ),
        },
        { additionalProperties: false },
      ),
    ),
    image: Type.Optional(
      Type.Object(
        {
          url: Url,
          previewUrl: Url,
          contentType: Type.Literal("image/jpeg"),
          width: Type.Integer(),
          height: Type.Integer(),
          bytes: Type.Integer(),
        },
        { additionalProperties: false },
      ),
    ),
    audio: Type.Optional(
      Type.Object(
        { url: Url, contentType: Type.Literal("audio/mpeg"), durationMs: Type.Integer(), bytes: Type.Integer() },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

export function outputOf(job: JobView) {
  return parseAs(GuchiOutput, job.output);
}
