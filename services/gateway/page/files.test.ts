import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { after, before, describe, it } from "node:test";
import { startTestGateway, type TestGateway } from "../testing.ts";

/** What a first visit may load, in bytes over the wire, without pictures. */
const MAX_FIRST_LOAD_BYTES = 150_000;

describe("the files of the chat page", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway({ publicBaseUrl: "https://x.example/guchi" });
  });
  after(() => gateway.stop());
  const get = (url: string, headers = {}) => gateway.app.inject({ url, headers });

  it("are small: less than 150 KB for a first visit, pictures aside", async () => {
    const page = await get("/");
    const paths = new Set(named(page.body).filter((path) => !/\.(?:png|jpg)$/.test(path)));
    const files = await Promise.all([...paths].map((url) => get(url, { "accept-encoding": "gzip" })));
    const bytes = [page, ...files].reduce((sum, { rawPayload }) => sum + rawPayload.length, 0);
    assert.ok(bytes < MAX_FIRST_LOAD_BYTES, `${bytes} bytes in ${files.length} files`);
  });

  it("are asked for at once, for this page and a job's: all that its code imports, and nothing else", async () => {
    for (const [page, url] of [
      ["chat", "/"],
      ["job", "/jobs/none"],
    ] as const) {
      const { body } = await get(url, { accept: "text/html" });
      const asked = [...body.matchAll(/"modulepreload" href="([^"]+)"/g)].map(([, path = ""]) => rooted(url, path));
      const needed = await codeOf(`/page/${page}/main.ts`, async (path) => (await get(path)).body);
      assert.deepEqual(asked.toSorted(), [...needed].toSorted(), page);
    }
  });

  it("may run nothing but themselves: the import map is the one script in the page, by its hash", async () => {
    const { body, headers } = await get("/");
    const inline = [...body.matchAll(/<script(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs)].map(([, code = ""]) => code);
    assert.equal(inline.length, 1);
    const hash = createHash("sha256")
      .update(inline[0] ?? "")
      .digest("base64");
    const policy = String(headers["content-security-policy"]);
    assert.match(policy, /default-src 'none'/);
    assert.ok(policy.includes(`script-src 'self' 'sha256-${hash}';`));
    assert.doesNotMatch(policy, /unsafe|\*|data:|https?:/);
    assert.doesNotMatch(body, /\sstyle=|\son\w+=/);
  });

  it("come smaller to who can unpack, and not at all to who has them", async () => {
    const plain = await get("/page/chat/chat.css");
    const packed = await get("/page/chat/chat.css", { "accept-encoding": "gzip, br" });
    assert.equal(packed.headers["content-encoding"], "gzip");
    assert.equal(gunzipSync(packed.rawPayload).toString(), plain.body);
    const known = await get("/page/chat/chat.css", { "if-none-match": String(plain.headers.etag) });
    assert.deepEqual([known.statusCode, known.body], [304, ""]);
  });

  it("tell who links to the page what it looks like, by its public address", async () => {
    const { body } = await get("/");
    const [, image = ""] = /property="og:image" content="([^"]+)"/.exec(body) ?? [];
    assert.equal(image, "https://x.example/guchi/page/pictures/link.jpg");
    const manifest = JSON.parse((await get("/page/chat/manifest.webmanifest")).body) as { icons: { src: string }[] };
    for (const { src } of manifest.icons) {
      const { pathname } = new URL(src, "http://x/page/chat/");
      assert.equal((await get(pathname)).headers["content-type"], "image/png", src);
    }
  });
});

function named(html: string): readonly string[] {
  return [...html.matchAll(/(?:src|href)="(?:\.\/)?(page\/[^"]+)"/g)].map(([, path]) => `/${path}`);
}

/** A script and all that it imports. */
async function codeOf(
  path: string,
  read: (path: string) => Promise<string>,
  found = new Set<string>(),
): Promise<ReadonlySet<string>> {
  if (found.has(path)) return found;
  found.add(path);
  const source = await read(path);
  for (const [, name = ""] of source.matchAll(/\bfrom\s*"([^"]+\.[jt]s|lit-html)"/g)) {
    await codeOf(name.startsWith(".") ? rooted(path, name) : packaged(name), read, found);
  }
  return found;
}

/** As the import map has it. */
function packaged(name: string): string {
  return `/page/${name === "lit-html" ? "lit-html/lit-html.js" : name}`;
}

function rooted(from: string, path: string): string {
  return new URL(path, new URL(from, "http://x/")).pathname;
}
