import type { Language, Mood } from "@guchi/contracts/guchi.ts";
import type { AnyProvider, Call } from "@guchi/providers/provider.ts";

export interface SpeechRequest {
  /** What she says: 1 to 240 UTF-16 units, may hold emoji and symbols that are not spoken. */
  readonly text: string;
  readonly language: Language;
  readonly mood: Mood;
}

/** An engine that speaks. */
export interface SpeechProvider extends AnyProvider {
  /** A whole mp3 file. The stage measures its duration. Throws ProviderError. */
  speak(request: SpeechRequest, call: Call): Promise<Uint8Array>;
}
