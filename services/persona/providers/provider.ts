import type { Language, PersonaResult } from "@guchi/contracts/guchi.ts";
import type { Remembered } from "../words/recall.ts";
import type { AnyProvider, Call } from "@guchi/providers/provider.ts";

/** What an engine composes; the stage adds the engine's name. */
export interface Persona extends Omit<PersonaResult, "provider"> {
  /** What it is about, for her memory: a name of ours, never the user's words. */
  readonly subject?: string;
}

export interface PersonaRequest {
  /** The complaint, 1 to 5,000 UTF-16 units. */
  readonly text: string;
  /** To answer in. */
  readonly language: Language;
  /** Death, illness, loss: she is quiet and gentle, in words, face and place. */
  readonly grave: boolean;
  /** It is so only for a doubt of danger: what it is about may be named. */
  readonly doubt?: boolean;
  /** The job's id: the same request with the same seed gives the same persona. */
  readonly seed: string;
  /** Who spoke, if that is known. Never sent as it is. */
  readonly user?: string | undefined;
  /** When the user spoke. */
  readonly at: Date;
  /** What she said to this user lately, oldest first: not to be said again now. */
  readonly memory: readonly Remembered[];
}

/** An engine that decides what the idol says about a complaint, and how she looks. */
export interface PersonaProvider extends AnyProvider {
  /** Throws ProviderError. */
  compose(request: PersonaRequest, call: Call): Promise<Persona>;
}
