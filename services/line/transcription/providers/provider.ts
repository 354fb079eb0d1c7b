import type { AnyProvider, Call } from "@guchi/providers/provider.ts";
import type { Recording } from "../recording.ts";

/** An engine that writes down what is said. */
export interface TranscriptionProvider extends AnyProvider {
  /** The words, in whatever language; empty where there are none. Throws ProviderError. */
  transcribe(recording: Recording, call: Call): Promise<string>;
}
