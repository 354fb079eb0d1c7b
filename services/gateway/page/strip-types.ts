import { stripTypeScriptTypes } from "node:module";
import { json } from "node:stream/consumers";

/**
 * A process of its own, which scripts.ts runs for a moment: what strips types takes 40 MB for as
 * long as its process lives. Takes sources as a JSON array, and gives them back without types.
 */
const sources = await json(process.stdin).catch(() => process.exit(1)); // who asked was killed in mid-word
if (!Array.isArray(sources)) throw new TypeError("An array of sources is wanted");
process.stdout.write(JSON.stringify(sources.map((source) => stripTypeScriptTypes(String(source)))));
