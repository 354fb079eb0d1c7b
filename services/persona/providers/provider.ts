import type { Language, PersonaResult } from "@guchi/contracts/guchi.ts";
import type { AnyProvider, Call } from "@guchi/providers/provider.ts";

/** What an engine composes; the stage adds the engine's name. */
export type Persona = Omit<PersonaResult, "provider">;

export interface PersonaRequest {
  /** The complaint, 1 to 5,000 UTF-16 units. */
  readonly text: string;
  /** To answer in. */
  readonly language: Language;
  /** Death, illness, loss: she is quiet and gentle, in words, face and place. */
  readonly grave: boolean;
  /** The job's id: the same request with the same seed gives the same persona. */
  readonly seed: string;
  /** Who spoke, if that is known. Never sent as it is. */
  readonly user?: string | undefined;
  /** When the user spoke. */
  readonly at: Date;
  /** What she said to this user last, if known: not to be said again now. */
  readonly previousMessage: string | undefined;
}

/** An engine that decides what the idol says about a complaint, and how she looks. */
export interface PersonaProvider extends AnyProvider {
  /** Throws StageError. */
  compose(request: PersonaRequest, call: Call): Promise<Persona>;
}
