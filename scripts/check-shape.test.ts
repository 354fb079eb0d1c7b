import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shapeOf, totalProblems } from "./check-shape.ts";

const FILE = "shared/x/a.ts";
const problemsOf = (source: string, file = FILE) => shapeOf(file, source).problems;
const functionOf = (lines: number) => `export function f() {\n${"  g();\n".repeat(lines - 2)}}\n`;

describe("the check of the code's shape", () => {
  it("finds a file that is too long, unless it is data or a test", () => {
    const long = "export {};\n".repeat(301);
    assert.deepEqual(problemsOf(long), [`${FILE}:1 a file of 301 lines`]);
    assert.deepEqual(problemsOf("export {};\n".repeat(300)), []);
    const others = ["shared/x/a.test.ts", "test/fakes/a.ts", "services/tts/testing.ts", "shared/x/testing/a.ts"];
    for (const file of [...others, "services/persona/phrases/ja.ts"])
      assert.deepEqual(problemsOf(long, file), [], file);
  });

  it("finds a function that is too long, whatever its kind, where it begins", () => {
    assert.deepEqual(problemsOf(functionOf(60)), []);
    assert.deepEqual(problemsOf(`\n${functionOf(61)}`), [`${FILE}:2 a function of 61 lines`]);
    const body = `{\n${"  g();\n".repeat(60)}}`;
    assert.deepEqual(problemsOf(`class A { m() ${body} }`), [`${FILE}:1 a function of 62 lines`]);
    assert.deepEqual(problemsOf(`const f = () => ${body};`), [`${FILE}:1 a function of 62 lines`]);
  });

  it("finds any, ! and exceptions to checks, also in tests", () => {
    for (const file of [FILE, "shared/x/a.test.ts"]) {
      assert.deepEqual(problemsOf("\nconst a: any[] = [];", file), [`${file}:2 any`]);
      assert.deepEqual(problemsOf("f(a!);", file), [`${file}:1 an assertion with !`]);
      for (const comment of [
        "// @ts-ignore",
        "/* oxlint-disable */",
        "// eslint-disable-next-line x",
        "// oxfmt-ignore",
      ]) {
        assert.deepEqual(problemsOf(comment, file), [`${file}:1 an exception to a check`]);
      }
    }
    assert.deepEqual(problemsOf('const a = "any! // @ts-ignore";'), []);
  });

  it("finds a comment that is too wide, but for a link", () => {
    const wide = "x".repeat(98);
    assert.deepEqual(problemsOf(`f();\n// ${wide}`), [`${FILE}:2 a comment past 100 columns`]);
    assert.deepEqual(problemsOf(`// ${wide.slice(1)}`), []);
    assert.deepEqual(problemsOf(`/**\n * short\n * ${wide}\n */`), [`${FILE}:3 a comment past 100 columns`]);
    assert.deepEqual(problemsOf(`/**\n * https://${wide}\n */`), []);
    assert.deepEqual(problemsOf(`f(); // ${wide}`), [`${FILE}:1 a comment past 100 columns`]);
  });

  it("counts assertions of types in production code, and says where they are", () => {
    const shape = shapeOf(FILE, `const a = [1] as const;\n${"f(a as A);\n".repeat(100)}`);
    assert.equal(shape.assertions[0], `${FILE}:2`);
    const [first, ...places] = totalProblems([shape]);
    assert.match(first ?? "", /^100 type assertions, \d+ at most:$/);
    assert.equal(places.length, 100);
    assert.deepEqual(shapeOf("test/a.ts", "f(a as A);").assertions, []);
  });

  it("finds functions that are long for the most part", () => {
    const [short, long] = [shapeOf(FILE, functionOf(7)), shapeOf(FILE, functionOf(8))];
    assert.deepEqual(totalProblems([short, short, long]), []);
    assert.deepEqual(totalProblems([short, long, long]), ["half of all functions have 8 lines or more"]);
  });

  it("refuses a file that it cannot read", () => {
    assert.throws(() => problemsOf("import {"), /shared\/x\/a\.ts does not parse/);
  });
});
