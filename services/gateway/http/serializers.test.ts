import assert from "node:assert/strict";
import { it } from "node:test";
import { serializers } from "./serializers.ts";

const others = (type: string) => ({ One: { $id: "One", type: "object", properties: { a: { type } } } });
const serializer = (type: string, httpStatus: string, schema: object = { $ref: "One#" }) =>
  serializers(others(type))({ method: "GET", url: "/", httpStatus, schema });

it("a serializer is made once for each schema, of what it may refer to", () => {
  const one = serializer("string", "400");
  assert.equal(serializer("string", "500"), one);
  assert.equal(one({ a: 1, b: 2 }), '{"a":"1"}');
  assert.equal(serializer("number", "400")({ a: 1 }), '{"a":1}');
  assert.equal(serializer("string", "400", { type: "array", items: { $ref: "One#" } })([{ a: 1 }]), '[{"a":"1"}]');
});
