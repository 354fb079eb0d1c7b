import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { loadInstallation } from "../shared/platform/service/load.ts";
import type { Overlay } from "./manifests/all.ts";
import { build, documentsOf } from "./manifests/build.ts";
import { namedOf } from "./manifests/manifest.ts";
import { readFacts } from "./manifests/facts.ts";
import { ownFolder, ownProblems } from "./manifests/own.ts";
import { referenceProblems } from "./manifests/references.ts";

const ROOT = join(import.meta.dirname, "..");
const SCRIPT = join(import.meta.dirname, "overlay.ts");
const GOOD = {
  PUBLIC_BASE_URL: "https://guchi.acme.example",
  REDIS_PASSWORD: "0123456789abcdef",
  API_KEYS: "0123456789abcdef0123",
  OPENAI_API_KEY: "sk-a=b#c",
  JOB_TTL: "3d",
  PORT: "8080",
};

describe("an overlay of one's own", () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "guchi-overlay-"));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  /** Writes it into the folder `mine`; resolves to what is said of bad settings. */
  const write = async (overlay: string, settings: Readonly<Record<string, string>>) => {
    const env = Object.entries(settings).map(([name, value]) => `${name}="${value}"\n`);
    await writeFile(join(dir, ".env"), env.join(""));
    const args = [
      SCRIPT,
      overlay,
      join(dir, "mine"),
      "--image",
      "registry.example:5000/guchi:7",
      "--env",
      join(dir, ".env"),
    ];
    return new Promise<string>((resolve) => {
      execFile(process.execPath, args, (error, _out, said) => resolve(error === null ? "" : said));
    });
  };

  it("gives each secret of .env to those services that read it, in files that nobody else reads", async () => {
    assert.equal(await write("single", GOOD), "");
    const file = async (name: string) => readFile(join(dir, "mine", "guchi", name), "utf8");
    assert.equal(await file("secrets/gateway.env"), "API_KEYS=0123456789abcdef0123\n");
    assert.equal(await file("secrets/tts.env"), "OPENAI_API_KEY=sk-a=b#c\n");
    assert.equal(await file("secrets/reply.env"), "");
    assert.equal(await file("settings.env"), "JOB_TTL=3d\nPUBLIC_BASE_URL=https://guchi.acme.example\n");
    assert.equal((await stat(join(dir, "mine", "guchi", "secrets", "tts.env"))).mode & 0o77, 0);
  });

  it("keeps what its owner wrote, such as the patches of docs/deploy.md, and is built whole", async (t) => {
    const own = join(dir, "mine", "kustomization.yaml");
    const docs = await readFile(join(import.meta.dirname, "..", "docs", "deploy.md"), "utf8");
    const [patches = "", secretsFromElsewhere = ""] = docs.match(/^patches:\n(?: .*\n)+/gm) ?? [];
    await appendFile(own, patches);
    assert.equal(await write("single", { ...GOOD, JOB_TTL: "4d" }), "");
    assert.match(await readFile(own, "utf8"), /my-proxies/);
    const text = await build(join(dir, "mine"));
    if (text === undefined) return t.skip("there is no kubectl");
    for (const part of [
      "JOB_TTL: 4d",
      "image: registry.example:5000/guchi:7",
      "host: guchi.acme.example",
      `REDIS_PASSWORD: ${btoa(GOOD.REDIS_PASSWORD)}`,
      "storage: 50Gi",
      "- my-proxies",
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.deepEqual(referenceProblems(documentsOf(text).map(namedOf)), []);
    await appendFile(own, secretsFromElsewhere.replace("patches:\n", ""));
    assert.doesNotMatch((await build(join(dir, "mine"))) ?? "", /^kind: Secret$/m);
  });

  it("is refused, with a line each, for settings that would not start", async () => {
    const loaded = await loadInstallation();
    const problems = (overlay: Overlay, settings: NodeJS.Dict<string>) =>
      ownProblems({ overlay, settings, image: "guchi", manifests: ".." }, loaded);
    const { REDIS_PASSWORD: password, ...without } = GOOD;
    const bad = { ...without, JOB_TTL: "soon", API_KEY: "x", PUBLIC_BASE_URL: "http://a.example", DATA_KEY: "a\nb" };
    const told = problems("single", bad).map((line) => line.slice(0, 44));
    assert.deepEqual(told, [
      "API_KEY in .env is not a Guchi setting; did ",
      "DATA_KEY must be the base64 of 32 random byt",
      "JOB_TTL must be a time such as 90s, 15m, 12h",
      "DATA_KEY must be one line",
      "PUBLIC_BASE_URL must be set to the https:// ",
      "REDIS_PASSWORD must be 16 letters and digits",
    ]);
    assert.deepEqual(problems("ha", GOOD), [
      "S3_BUCKET must be set with MEDIA_STORE=s3",
      "REDIS_URL must be set: the overlay ha has no Redis",
    ]);
    assert.deepEqual(problems("single", { ...GOOD, REDIS_URL: `redis://:${password}@redis.example` }), [
      "REDIS_URL must not be set: single has a Redis of its own",
    ]);
  });

  it("keeps the media of many nodes in S3, and takes the files of a Redis' TLS to be in the pods", async () => {
    const loaded = await loadInstallation();
    const settings = {
      ...GOOD,
      REDIS_URL: "rediss://redis.example",
      REDIS_CA_FILE: "/etc/guchi/redis-tls/ca.crt",
      S3_BUCKET: "media",
      MEDIA_STORE: "disk",
    };
    const own = { settings, image: "guchi", manifests: ".." };
    assert.deepEqual(ownProblems({ ...own, overlay: "ha" }, loaded), []);
    const { files } = ownFolder({ ...own, overlay: "ha" }, await readFacts(ROOT), loaded.variables);
    assert.match(files?.["settings.env"] ?? "", /^REDIS_CA_FILE=.*\nS3_BUCKET=media$/m);
    assert.doesNotMatch(files?.["settings.env"] ?? "", /MEDIA_STORE/);
    assert.match(ownProblems({ ...own, overlay: "single" }, loaded).join("\n"), /REDIS_CA_FILE must be/);
  });
});
