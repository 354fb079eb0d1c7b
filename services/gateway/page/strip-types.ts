import { stripTypeScriptTypes } from "node:module";
import { json } from "node:stream/consumers";

/**
 * A process of its own, which scripts.ts runs for a moment: what strips types takes 40 MB for as
 * long as its process lives. Takes sources as a JSON array, and gives them back without types.
 */
// Who asked was killed: meanwhile, or in mid-word.
process.stdout.on("error", () => process.exit(1));
const sources = await json(process.stdin).catch(() => process.exit(1));
if (!Array.isArray(sources)) throw new TypeError("An array of sources is wanted");
process.stdout.write(JSON.stringify(sources.map((source) => stripTypeScriptTypes(String(source)))));
