import type { Mood } from "@guchi/contracts/guchi.ts";

/** A program or a thread on this machine that speaks one language or more. */
export interface Engine {
  /** Loads what the first sentence would wait for. */
  warmUp?(): Promise<void>;
  /**
   * What she says as a whole mp3 file; `text` is what a user may see, of any length and with
   * anything in it. Throws the signal's reason when it is aborted, and then nothing of the call is
   * left running; else any Error.
   */
  speak(text: string, mood: Mood, signal: AbortSignal): Promise<Uint8Array>;
}
