import type { Language, Mood } from "@guchi/contracts/guchi.ts";

/** How she speaks, in espeak-ng's own units. */
export interface VoiceSettings {
  readonly language: "ja" | "en-us";
  /** Words a minute as espeak counts them; in Japanese 172 are about 7 morae a second. */
  readonly speedWpm: number;
  /** 0 to 99, 50 as in the voice file. */
  readonly pitch: number;
  /** 0 to 99, 50 as in the voice file. */
  readonly pitchRange: number;
  /** Pause between words in 10 ms. */
  readonly gap: number;
}

/** Slower and lower for who is worn out or sad, a touch brighter for who is bored or cross. */
export function voiceSettings(language: Language, mood: Mood): VoiceSettings {
  const { speed, pitch, range } = MOODS[mood];
  const base = BASE[language];
  return {
    ...base,
    speedWpm: base.speedWpm + speed,
    pitch: base.pitch + pitch,
    pitchRange: base.pitchRange + range,
  };
}

const BASE: Record<Language, VoiceSettings> = {
  ja: { language: "ja", speedWpm: 172, pitch: 50, pitchRange: 50, gap: 1 },
  en: { language: "en-us", speedWpm: 165, pitch: 50, pitchRange: 55, gap: 1 },
};

const MOODS: Record<Mood, { speed: number; pitch: number; range: number }> = {
  tired: { speed: -8, pitch: -3, range: -4 },
  sad: { speed: -8, pitch: -4, range: -4 },
  lonely: { speed: -6, pitch: -2, range: 0 },
  anxious: { speed: -4, pitch: -2, range: 0 },
  frustrated: { speed: 0, pitch: 0, range: 2 },
  angry: { speed: 0, pitch: 1, range: 4 },
  bored: { speed: 4, pitch: 3, range: 6 },
};
