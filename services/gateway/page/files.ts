import { createHash } from "node:crypto";
import { glob, readFile } from "node:fs/promises";
import { extname } from "node:path";
import { gzipSync } from "node:zlib";
import { withoutTypes } from "./scripts.ts";

/** A file that pages load. */
export interface PageFile {
  /** From the gateway's root, without a slash before it. */
  readonly path: string;
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
  /** What is text, smaller. */
  readonly gzipped: Buffer | undefined;
}

const SCRIPT = "text/javascript; charset=utf-8";
const TYPES: Readonly<Record<string, string>> = {
  ".ts": SCRIPT,
  ".js": SCRIPT,
  ".css": "text/css; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".jpg": "image/jpeg",
  ".png": "image/png",
};

const OWN = {
  folder: new URL(".", import.meta.url),
  files: "{tokens.css,{chat,job,admin,shared,pictures}/**/*.{ts,css,webmanifest,jpg,png}}",
};
/** What the browser's code may import by name: where it is, and which of its files are served. */
const PACKAGES = [
  {
    name: "lit-html",
    main: "lit-html.js",
    folder: new URL("..", import.meta.resolve("lit-html")),
    files: "{lit-html,directive,directive-helpers,directives/{keyed,repeat}}.js",
  },
  {
    name: "@guchi/client",
    main: "client.ts",
    folder: new URL(".", import.meta.resolve("@guchi/client/client.ts")),
    files: "*.ts",
  },
  {
    name: "@guchi/contracts",
    main: "film-words.ts",
    folder: new URL(".", import.meta.resolve("@guchi/contracts/film-words.ts")),
    files: "film-words.ts",
  },
];

interface Source {
  readonly path: string;
  readonly content: Buffer;
}

/** All of them, made ready for a browser: TypeScript without its types. Takes some 0.2 s. */
export async function readPageFiles(): Promise<readonly PageFile[]> {
  const packages = PACKAGES.map(({ name, folder, files }) => readFolder(`page/${name}/`, folder, files));
  const sources = (await Promise.all([readFolder("page/", OWN.folder, OWN.files), ...packages])).flat();
  const typed = sources.filter(({ path }) => path.endsWith(".ts"));
  const stripped = await withoutTypes(typed.map(({ content }) => content.toString()));
  const scripts = typed.flatMap(({ path }, at) => scriptFile(path, stripped[at] ?? ""));
  const others = sources.filter((source) => !typed.includes(source));
  return [...scripts, ...others.map(({ path, content }) => pageFile(path, content))];
}

async function readFolder(at: string, folder: URL, pattern: string): Promise<readonly Source[]> {
  const sources: Source[] = [];
  for await (const found of glob(pattern, { cwd: folder })) {
    const name = found.replaceAll("\\", "/");
    if (name.endsWith(".test.ts")) continue;
    sources.push({ path: at + name, content: await readFile(new URL(name, folder)) });
  }
  return sources.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** A module of types alone has nothing for a browser, and nothing imports it there. */
function scriptFile(path: string, source: string): readonly PageFile[] {
  const isEmpty = !/\S/.test(source.replaceAll(/\/\*.*?\*\//gs, ""));
  return isEmpty ? [] : [pageFile(path, Buffer.from(source))];
}

/** Throws on a type of file that no page loads. */
function pageFile(path: string, body: Buffer): PageFile {
  const type = TYPES[extname(path)];
  if (type === undefined) throw new Error(`${path} has no media type here`);
  const etag = `"${createHash("sha256").update(body).digest("base64url")}"`;
  return { path, type, etag, body, gzipped: type.startsWith("image/") ? undefined : gzipSync(body) };
}

export interface Document {
  readonly html: string;
  /** Its Content-Security-Policy: what it loads comes from here. */
  readonly policy: string;
}

/**
 * A page's HTML, ready to be sent. `{modules}` becomes what its code is made of, so that the
 * browser asks for all of it at once, and `{base}` the gateway's public root. `up` leads from the
 * page's URL to the gateway's root; `folders` are those whose code it runs. Pictures and sounds
 * may come from `mediaOrigin`, too.
 */
export async function readDocument(
  file: URL,
  {
    files,
    folders,
    up,
    base,
    mediaOrigin,
  }: {
    files: readonly PageFile[];
    folders: readonly string[];
    up: string;
    base: string;
    mediaOrigin: string | undefined;
  },
): Promise<Document> {
  const template = await readFile(file, "utf8");
  const names = PACKAGES.flatMap(({ name, main }) => [
    [name, `${up}page/${name}/${main}`],
    [`${name}/`, `${up}page/${name}/`],
  ]);
  const map = JSON.stringify({ imports: Object.fromEntries(names) });
  const code = files.filter(({ path, type }) => type === SCRIPT && folders.some((folder) => path.startsWith(folder)));
  const preloads = code.map(({ path }) => `<link rel="modulepreload" href="${up}${path}" />`);
  const modules = [`<script type="importmap">${map}</script>`, ...preloads].join("\n    ");
  const hash = createHash("sha256").update(map).digest("base64");
  return {
    html: template.replace("{modules}", () => modules).replaceAll("{base}", () => base),
    policy: POLICY.replace("{map}", () => `'sha256-${hash}'`).replaceAll("{media}", () =>
      mediaOrigin === undefined ? "'self'" : `'self' ${mediaOrigin}`,
    ),
  };
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self' {map}",
  "style-src 'self'",
  "img-src {media}",
  "media-src {media}",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types lit-html",
].join("; ");
