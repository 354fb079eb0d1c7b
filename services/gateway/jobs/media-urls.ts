import { parseMediaKey } from "@guchi/platform/media/store.ts";

/** What a field that names a file is called where it holds a URL instead. */
const RENAMED: Readonly<Record<string, string>> = { key: "url", previewKey: "previewUrl" };

/**
 * The output of a job as a client sees it: each media key of this job, wherever it stands, becomes
 * what `url` makes of it. Without `url` the files are gone: what names one is left out, an object
 * with all that it tells of the file.
 */
export function withMediaUrls(job: string, output: unknown, url: ((key: string) => string) | undefined): unknown {
  const isMedia = (value: unknown): value is string =>
    typeof value === "string" && value.startsWith(`${job}/`) && parseMediaKey(value) !== undefined;
  const shown = (value: unknown): unknown => {
    if (isMedia(value)) return url?.(value);
    if (Array.isArray(value)) return value.map(shown).filter((each) => each !== undefined);
    if (typeof value !== "object" || value === null) return value;
    const fields: [name: string, value: unknown][] = [];
    for (const [name, field] of Object.entries(value)) {
      const isKey = isMedia(field);
      if (isKey && url === undefined) return undefined;
      const after = isKey ? url?.(field) : shown(field);
      if (after !== undefined) fields.push([isKey ? (RENAMED[name] ?? name) : name, after]);
    }
    return Object.fromEntries(fields);
  };
  return shown(output);
}
