import assert from "node:assert/strict";
import { test } from "node:test";
import { defineService } from "../../shared/platform/service/service.ts";
import { processesOf } from "./processes.ts";

const loaded = (name: string, sharesProcess?: boolean) => ({
  service: defineService({
    name,
    ...(sharesProcess !== undefined && { sharesProcess }),
    start: () => Promise.reject(new Error("it is only declared")),
  }),
  file: `/services/${name}/main.ts`,
});
const told = (services: Parameters<typeof processesOf>[0]) =>
  processesOf(services).map(({ name, services: run, file, args }) => ({
    name,
    runs: run.length,
    command: [file.replace(import.meta.dirname, "."), ...args],
  }));

test("a service has a process of its own, and those that share one come last, in one", () => {
  const services = [loaded("door"), loaded("small", true), loaded("large"), loaded("tiny", true)];
  assert.deepEqual(told(services), [
    { name: "door", runs: 1, command: ["/services/door/main.ts"] },
    { name: "large", runs: 1, command: ["/services/large/main.ts"] },
    {
      name: "small, tiny",
      runs: 2,
      command: ["./shared-process.ts", "/services/small/main.ts", "/services/tiny/main.ts"],
    },
  ]);
});

test("one that would share with nobody is started as any other", () => {
  const services = [loaded("door"), loaded("small", true), loaded("large", false)];
  assert.deepEqual(
    told(services).map(({ command }) => command),
    [["/services/door/main.ts"], ["/services/small/main.ts"], ["/services/large/main.ts"]],
  );
});
