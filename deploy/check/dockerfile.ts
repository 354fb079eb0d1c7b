import { matchesGlob } from "node:path";
import { DockerfileParser, type Copy, type Dockerfile } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import type { Repository } from "../check.ts";

/** What is wrong with the Dockerfile: its own grammar, and what it takes from this repository. */
export function dockerfileProblems({
  dockerfile: text,
  dockerignore,
  workspaces,
  exists,
}: Repository): readonly string[] {
  const grammar = validate(text).map(
    ({ message, range }) => `line ${range.start.line + 1}: ${typeof message === "string" ? message : message.value}`,
  );
  if (grammar.length > 0) return grammar;
  const dockerfile = DockerfileParser.parse(text);
  const sources = dockerfile.getCOPYs().flatMap(sourcesOf);
  return [
    ...sources.filter((source) => !exists(source)).map((source) => `copies ${source}, which does not exist`),
    ...sources
      .filter((source) => exists(source) && isIgnored(source, dockerignore))
      .map((source) => `copies ${source}, which .dockerignore keeps out`),
    ...workspaces
      .filter((file) => !sources.includes(file))
      .map((file) => `does not copy ${file}, so npm ci does not know the workspace`),
    ...tagProblems(dockerfile),
    ...userProblems(dockerfile),
    ...commandProblems(dockerfile, exists),
  ];
}

/** Paths in the repository; what comes from another stage is not looked for. */
function sourcesOf(copy: Copy): readonly string[] {
  if (copy.getFlags().some((flag) => flag.getName() === "from")) return [];
  return copy
    .getArguments()
    .slice(0, -1)
    .map((argument) => argument.getValue());
}

/**
 * As Docker reads the file: the last line that matches the path, or a folder it lies in, decides.
 */
function isIgnored(path: string, dockerignore: string): boolean {
  const parts = path.split("/");
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  let ignored = false;
  for (const line of dockerignore.split("\n").map((line) => line.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const letsIn = line.startsWith("!");
    const pattern = line.replace(/^!/, "").replace(/^\/|\/$/g, "");
    if (paths.some((candidate) => matchesGlob(candidate, pattern))) ignored = !letsIn;
  }
  return ignored;
}

/** An image without a digest changes under our feet. */
function tagProblems(dockerfile: Dockerfile): readonly string[] {
  const froms = dockerfile.getFROMs();
  const stages = new Set(froms.map((from) => from.getBuildStage()));
  return froms
    .map((from) => from.getImage() ?? "")
    .filter((image) => !stages.has(image) && !/@sha256:[0-9a-f]{64}$/.test(image))
    .map((image) => `starts from ${image}, which is not named by its digest`);
}

function userProblems(dockerfile: Dockerfile): readonly string[] {
  const final = dockerfile.getFROMs().at(-1)?.getRange().start.line ?? 0;
  const user = dockerfile
    .getInstructions()
    .findLast((instruction) => instruction.getKeyword() === "USER" && instruction.getRange().start.line > final)
    ?.getArgumentsContent();
  if (user === undefined || user === null) return ["the final stage has no USER, so it runs as root"];
  return /^(root|0+)(:|$)/.test(user) ? [`the final stage runs as ${user}`] : [];
}

function commandProblems(dockerfile: Dockerfile, exists: (path: string) => boolean): readonly string[] {
  const words = dockerfile.getCMDs().flatMap((command) => command.getJSONStrings().map((word) => word.getJSONValue()));
  const files = words.filter((word) => /\.(ts|mjs|js)$/.test(word));
  if (files.length === 0) return ['has no CMD ["…"] that names a file'];
  return files.filter((file) => !exists(file)).map((file) => `runs ${file}, which does not exist`);
}
