import type { Language, Mood } from "@guchi/shared/contracts/guchi.ts";

export interface SpeechRequest {
  /** What she says: 1 to 240 UTF-16 units, may hold emoji and symbols that are not spoken. */
  readonly text: string;
  readonly language: Language;
  readonly mood: Mood;
}

/** An engine that speaks. */
export interface SpeechProvider {
  readonly name: string;
  /** A whole mp3 file. The stage measures its duration. Throws StageError. */
  speak(request: SpeechRequest, signal: AbortSignal): Promise<Uint8Array>;
}
