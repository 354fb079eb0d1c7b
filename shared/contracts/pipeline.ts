import { PIPELINES } from "./pipelines.ts";

/** What the loader takes from this folder, as from an extension's. */
export const pipelines = [...PIPELINES.values()];
