import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseSync, Visitor, type Comment, type Span } from "oxc-parser";

const MAX_FILE_LINES = 300;
const MAX_FUNCTION_LINES = 60;
/** Of functions with a body of their own: what stands on one line as an expression says nothing. */
const MAX_MEDIAN_LINES = 7;
/** `as const` asserts nothing and does not count. Lower it when there are fewer. */
const MAX_ASSERTIONS = 35;
/** Of a line that holds a comment, also behind code. */
const MAX_COMMENT_COLUMNS = 100;

/** Files that are data, however long: words, help lines, tables, what a script writes. */
const DATA =
  /^client\/types\.ts$|^services\/(?:persona\/(?:phrases|understanding\/(?:words|details))|reply\/care)\/[\w/-]+\.ts$/;
const TESTS = /^(?:test|bench)\/|\.(?:test|suite)\.ts$|(?:^|\/)testing(?:\/|\.ts$)/;
const EXCEPTIONS = /(?:oxlint|eslint)-disable|@ts-(?:ignore|expect-error|nocheck)|(?:oxfmt|prettier)-ignore/;

/** What is wrong with a file, as `file:line what`, and what counts among all files. */
export interface Shape {
  readonly problems: readonly string[];
  /** Lines of each function of production code. */
  readonly functions: readonly number[];
  /** Where production code asserts a type. */
  readonly assertions: readonly string[];
}

/** Throws Error for a file that does not parse. */
export function shapeOf(file: string, source: string): Shape {
  const { program, comments, errors } = parseSync(file, source);
  if (errors[0] !== undefined) throw new Error(`${file} does not parse: ${errors[0].message}`);
  const lineOf = linesOf(source);
  const problems: string[] = [];
  const functions: number[] = [];
  const assertions: string[] = [];
  const isProduction = !TESTS.test(file);
  const report = ({ start }: Pick<Span, "start">, what: string) => problems.push(`${file}:${lineOf(start)} ${what}`);
  const measure = (node: Span & { readonly body: { readonly type: string } | null }) => {
    const lines = lineOf(node.end) - lineOf(node.start) + 1;
    if (node.body?.type !== "BlockStatement") return;
    functions.push(lines);
    if (isProduction && lines > MAX_FUNCTION_LINES) report(node, `a function of ${lines} lines`);
  };
  new Visitor({
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
    TSAnyKeyword: (node) => report(node, "any"),
    TSNonNullExpression: (node) => report(node, "an assertion with !"),
    TSAsExpression: ({ start, typeAnnotation: type }) => {
      if (source.slice(type.start, type.end) !== "const") assertions.push(`${file}:${lineOf(start)}`);
    },
  }).visit(program);
  problems.push(...comments.flatMap((comment) => commentProblems(comment, source, file, lineOf)));
  const lines = lineOf(source.length) - 1;
  if (isProduction && lines > MAX_FILE_LINES && !DATA.test(file)) problems.push(`${file}:1 a file of ${lines} lines`);
  return isProduction ? { problems, functions, assertions } : { problems, functions: [], assertions: [] };
}

function commentProblems({ start, end, value }: Comment, source: string, file: string, lineOf: LineOf): string[] {
  const first = source.lastIndexOf("\n", start - 1) + 1;
  const after = source.indexOf("\n", end);
  const lines = source.slice(first, after === -1 ? source.length : after).split("\n");
  const long = lines.flatMap((line, index) =>
    line.length > MAX_COMMENT_COLUMNS && !line.includes("://")
      ? [`${file}:${lineOf(start) + index} a comment past ${MAX_COMMENT_COLUMNS} columns`]
      : [],
  );
  return EXCEPTIONS.test(value) ? [...long, `${file}:${lineOf(start)} an exception to a check`] : long;
}

type LineOf = (offset: number) => number;

function linesOf(source: string): LineOf {
  const ends = [...source.matchAll(/\n/g)].map(({ index }) => index);
  return (offset) => {
    const after = ends.findIndex((end) => end >= offset);
    return (after === -1 ? ends.length : after) + 1;
  };
}

/** What is wrong with all files together. */
export function totalProblems(shapes: readonly Shape[]): readonly string[] {
  const lines = shapes.flatMap(({ functions }) => functions).toSorted((a, b) => a - b);
  const median = lines[Math.floor(lines.length / 2)] ?? 0;
  const assertions = shapes.flatMap((shape) => shape.assertions);
  return [
    ...(median > MAX_MEDIAN_LINES ? [`half of all functions have ${median} lines or more`] : []),
    ...(assertions.length > MAX_ASSERTIONS
      ? [`${assertions.length} type assertions, ${MAX_ASSERTIONS} at most:`, ...assertions]
      : []),
  ];
}

async function shapesOf(root: string): Promise<readonly Shape[]> {
  const shapes: Shape[] = [];
  for await (const file of glob("**/*.{ts,mjs,js}", { cwd: root, exclude: isInstalled })) {
    const path = file.replaceAll("\\", "/");
    shapes.push(shapeOf(path, await readFile(join(root, file), "utf8")));
  }
  return shapes;
}

function isInstalled(path: string): boolean {
  return path.endsWith("node_modules");
}

if (import.meta.main) {
  const shapes = await shapesOf(join(import.meta.dirname, ".."));
  const own = shapes.flatMap((shape) => shape.problems);
  const problems = [...own, ...totalProblems(shapes)];
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
