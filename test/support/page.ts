import { readFile } from "node:fs/promises";

/** A code block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The path that stands alone, as code, on the line before it: the block is this file. */
  readonly file: string | undefined;
}

/** The code blocks of a Markdown page, in order. */
export async function codeBlocks(page: string): Promise<readonly Block[]> {
  const text = await readFile(page, "utf8");
  const blocks = text.matchAll(/(?:^`([^`\n]+)`\n\n)?^```(\w+)\n(.*?)^```$/gms);
  return [...blocks].map(([, file, language = "", code = ""]) => ({ file, language, text: code }));
}
