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
