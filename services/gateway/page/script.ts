import { stripTypeScriptTypes } from "node:module";

/**
 * TypeScript as a browser takes it: types are gone, lines stay where they are. Throws on syntax
 * that is more than types.
 */
export function withoutTypes(source: string): string {
  const emitWarning: typeof process.emitWarning = Reflect.get(process, "emitWarning");
  // Node calls this function experimental, at each start anew; it is what runs all our code.
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source).replaceAll(/[ \t]+$/gm, "");
  } finally {
    process.emitWarning = emitWarning;
  }
}
