import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { variablesOf } from "../../shared/platform/config/settings.ts";
import { CLOSE_TIMEOUT_MS } from "../../shared/platform/service/run-process.ts";
import { loadInstallation } from "../../shared/platform/service/load.ts";
import { allFiles, OVERLAYS, type Overlay } from "./all.ts";
import { SETTINGS_HERE } from "./base.ts";
import { build, documentsOf } from "./build.ts";
import { kubernetesProblems, staleFiles } from "./check.ts";
import { readFacts, type Facts } from "./facts.ts";
import { queueQuery } from "./ha.ts";
import { namedOf, type Named } from "./manifest.ts";
import { modelProblem } from "./models.ts";
import { referenceProblems } from "./references.ts";
import { resourcesOf } from "./sizes.ts";
import { typeProblems } from "./types.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const FOLDER = join(ROOT, "deploy", "kubernetes");
const hasKubectl = (await build(join(FOLDER, "base"))) !== undefined;

/** As a test sees an object of Kubernetes: any field may be there, and be anything. */
interface Loose {
  [field: string]: Loose;
}
const loose = ({ manifest }: Named) => manifest as Loose;

describe("the manifests for Kubernetes", () => {
  let facts: Facts;
  before(async () => {
    facts = await readFacts(ROOT);
  });

  it("are what the services declare, and hold nothing that Kubernetes would refuse", async () => {
    assert.deepEqual(await kubernetesProblems(ROOT, () => assert.equal(hasKubectl, false)), []);
  });

  it("are found when a service declares another secret, when one is edited, and when one is left over", async (t) => {
    const [first, ...others] = facts.services;
    assert.ok(first);
    const changed = { ...facts, services: [{ ...first, secrets: [...first.secrets, "NEW_SECRET"] }, ...others] };
    assert.deepEqual(await staleFiles(FOLDER, allFiles(changed)), [
      `base/secrets/${first.name}.env is not what \`npm run kubernetes\` writes`,
    ]);
    const copy = await mkdtemp(join(tmpdir(), "guchi-manifests-"));
    t.after(() => rm(copy, { recursive: true, force: true }));
    await cp(FOLDER, copy, { recursive: true });
    await writeFile(join(copy, "base", "left-over.yaml"), "");
    await writeFile(join(copy, "base", "network.yaml"), "");
    assert.deepEqual(await staleFiles(copy, allFiles(facts)), [
      "base/left-over.yaml is not what `npm run kubernetes` writes",
      "base/network.yaml is not what `npm run kubernetes` writes",
    ]);
  });

  it("give each service its own secrets and no other's", async () => {
    const files = allFiles(facts);
    const { services } = await loadInstallation([], ROOT);
    for (const { service } of services) {
      const secrets = Object.entries(variablesOf(service)).flatMap(([name, { secret }]) =>
        secret ? [`${name}=`] : [],
      );
      assert.deepEqual(files.get(`base/secrets/${service.name}.env`)?.trim().split("\n"), secrets);
    }
    assert.ok(!files.get("base/secrets/tts.env")?.includes("API_KEYS"));
  });

  it("set only what a service reads, to what it takes", async () => {
    const { variables } = await loadInstallation([], ROOT);
    for (const [name, value] of Object.entries(SETTINGS_HERE)) assert.notEqual(variables[name]?.read(value), undefined);
  });

  it("give a service that nobody measured some room", () => {
    const [first] = facts.services;
    assert.ok(first);
    const { requests, limits } = resourcesOf({ ...first, name: "unknown", isRemote: false });
    assert.deepEqual([requests?.["memory"], limits?.["memory"]], ["160Mi", "512Mi"]);
  });

  it("ask Prometheus for what is in a queue, waiting, at work or still to come", () => {
    assert.equal(
      queueQuery("tts"),
      'sum(max by (state) (guchi_queue_entries{stage="tts",state=~"waiting|active"})) + ' +
        'clamp_max(sum(max by (state) (guchi_queue_entries{stage="tts",state=~"delayed"})), 1)',
    );
  });
});

