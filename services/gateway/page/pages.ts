import { readDocument, readPageFiles, type Document, type PageFile } from "./files.ts";

/** Everything that a browser is given. */
export interface Pages {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly chat: Document;
  readonly job: Document;
}

/**
 * What reads the pages. `publicBaseUrl` is where they are known under; undefined: nowhere in
 * particular.
 */
export function pagesOf(publicBaseUrl: string | undefined): () => Promise<Pages> {
  return onceRead(() => readPages(publicBaseUrl));
}

/** Reads once, when somebody asks first; what failed is tried again. */
function onceRead(read: () => Promise<Pages>): () => Promise<Pages> {
  let pages: Promise<Pages> | undefined;
  return () => {
    pages ??= read().catch((error: unknown) => {
      pages = undefined;
      throw error;
    });
    return pages;
  };
}

async function readPages(publicBaseUrl: string | undefined): Promise<Pages> {
  const files = await readPageFiles();
  const base = publicBaseUrl === undefined ? "" : `${publicBaseUrl}/`;
  const shared = ["page/shared/", "page/@guchi/client/", "page/lit-html/lit-html"];
  const [chat, job] = await Promise.all([
    readDocument(new URL("chat/index.html", import.meta.url), {
      files,
      folders: ["page/chat/", "page/@guchi/contracts/", "page/lit-html/directive", ...shared],
      up: "./",
      base,
    }),
    readDocument(new URL("job/index.html", import.meta.url), {
      files,
      folders: ["page/job/", ...shared],
      up: "../",
      base,
    }),
  ]);
  return { files: new Map(files.map((file) => [file.path, file])), chat, job };
}
