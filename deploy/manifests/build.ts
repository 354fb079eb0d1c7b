import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";

/** Every object that is in a text of YAML. Throws Error when it does not parse. */
export function documentsOf(text: string): readonly unknown[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    return document.toJS() as unknown;
  });
}

/**
 * What `kubectl kustomize` makes of a folder; undefined where there is no kubectl. Throws Error
 * with what it says when it fails.
 */
export async function build(folder: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("kubectl", ["kustomize", folder], { maxBuffer: 16 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
