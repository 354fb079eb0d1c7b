import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, it } from "node:test";
import { findVoices } from "./find-voices.ts";

let home: string;
before(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "guchi-find-")));
});
after(() => rm(home, { recursive: true }));

async function put(path: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(join(home, path)), { recursive: true });
  await writeFile(join(home, path), "");
  await chmod(join(home, path), mode);
}

it("finds nothing where nothing is installed", () => {
  assert.deepEqual(findVoices(""), {});
  assert.deepEqual(findVoices(`:${home}:/nowhere`), {});
});

it("finds Homebrew's Open JTalk with the dictionary and Mei beside it, once it can be run", async () => {
  await Promise.all([put("dic/sys.dic"), put("voice/mei/mei_normal.htsvoice"), put("bin/open_jtalk")]);
  const find = () => findVoices(join(home, "bin"), join(home, "none"));
  assert.deepEqual(find(), {});
  await put("bin/open_jtalk", 0o755);
  const { command, mei } = find().japanese ?? assert.fail("not found");
  assert.deepEqual([command, mei], [join(home, "bin/open_jtalk"), join(home, "voice/mei")]);
});

it("takes the set-up's Mei before another", async () => {
  await put("own/mei_normal.htsvoice");
  assert.equal(findVoices(join(home, "bin"), join(home, "own")).japanese?.mei, join(home, "own"));
});

it("finds both voices where the set-up has been", () => {
  assert.deepEqual(Object.keys(findVoices()), ["japanese", "english"]);
});
