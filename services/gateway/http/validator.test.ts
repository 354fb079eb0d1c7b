import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { InjectOptions } from "fastify";
import { startTestGateway, type TestGateway } from "../testing.ts";

const NO_NUMBERS = [
  "1.9",
  "1.0",
  "1e1",
  "0x10",
  "-1",
  "%2B5",
  "%205",
  "5%20",
  "",
  "true",
  "null",
  "１",
  "01",
  "00",
  "9".repeat(20),
];
const NO_BOOLEANS = ["1", "0", "TRUE", "True", "", "yes", "null"];
const SIG = "A".repeat(22);

describe("what does not fit is refused and not bent", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const refused = async (options: InjectOptions, pointer: string) => {
    const answer = await gateway.app.inject(options);
    const what = JSON.stringify(options);
    assert.equal(answer.statusCode, 400, what);
    assert.equal(answer.headers["content-type"], "application/problem+json");
    const { errors } = answer.json<{ errors: { pointer: string }[] }>();
    assert.ok(
      errors.some((error) => error.pointer === pointer),
      `${what}: ${answer.body}`,
    );
  };

  it("a number in a query is decimal digits", async () => {
    for (const text of NO_NUMBERS) {
      await refused({ url: `/jobs?limit=${encodeURI(text)}` }, "/limit");
      await refused({ url: `/jobs/none?wait=${encodeURI(text)}` }, "/wait");
      await refused({ url: `/media/a/b?exp=${encodeURI(text)}&sig=${SIG}` }, "/exp");
    }
    await refused({ url: "/jobs?limit=1&limit=2" }, "/limit");
    assert.equal((await gateway.app.inject({ url: "/jobs?limit=1" })).statusCode, 200);
    assert.equal((await gateway.app.inject({ url: "/jobs/none?wait=1" })).statusCode, 404);
    assert.equal((await gateway.app.inject({ url: `/media/a/b?exp=1&sig=${SIG}` })).statusCode, 403);
  });

  it("a boolean in a query is true or false", async () => {
    for (const text of NO_BOOLEANS) await refused({ url: `/jobs/none?history=${text}` }, "/history");
    const { id } = await gateway.client.start("guchi", { text: "x" });
    const history = async (text: string) =>
      "history" in (await gateway.app.inject({ url: `/jobs/${id}?history=${text}` })).json<object>();
    assert.equal(await history("true"), true);
    assert.equal(await history("false"), false);
  });

  it("a text in a body is a text", async () => {
    const bodies: [body: object, pointer: string][] = [
      [{ pipeline: 5, input: { text: "x" } }, "/pipeline"],
      [{ pipeline: null, input: { text: "x" } }, "/pipeline"],
      [{ pipeline: "guchi", input: { text: 5 } }, "/input/text"],
      [{ pipeline: "guchi", input: { text: true } }, "/input/text"],
      [{ pipeline: "guchi", input: { text: "x" }, callbackUrl: 5 }, "/callbackUrl"],
      [{ pipeline: "guchi", input: { text: "x" }, callbackUrl: null }, "/callbackUrl"],
    ];
    for (const [payload, pointer] of bodies) await refused({ method: "POST", url: "/jobs", payload }, pointer);
    const empty = { "idempotency-key": "" };
    const payload = { pipeline: "guchi", input: { text: "x" } };
    await refused({ method: "POST", url: "/jobs", payload, headers: empty }, "/idempotency-key");
  });

  it("the API page tells of integers and booleans", async () => {
    interface Page {
      paths: Record<string, { get: { parameters: { name: string; schema: { type: string } }[] } }>;
    }
    const { paths } = (await gateway.app.inject({ url: "/docs/json" })).json<Page>();
    const type = (path: string, name: string) =>
      paths[path]?.get.parameters.find((parameter) => parameter.name === name)?.schema.type;
    assert.equal(type("/jobs", "limit"), "integer");
    assert.equal(type("/jobs/{id}", "wait"), "integer");
    assert.equal(type("/jobs/{id}", "history"), "boolean");
    assert.equal(type("/media/{job}/{file}", "exp"), "integer");
  });
});
