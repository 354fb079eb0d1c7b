import { ON_FAILURE } from "@guchi/chain/callback.ts";

/**
 * In place of a callback's URL: a job that fails before it has an answer is told to the LINE chat
 * that its input names.
 */
export const TO_LINE = `${ON_FAILURE}line`;
