import type { Look } from "@guchi/contracts/look.ts";

/**
 * Longest prompt that GPT image models take:
 * https://platform.openai.com/docs/api-reference/images/create
 */
const MAX_PROMPT_CHARACTERS = 32_000;

const HAIR: Readonly<Record<Look["hairStyle"], string>> = {
  long: "long straight hair",
  bob: "a neat bob",
  twintails: "hair tied on both sides",
  ponytail: "a ponytail",
  bun: "hair in a bun",
};

/**
 * What the model is told. The look's description comes from our own words, so no word of a user is
 * in it. `softer`: after a refusal, a plain cartoon portrait without place, mood or figure.
 */
export function promptFor(look: Look, { softer }: { readonly softer: boolean }): string {
  const what = softer ? plainPortrait(look) : look.description;
  return `${what} ${ROOM_FOR_WORDS}`.slice(0, MAX_PROMPT_CHARACTERS);
}

const ROOM_FOR_WORDS =
  "Her face is in the upper half of the picture; the lowest third is calm and without detail, as a caption will cover it.";

function plainPortrait({ hairStyle, hairColor, outfitColor, scene }: Look): string {
  return [
    "A friendly, family-safe cartoon portrait of a fictional adult pop singer, a mascot character,",
    `with ${HAIR[hairStyle]} (${hairColor}) and a high-necked, long-sleeved jacket (${outfitColor}).`,
    scene === "quiet"
      ? "She looks calm and kind, her mouth closed, head and shoulders, plain gray-blue background. No text, no letters, no logos."
      : "She smiles kindly, head and shoulders, plain pastel background. No text, no letters, no logos.",
  ].join(" ");
}
