import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { parse } from "yaml";
import { startTestGateway } from "../../services/gateway/testing.ts";
import { loadInstallation } from "../../shared/platform/service/load.ts";
import { dashboard, EXPRESSIONS } from "../grafana/dashboard.ts";

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

const HERE = import.meta.dirname;
const read = (...path: string[]) => readFile(join(HERE, ...path), "utf8");
const { groups } = parse(await read("guchi.rules.yml")) as { groups: { rules: Rule[] }[] };
const RULES = groups.flatMap(({ rules }) => rules);

describe("the alert rules and the dashboard", () => {
  let declared: ReadonlySet<string>;
  before(async () => {
    const { installation } = await loadInstallation();
    const { metrics, gauges } = installation;
    const gateway = await startTestGateway({ metrics, gauges, dataDir: HERE });
    const text = await (await fetch(`${gateway.app.listeningOrigin}/metrics`)).text();
    await gateway.stop();
    const names = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = "", type]) =>
      type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    );
    declared = new Set(names);
  });

  it("ask for metrics alone that the gateway shows", () => {
    const asked = [...RULES.map(({ expr }) => expr), ...EXPRESSIONS].flatMap(
      (expr) => expr.match(/\b(?:guchi|process|nodejs)_[a-z_]+/g) ?? [],
    );
    assert.ok(asked.length > RULES.length);
    assert.deepEqual(
      asked.filter((name) => !declared.has(name)),
      [],
    );
  });

  it("have a severity, a sentence, a test and a section of docs/operations.md each", async () => {
    const found = [...(await read("..", "..", "docs", "operations.md")).matchAll(/^#+ (.+)$/gm)].map(
      ([, heading = ""]) =>
        `docs/operations.md#${heading
          .toLowerCase()
          .replaceAll(/[^\w\s-]/g, "")
          .replaceAll(/\s/g, "-")}`,
    );
    const headings = new Set(found);
    const { tests } = parse(await read("guchi.rules.test.yml")) as { tests: { name: string }[] };
    for (const { alert, labels, annotations } of RULES) {
      assert.match(labels.severity, /^(?:critical|warning)$/, alert);
      assert.match(annotations.summary, /\.$/, alert);
      assert.ok(headings.has(annotations.runbook), annotations.runbook);
    }
    assert.deepEqual(
      tests.map(({ name }) => name),
      RULES.map(({ alert }) => alert),
    );
  });

  it("are where deploy/monitoring.yml looks for them, in images named by their digests", async () => {
    const { services } = parse(await read("..", "monitoring.yml")) as {
      services: Record<string, { image: string; volumes: string[] }>;
    };
    for (const [name, { image, volumes }] of Object.entries(services)) {
      assert.match(image, /@sha256:[0-9a-f]{64}$/, name);
      const paths = volumes.flatMap((volume) => volume.match(/^\.\/[^:]+/) ?? []);
      assert.ok(paths.length > 0, name);
      for (const path of paths) assert.ok(existsSync(join(HERE, "..", "..", path)), path);
    }
  });

  it("are what `npm run dashboard` writes", async () => {
    assert.deepEqual(JSON.parse(await read("..", "grafana", "guchi.json")), dashboard());
  });
});
