import type { Language } from "../../shared/language.ts";
import type { State } from "../conversation.ts";
import type { Heard } from "../player.ts";
import type { PipelineName, Turn } from "../turn.ts";
import type { Words } from "../words/words.ts";

/** Everything that is on the page. */
export interface Model {
  readonly words: Words;
  readonly language: Language;
  /** In ms since the epoch. */
  readonly now: number;
  readonly turns: readonly Turn[];
  /** There are more, before these. */
  readonly hasEarlier: boolean;
  readonly state: (key: string) => State;
  readonly heard: Heard | undefined;
  /** UTF-16 units of what is being written. */
  readonly length: number;
  /** What the page says of itself, below the conversation. */
  readonly note: string | undefined;
  /** Whose picture is looked at. */
  readonly enlarged: Turn | undefined;
  readonly canHandOn: "share" | "copy" | undefined;
  /** A key was tried and did not fit. */
  readonly isKeyWrong: boolean;
  /** Where somebody may be in danger, the page is quiet, too. */
  readonly isQuiet: boolean;
  readonly actions: Actions;
}

/** What a person can do here. */
export interface Actions {
  readonly send: (message: { readonly shown: string; readonly text: string; readonly pipeline?: PipelineName }) => void;
  readonly write: (text: string) => void;
  readonly submit: () => void;
  readonly retry: (turn: Turn) => void;
  readonly play: (turn: Turn) => void;
  readonly enlarge: (turn: Turn) => void;
  readonly handOn: (turn: Turn) => void;
  readonly lose: (turn: Turn) => void;
  readonly showEarlier: () => void;
  readonly speak: (language: Language) => void;
  readonly open: (dialog: DialogName) => void;
  readonly close: (dialog: DialogName) => void;
  readonly erase: () => void;
  readonly giveKey: (key: string) => void;
}

export type DialogName = "erase" | "info" | "picture" | "key";

/** LINE's bound, and the API's: in UTF-16 units. */
export const MOST_TEXT = 5_000;
/** From here on it is told how much has been written. */
export const TELL_FROM = 4_500;
