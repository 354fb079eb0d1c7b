import { readDocument, readPageFiles, type Document, type PageFile } from "./files.ts";

/** Everything that a browser is given. */
export interface Pages {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly chat: Document;
  readonly job: Document;
  readonly admin: Document;
}

interface Place {
  /** Where the pages are known under; undefined: nowhere in particular. */
  readonly publicBaseUrl: string | undefined;
  /** From where pictures and sounds come besides; undefined: from us alone. */
  readonly mediaOrigin: () => Promise<string | undefined>;
}

/** What reads the pages. */
export function pagesOf(place: Place): () => Promise<Pages> {
  return onceRead(() => readPages(place));
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

async function readPages({ publicBaseUrl, mediaOrigin }: Place): Promise<Pages> {
  const [files, origin] = await Promise.all([readPageFiles(), mediaOrigin()]);
  const all = { files, base: publicBaseUrl === undefined ? "" : `${publicBaseUrl}/`, mediaOrigin: origin };
  const shared = ["page/shared/", "page/@guchi/client/", "page/lit-html/lit-html"];
  const [chat, job, admin] = await Promise.all([
    readDocument(new URL("chat/index.html", import.meta.url), {
      ...all,
      folders: ["page/chat/", "page/@guchi/contracts/", "page/lit-html/directive", ...shared],
      up: "./",
    }),
    readDocument(new URL("job/index.html", import.meta.url), {
      ...all,
      folders: ["page/job/", ...shared],
      up: "../",
    }),
    readDocument(new URL("admin/index.html", import.meta.url), {
      ...all,
      folders: ["page/admin/", "page/job/", "page/lit-html/directive", ...shared],
      up: "./",
    }),
  ]);
  return { files: new Map(files.map((file) => [file.path, file])), chat, job, admin };
}
