import type { PersonaResult } from "../guchi.ts";

/** A persona's answer for tests, with what a test wants to be different. */
export function personaSays(message: string, different: Partial<PersonaResult> = {}): PersonaResult {
  return {
    message,
    language: "ja",
    topic: "work",
    mood: "tired",
    timeOfDay: "night",
    look: {
      expression: "gentle",
      pose: "tea",
      framing: "half",
      outfit: "cardigan",
      hairStyle: "long",
      hairColor: "#6b3f2a",
      outfitColor: "#ff8fb1",
      accessory: "ribbon",
      place: "office",
      description: "an idol",
    },
    provider: "test",
    ...different,
  };
}
