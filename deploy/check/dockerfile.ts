import { matchesGlob } from "node:path";
import type { Repository } from "./repository.ts";

const KNOWN = new Set("FROM WORKDIR COPY RUN ENV VOLUME USER EXPOSE STOPSIGNAL ENTRYPOINT CMD".split(" "));

export interface Instruction {
  readonly name: string;
  readonly words: readonly string[];
}

/**
 * Where the Dockerfile does not fit this repository: what it takes from it, and as whom it runs.
 */
export function dockerfileProblems({
  dockerfile: text,
  dockerignore,
  workspaces,
  exists,
}: Repository): readonly string[] {
  const instructions = instructionsOf(text);
  const sources = instructions.flatMap(sourcesOf);
  return [
    ...instructions.filter(({ name }) => !KNOWN.has(name)).map(({ name }) => `has the instruction ${name}`),
    ...sources.filter((source) => !exists(source)).map((source) => `copies ${source}, which does not exist`),
    ...sources
      .filter((source) => exists(source) && isIgnored(source, dockerignore))
      .map((source) => `copies ${source}, which .dockerignore keeps out`),
    ...workspaces
      .filter((file) => !sources.some((source) => file.startsWith(`${source}/`)))
      .map((file) => `does not copy ${file}, so npm ci does not know the workspace`),
    ...floatingImages(instructions).map((image) => `starts from ${image}, which is not named by its digest`),
    ...userProblems(instructions),
    ...commandProblems(instructions, exists),
  ];
}

/** One for each line; a line that ends in a backslash goes on. */
export function instructionsOf(text: string): readonly Instruction[] {
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, "")
    .replaceAll("\\\n", " ")
    .split("\n");
  return lines
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [name = "", ...words] = line.trim().split(/\s+/);
      return { name, words };
    });
}

/** Paths in the repository; what comes from another stage is not looked for. */
function sourcesOf({ name, words }: Instruction): readonly string[] {
  return name === "COPY" && !words.some((word) => word.startsWith("--from")) ? words.slice(0, -1) : [];
}

/**
 * As Docker reads the file: the last line that matches the path, or a folder it lies in, decides.
 */
export function isIgnored(path: string, dockerignore: string): boolean {
  const parts = path.split("/");
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  const lines = dockerignore.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const last = lines.findLast((line) => paths.some((candidate) => matchesGlob(candidate, line.replace(/^!/, ""))));
  return last !== undefined && !last.startsWith("!");
}

/** An image without a digest changes under our feet. */
function floatingImages(instructions: readonly Instruction[]): readonly string[] {
  const froms = instructions.filter(({ name }) => name === "FROM");
  const stages = new Set(froms.map(({ words }) => words[2]));
  return froms
    .map(({ words: [image = ""] }) => image)
    .filter((image) => !stages.has(image) && !/@sha256:[0-9a-f]{64}$/.test(image));
}

function userProblems(instructions: readonly Instruction[]): readonly string[] {
  const final = instructions.slice(instructions.findLastIndex(({ name }) => name === "FROM"));
  const user = final.findLast(({ name }) => name === "USER")?.words[0];
  if (user === undefined) return ["the final stage has no USER, so it runs as root"];
  return /^(root|0+)(:|$)/.test(user) ? [`the final stage runs as ${user}`] : [];
}

function commandProblems(instructions: readonly Instruction[], exists: Repository["exists"]): readonly string[] {
  const command = instructions.find(({ name }) => name === "CMD")?.words.join(" ");
  const file = /^\["([^"]+\.ts)"\]$/.exec(command ?? "")?.[1];
  if (file === undefined) return ['has no CMD ["…"] that names a file'];
  return exists(file) ? [] : [`runs ${file}, which does not exist`];
}
