import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { loadInstallation } from "./load.ts";
import { StartError } from "./start-error.ts";

const HEAD = `import { checkPipeline } from "@guchi/chain/pipeline.ts";
const pipeline = (name) => checkPipeline({ name, about: "", input: {}, output: {}, steps: [{ stage: { name: "a", input: {}, output: {} } }] });
`;

const SERVICE = `import { defineService } from "@guchi/platform/service/service.ts";
import { text, integer } from "@guchi/platform/config/variables.ts";
const start = async () => undefined;
`;

describe("EXTENSIONS", () => {
  let root: string;
  before(async () => {
    // Inside the repository, where @guchi/chain is found.
    root = await mkdtemp(join(import.meta.dirname, ".extensions-"));
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

  it("unset leaves the repository's own pipelines and services, the gateway first", async () => {
    const { installation, services } = await loadInstallation();
    for (const name of ["guchi", "guchi-fast"]) assert.ok(installation.pipelines.has(name), name);
    assert.ok(services.length >= 5);
    assert.deepEqual(
      services.map(({ service }) => service.acceptsRequests === true),
      services.map((_, index) => index === 0),
    );
  });

  it("adds each folder's pipelines, services, stages and settings", async () => {
    const own = await loadInstallation();
    const { installation, services, variables } = await loadInstallation([
      await folder("one", files("one")),
      await folder("two", files("two")),
    ]);
    assert.deepEqual(
      [...installation.pipelines.keys()],
      [...own.installation.pipelines.keys(), "one", "one-2", "two", "two-2"],
    );
    const added = services.slice(own.services.length).map(({ service, file }) => [service.name, file]);
    assert.deepEqual(added, [
      ["one", join(root, "one", "main.ts")],
      ["two", join(root, "two", "main.ts")],
    ]);
    assert.deepEqual(installation.stages.slice(own.installation.stages.length), ["a", "one", "two"]);
    for (const name of ["ONE_VOICE", "ONE_CONCURRENCY", "TWO_RATE_LIMIT"]) assert.ok(name in variables, name);
  });

  it("may name a folder with pipelines alone, or with a service alone", async () => {
    const { "pipeline.ts": pipeline, ...service } = files("half");
    const folders = [await folder("half-1", { "pipeline.ts": pipeline ?? "" }), await folder("half-2", service)];
    const { installation, services } = await loadInstallation(folders);
    assert.ok(installation.pipelines.has("half"));
    assert.ok(services.some((each) => each.service.name === "half"));
  });

  const pipelines: readonly [what: string, file: string | undefined, line: RegExp][] = [
    ["no-file", undefined, /^EXTENSIONS: ROOT\/no-file holds neither service\.ts nor pipeline\.ts$/],
    [
      "no-export",
      "export const pipeline = [];",
      /pipeline\.ts must export `pipelines`, a list made with definePipeline/,
    ],
    ["empty", "export const pipelines = [];", /pipeline\.ts must export `pipelines`/],
    ["unchecked", 'export const pipelines = [{ name: "x", steps: new Map(), layout: {} }];', /must export `pipelines`/],
    ["clash", `${HEAD}export const pipelines = [pipeline("guchi")];`, /names a pipeline "guchi", and there is one/],
    ["syntax", "export const =", /^EXTENSIONS: ROOT\/syntax\/pipeline\.ts does not load: \w*SyntaxError: [^\n]+$/],
    ["throws", 'throw new Error("first line\\nsecond");', /pipeline\.ts does not load: Error: first line$/],
    ["package", 'import "no-such-package";', /does not load: \w*Error: Cannot find package 'no-such-package'/],
  ];
  for (const [what, file, line] of pipelines) {
    it(`refuses, with one line, a folder whose pipeline.ts is this: ${what}`, async () => {
      const path = await folder(what, file === undefined ? {} : { "pipeline.ts": file });
      assert.match(await refusal(loadInstallation([path])), line);
    });
  }

  it("refuses two folders with one pipeline name", async () => {
    const files = { "pipeline.ts": `${HEAD}export const pipelines = [pipeline("same")];` };
    const folders = [await folder("same-1", files), await folder("same-2", files)];
    assert.match(
      await refusal(loadInstallation(folders)),
      /^EXTENSIONS: ROOT\/same-2\/pipeline\.ts names a pipeline "same"/,
    );
  });

  const services: readonly [what: string, file: string, line: RegExp][] = [
    ["no-service", "export const start = 1;", /service\.ts must export `service`, made with defineService of @guchi/],
    ["not-defined", 'export const service = { name: "x", start() {} };', /service\.ts must export `service`/],
    ["bad-name", `${SERVICE}export const service = defineService({ name: "A b", start });`, /does not load: TypeError/],
    ["taken", `${SERVICE}export const service = defineService({ name: "tts", start });`, /names a service "tts", and/],
    [
      "other-metric",
      `${SERVICE}import { defineCounter } from "@guchi/chain/telemetry/metric.ts";
const metrics = [defineCounter("jobs_started_total", "Mine.")];
export const service = defineService({ name: "counts", metrics, start });`,
      /service\.ts counts jobs_started_total, which is counted otherwise already$/,
    ],
    [
      "other-setting",
      `${SERVICE}const settings = { OPENAI_API_KEY: text({ about: "Mine" }) };
export const service = defineService({ name: "mine", settings, start });`,
      /service\.ts declares OPENAI_API_KEY, which another service declares otherwise$/,
    ],
  ];
  for (const [what, file, line] of services) {
    it(`refuses, with one line, a folder whose service.ts is this: ${what}`, async () => {
      const path = await folder(what, { "service.ts": file, "main.ts": "" });
      assert.match(await refusal(loadInstallation([path])), line);
    });
  }

  it("refuses a service that no main.ts runs", async () => {
    const { "service.ts": service = "" } = files("nomain");
    const path = await folder("no-main", { "service.ts": service });
    assert.match(await refusal(loadInstallation([path])), /^EXTENSIONS: ROOT\/no-main\/main\.ts is not there$/);
  });
});

/** What a good folder holds. */
function files(name: string): Readonly<Record<string, string>> {
  const variable = `${name.toUpperCase()}_VOICE`;
  return {
    "pipeline.ts": `${HEAD}export const pipelines = [pipeline("${name}"), pipeline("${name}-2")];`,
    "service.ts": `${SERVICE}const settings = { ${variable}: text({ about: "Whose voice" }) };
const stages = { "${name}": { concurrency: 2 } };
export const service = defineService({ name: "${name}", settings, stages, start });`,
    "main.ts": "",
  };
}
