import Type from "typebox";
import { stageProblem } from "../../../shared/contracts/stages.ts";
import { StageError } from "../../../shared/chain/errors.ts";
import { fits } from "../../../shared/chain/schema.ts";
import { readSettings } from "../../../shared/platform/config/settings.ts";
import { checkStore } from "../../../shared/platform/media/check-store.ts";
import { openMediaStore } from "../../../shared/platform/media/open-store.ts";
import { MEDIA_SETTINGS, mediaProblems } from "../../../shared/platform/media/settings.ts";
import type { Api } from "../api.ts";
import type { Call, Command } from "../command.ts";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { isOfSettings } from "../here.ts";
import { clean } from "../text.ts";
import { lookAtTraces } from "./doctor-traces.ts";
import { findJobs } from "./list.ts";

interface Finding {
  readonly ok: boolean;
  readonly text: string;
}

/** What is looked at, in this order. Each throws CliError, whose message is then what is wrong. */
const LOOKS: readonly (readonly [what: string, look: (api: Api) => Promise<Finding>])[] = [
  ["redis", async (api) => api.ready()],
  ["keys", lookAtKeys],
  ["stages", lookAtStages],
  ["media", lookAtMedia],
  ["line", lookAtLine],
  ["traces", lookAtTraces],
];

/** `doctor`: what of Guchi is not well, a line for each part. */
export const doctor: Command = {
  usage: "",
  about: "Look at Redis, keys, stages, media, LINE and traces",
  words: [0, 0],
  options: [],
  run: examine,
};

async function examine({ api, options, terminal }: Call): Promise<ExitCode> {
  const found = [];
  for (const [what, look] of LOOKS) {
    const finding = { what, ...(await orWhy(look(api))) };
    found.push(finding);
    if (options.json === true) continue;
    const mark = finding.ok ? terminal.paint("green", "✓") : terminal.paint("red", "✗");
    terminal.print(`${mark} ${what.padEnd(7)} ${clean(finding.text).replaceAll("\n", " ")}`);
  }
  if (options.json === true) terminal.print(JSON.stringify(found));
  return found.every(({ ok }) => ok) ? EXIT.ok : EXIT.notWell;
}

async function orWhy(looking: Promise<Finding>): Promise<Finding> {
  return looking.catch((error: unknown) => {
    if (!(error instanceof CliError)) throw error;
    return { ok: false, text: error.message };
  });
}

/** The API key, and whether Redis holds people's words in the clear: as the settings here say. */
async function lookAtKeys(api: Api): Promise<Finding> {
  await api.list({ limit: 1 });
  const isSealed = (process.env["DATA_KEY"] ?? "").trim() !== "";
  return { ok: true, text: `the API lets us in; DATA_KEY is ${isSealed ? "set" : "not set: Redis holds plain text"}` };
}

async function lookAtStages(api: Api): Promise<Finding> {
  const { stages } = await api.stages();
  const problems = stages.flatMap((stage) => stageProblem(stage) ?? []);
  return problems.length === 0
    ? { ok: true, text: `${stages.length} stages have live workers` }
    : { ok: false, text: problems.join("; ") };
}

const Answer = Type.Object({ image: Type.Object({ url: Type.String() }) });
/** Newest completed jobs among which a picture is looked for. */
const LATEST = 20;

/**
 * Whether the store of the settings here works, where it is not the disk, and whether the newest
 * picture can be had under the URL that was given out for it.
 */
async function lookAtMedia(api: Api): Promise<Finding> {
  const problem = await storeProblem();
  return problem === undefined ? lookAtPicture(api) : { ok: false, text: problem };
}

async function storeProblem(): Promise<string | undefined> {
  try {
    const config = readSettings({ settings: MEDIA_SETTINGS, settingsProblems: mediaProblems });
    if (config.MEDIA_STORE === "disk") return undefined;
    await checkStore(openMediaStore(config));
    return undefined;
  } catch (error) {
    if (isOfSettings(error)) return error.message;
    if (!(error instanceof StageError)) throw error;
    return `${error.message} ${String(error.cause)}`;
  }
}

async function lookAtPicture(api: Api): Promise<Finding> {
  const jobs = await findJobs(api, { status: "completed", limit: LATEST });
  const [url] = jobs.flatMap(({ output }) => (fits(Answer, output) ? [output.image.url] : []));
  if (url === undefined) return { ok: true, text: `none of the last ${LATEST} jobs has a picture to look at` };
  const status = await api.statusOf(url);
  const ok = status === 200 || status === 206;
  return { ok, text: ok ? "the newest picture is there" : `the newest picture's URL answers ${status}` };
}

async function lookAtLine(): Promise<Finding> {
  const { checkLineHere, labelOf } = await import("../../../services/line/check/check-here.ts");
  try {
    const all = [];
    for await (const looked of checkLineHere()) all.push(looked);
    const bad = all.filter(({ ok }) => !ok).map((looked) => `${labelOf(looked).trim()}: ${looked.text}`);
    return bad.length === 0 ? { ok: true, text: "well" } : { ok: false, text: bad.join("; ") };
  } catch (error) {
    if (!isOfSettings(error)) throw error;
    return { ok: error.message.startsWith("LINE is off"), text: error.message };
  }
}