describe("what Kustomize makes of the manifests", { skip: hasKubectl ? false : "there is no kubectl" }, () => {
  const built = new Map<Overlay, readonly Named[]>();
  before(async () => {
    for (const overlay of OVERLAYS) {
      const text = await build(join(FOLDER, "overlays", overlay));
      built.set(overlay, documentsOf(text ?? "").map(namedOf));
    }
  });
  const of = (overlay: Overlay, kind: string) => built.get(overlay)?.filter((each) => each.kind === kind) ?? [];
  const one = (overlay: Overlay, kind: string, name: string) => {
    const found = of(overlay, kind).find((each) => each.name === name);
    assert.ok(found, `${overlay} has ${kind} ${name}`);
    return structuredClone(found);
  };

  it("has a misspelt field, a missing selector, a wrong type and an unknown kind found", async () => {
    const misspelt = one("single", "Deployment", "guchi-tts");
    const container = loose(misspelt)["spec"]?.["template"]?.["spec"]?.["containers"]?.["0"];
    Object.assign(container ?? {}, { livenesProbe: container?.["livenessProbe"] });
    const noSelector = one("single", "Deployment", "guchi-reply");
    delete loose(noSelector)["spec"]?.["selector"];
    const wrongType = one("ha", "ScaledObject", "guchi-tts");
    Object.assign(loose(wrongType)["spec"] ?? {}, { minReplicaCount: "2" });
    const unknown = { ...one("ha", "Service", "guchi-gateway"), manifest: { apiVersion: "v2", kind: "Service" } };
    assert.equal(modelProblem(misspelt.manifest), undefined, "the schemas let it be");
    assert.match(modelProblem(noSelector.manifest) ?? "", /selector/);
    assert.match(modelProblem(wrongType.manifest) ?? "", /minReplicaCount/);
    assert.match(modelProblem(unknown.manifest) ?? "", /is of a kind that is not known/);
    const found = await typeProblems([misspelt, noSelector, wrongType]);
    assert.equal(found.length, 3);
    assert.match(found[0] ?? "", /^Deployment guchi-tts: .*"livenesProbe".* does not exist in type 'IContainer'/);
    assert.match(found[1] ?? "", /^Deployment guchi-reply: Property '"selector"' is missing/);
    assert.match(found[2] ?? "", /^ScaledObject guchi-tts: Type 'string' is not assignable to type 'number'/);
  });

  it("has a name that nobody has found, and pods that nobody makes", () => {
    const all = built.get("single") ?? [];
    const without = all.filter(({ kind, name }) => !(kind === "Secret" && name.startsWith("guchi-tts")));
    assert.equal(referenceProblems(all).length, 0);
    assert.match(
      referenceProblems(without).join(),
      /^Deployment guchi-tts: names Secret guchi-tts-\w+, which is not there$/,
    );
    const elsewhere = one("single", "Service", "guchi-gateway");
    Object.assign(loose(elsewhere)["spec"]?.["selector"] ?? {}, { "app.kubernetes.io/component": "gatewy" });
    assert.match(
      referenceProblems([...without, elsewhere]).join(),
      /Service guchi-gateway: chooses .*gatewy.*no pod has/,
    );
  });

  it("ends no process before it has ended by itself", () => {
    for (const deployment of of("ha", "Deployment")) {
      const pod = loose(deployment)["spec"]?.["template"]?.["spec"];
      const sleep = Number(pod?.["containers"]?.["0"]?.["lifecycle"]?.["preStop"]?.["exec"]?.["command"]?.["1"] ?? 0);
      const grace = Number(pod?.["terminationGracePeriodSeconds"]);
      assert.ok(grace > sleep + CLOSE_TIMEOUT_MS / 1_000, `${deployment.name}: ${grace} s`);
    }
  });

  it("leaves no stage without a worker, which is an alert", () => {
    const scaled = of("ha", "ScaledObject");
    assert.ok(scaled.length >= 7);
    for (const each of scaled) assert.ok(Number(loose(each)["spec"]?.["minReplicaCount"]) >= 1, each.name);
  });

  it("lets the internet be reached by those that call providers or callbacks, and Redis by Guchi alone", () => {
    const components = (name: string) =>
      Object.values(
        loose(one("single", "NetworkPolicy", name))["spec"]?.["podSelector"]?.["matchExpressions"]?.["0"]?.["values"] ??
          {},
      );
    assert.deepEqual(components("guchi-callbacks"), ["gateway"]);
    assert.deepEqual(
      new Set(components("guchi-providers")),
      new Set(["imagegen", "line", "movies", "persona", "sentiment", "tts"]),
    );
    const redis = loose(one("single", "NetworkPolicy", "guchi-redis"))["spec"];
    assert.deepEqual(redis?.["ingress"]?.["0"]?.["from"], [
      { podSelector: { matchLabels: { "app.kubernetes.io/name": "guchi" } } },
    ]);
    assert.deepEqual(redis?.["policyTypes"], ["Ingress", "Egress"]);
    assert.equal(redis?.["egress"], undefined);
  });
});
