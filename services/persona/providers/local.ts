import { chooseLook } from "../look/look.ts";
import { createRandom } from "../random.ts";
import { createClock } from "../time-of-day.ts";
import { createUnderstanding } from "../understanding/understand.ts";
import { composeMessage } from "../words/compose.ts";
import { PHRASES } from "../words/phrases.ts";
import type { PersonaProvider } from "./provider.ts";

/**
 * Composes from her own lines: no key, no network, a few milliseconds. Of the user's own words only
 * an amount and a short quoted word come back, as far as they are fit to be said
 * (understanding/take-up.ts). `timeZone` (IANA name, default Asia/Tokyo) is where users who write
 * English are. Throws RangeError on an unknown zone.
 */
export function createLocalPersona({ timeZone }: { readonly timeZone?: string } = {}): PersonaProvider {
  const momentOf = createClock(timeZone);
  const understand = createUnderstanding();
  return {
    name: "local",
    async compose({ text, language, grave, doubt = false, seed, at, memory }, { signal }) {
      signal.throwIfAborted();
      const understood = understand(text, language, grave);
      const moment = momentOf(at, language);
      const { topic, mood, details } = understood;
      const [subject] = details;
      return {
        message: composeMessage({
          language,
          phrases: PHRASES[language],
          understood,
          moment,
          memory,
          doubt,
          dayOf: (time) => momentOf(new Date(time), language).day,
          random: createRandom(`message:${seed}:${text}`),
        }),
        language,
        topic,
        mood,
        timeOfDay: moment.timeOfDay,
        look: chooseLook({ understood, timeOfDay: moment.timeOfDay, random: createRandom(`look:${seed}`) }),
        ...(subject?.weak === false && { subject: subject.name }),
      };
    },
  };
}
