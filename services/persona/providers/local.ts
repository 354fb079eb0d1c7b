import type { Language } from "@guchi/contracts/guchi.ts";
import { chooseLook } from "../look/look.ts";
import type { PhraseBank } from "../phrases/bank.ts";
import { composeMessage } from "../phrases/compose.ts";
import { EN } from "../phrases/en.ts";
import { JA } from "../phrases/ja.ts";
import { createRandom } from "../random.ts";
import { createClock } from "../time-of-day.ts";
import { createUnderstanding } from "../understanding/understand.ts";
import type { PersonaProvider } from "./provider.ts";

const BANKS: Record<Language, PhraseBank> = { ja: JA, en: EN };

/**
 * Composes from a phrase bank: no key, no network, a few milliseconds. She never echoes the user's
 * own words; a detail of the complaint comes back only as a word of our dictionary. `timeZone`
 * (IANA name, default Asia/Tokyo) is where users who write English are. Throws RangeError on an
 * unknown zone.
 */
export function createLocalPersona({ timeZone }: { readonly timeZone?: string } = {}): PersonaProvider {
  const timeOfDayOf = createClock(timeZone);
  const understand = createUnderstanding();
  return {
    name: "local",
    async compose({ text, language, grave, seed, at, previousMessage }, { signal }) {
      signal.throwIfAborted();
      const understood = understand(text, language, grave);
      const timeOfDay = timeOfDayOf(at, language);
      return {
        message: composeMessage({
          bank: BANKS[language],
          understood,
          timeOfDay,
          previousMessage,
          random: createRandom(`message:${seed}`),
        }),
        language,
        topic: understood.topic,
        mood: understood.mood,
        timeOfDay,
        look: chooseLook({ understood, timeOfDay, random: createRandom(`look:${seed}`) }),
      };
    },
  };
}
