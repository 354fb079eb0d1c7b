import { keptNotes, noteEraser } from "./dated-notes.ts";
import { memoryKeyPatterns, memoryKeys } from "./keys.ts";

/** Erases what she said to the user of this job's record, in this job. */
export const eraseSaid = noteEraser(memoryKeys.persona);

export const LAST_SAID = keptNotes(memoryKeyPatterns.persona, eraseSaid);
