import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { PIPELINES } from "@guchi/contracts/pipelines.ts";
import { loadPipelines, loadServices } from "./extensions.ts";
import { StartError } from "./start-error.ts";

const HEAD = `import { definePipeline } from "@guchi/chain/pipeline.ts";
const pipeline = (name) => definePipeline({ name, about: "", input: {}, output: {}, steps: ["a"] });
`;

describe("EXTENSIONS", () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(import.meta.dirname, ".extensions-")); // inside the repository, where @guchi/chain is found
  });
  after(() => rm(root, { recursive: true }));

  const folder = async (name: string, files: Readonly<Record<string, string>>) => {
    const path = join(root, name);
    await mkdir(path);
    await Promise.all(Object.entries(files).map(([file, text]) => writeFile(join(path, file), text)));
    return path;
  };
  const refusal = async (load: Promise<unknown>) => {
    const error = await load.then(
      () => assert.fail("it was taken"),
      (error: unknown) => error,
    );
    assert.ok(error instanceof StartError, String(error));
    return error.message.replace(root, "ROOT");
  };

  it("unset leaves Guchi's own pipelines", async () => {
    assert.deepEqual([...(await loadPipelines()).keys()], [...PIPELINES.keys()]);
  });

  it("adds each folder's pipelines and services", async () => {
    const folders = [await folder("one", files("one")), await folder("two", files("two"))];
    const pipelines = await loadPipelines(folders);
    assert.deepEqual([...pipelines.keys()], [...PIPELINES.keys(), "one", "one-2", "two", "two-2"]);
    const services = await loadServices(folders, ["gateway"]);
    assert.deepEqual(
      services.map(({ service }) => service.name),
      ["one", "two"],
    );
  });

  const pipelines: readonly [what: string, file: string | undefined, line: RegExp][] = [
    ["no-file", undefined, /^EXTENSIONS: ROOT\/no-file\/pipeline\.ts is not there$/],
    ["no-export", "export const pipeline = [];", /pipeline\.ts must export `pipelines`, a list of what definePipeline/],
    ["empty", "export const pipelines = [];", /pipeline\.ts must export `pipelines`/],
    ["unchecked", 'export const pipelines = [{ pipeline: { name: "x" }, positions: [] }];', /must export `pipelines`/],
    ["clash", `${HEAD}export const pipelines = [pipeline("guchi")];`, /names a pipeline "guchi", and there is one/],
    ["syntax", "export const =", /^EXTENSIONS: ROOT\/syntax\/pipeline\.ts does not load: \w*SyntaxError: [^\n]+$/],
    ["throws", 'throw new Error("first line\\nsecond");', /pipeline\.ts does not load: Error: first line$/],
    ["package", 'import "no-such-package";', /does not load: \w*Error: Cannot find package 'no-such-package'/],
  ];
  for (const [what, file, line] of pipelines) {
    it(`refuses, with one line, a folder whose pipeline.ts is this: ${what}`, async () => {
      const path = await folder(what, file === undefined ? {} : { "pipeline.ts": file });
      assert.match(await refusal(loadPipelines([path])), line);
    });
  }

  it("refuses two folders with one pipeline name", async () => {
    const files = { "pipeline.ts": `${HEAD}export const pipelines = [pipeline("same")];` };
    const folders = [await folder("same-1", files), await folder("same-2", files)];
    assert.match(
      await refusal(loadPipelines(folders)),
      /^EXTENSIONS: ROOT\/same-2\/pipeline\.ts names a pipeline "same"/,
    );
  });

  const services: readonly [what: string, file: string | undefined, line: RegExp][] = [
    ["no-main", undefined, /^EXTENSIONS: ROOT\/no-main\/main\.ts is not there$/],
    ["no-service", "export const start = 1;", /main\.ts must export `service`, with a name and a function start$/],
    ["no-name", "export const service = { start() {} };", /must export `service`/],
    ["bad-name", 'export const service = { name: "A b", start() {} };', /must export `service`/],
    ["taken", 'export const service = { name: "tts", start() {} };', /names a service "tts", and there is one/],
  ];
  for (const [what, file, line] of services) {
    it(`refuses, with one line, a folder whose main.ts is this: ${what}`, async () => {
      const path = await folder(what, file === undefined ? {} : { "main.ts": file });
      assert.match(await refusal(loadServices([path], ["tts"])), line);
    });
  }
});

/** What a good folder holds. */
function files(name: string): Readonly<Record<string, string>> {
  return {
    "pipeline.ts": `${HEAD}export const pipelines = [pipeline("${name}"), pipeline("${name}-2")];`,
    "main.ts": `export const service = { name: "${name}", start: async () => undefined };`,
  };
}
