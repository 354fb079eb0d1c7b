import type { PersonaResult } from "@guchi/shared/contracts/guchi.ts";

export interface ImageRequest {
  readonly persona: Pick<PersonaResult, "message" | "language" | "topic" | "mood" | "timeOfDay" | "look">;
  /** The job's id: the same request with the same seed gives the same picture where the engine can do that. */
  readonly seed: string;
}

/** An engine that makes the picture. */
export interface ImageProvider {
  readonly name: string;
  /** A picture of at least 1024x1024 in any format that sharp reads; the stage makes the JPEG and its preview. Throws StageError. */
  render(request: ImageRequest, signal: AbortSignal): Promise<Uint8Array>;
}
