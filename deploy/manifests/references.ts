import type { Named } from "./manifest.ts";

/** Fields whose value names an object, or holds its `name`. */
const REFERENCES: Readonly<Record<string, string>> = {
  configMapRef: "ConfigMap",
  secretRef: "Secret",
  secretKeyRef: "Secret",
  claimName: "PersistentVolumeClaim",
  serviceAccountName: "ServiceAccount",
  scaleTargetRef: "Deployment",
  service: "Service",
  serviceName: "Service",
};

type Fields = Readonly<Record<string, unknown>>;

/** Where objects name others that are not among them, or choose pods that nobody makes. */
export function referenceProblems(manifests: readonly Named[]): readonly string[] {
  const known = new Set(manifests.map(({ kind, name }) => `${kind} ${name}`));
  const pods = manifests.flatMap(({ manifest }) => fieldsNamed("template", manifest)).map(labelsIn);
  return manifests.flatMap(({ kind, name, manifest }) => {
    const lost = Object.entries(REFERENCES).flatMap(([field, of]) =>
      fieldsNamed(field, manifest)
        .map((value) => `${of} ${nameIn(value)}`)
        .filter((wanted) => !known.has(wanted))
        .map((wanted) => `${kind} ${name}: names ${wanted}, which is not there`),
    );
    const selectors = [
      ...fieldsNamed("matchLabels", manifest),
      ...(kind === "Service" ? serviceSelectors(manifest) : []),
    ];
    const idle = selectors
      .filter((selector) => isFields(selector) && !("guchi-engine" in selector))
      .filter((selector) => !pods.some((labels) => holds(labels, selector)))
      .map((selector) => `${kind} ${name}: chooses ${JSON.stringify(selector)}, which no pod has`);
    return [...lost, ...idle];
  });
}

/** Every value of a field of that name, however deep. */
function fieldsNamed(field: string, value: unknown): readonly unknown[] {
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const deeper = fieldsNamed(field, inner);
    return key === field ? [inner].concat(deeper) : deeper;
  });
}

function serviceSelectors(manifest: unknown): readonly unknown[] {
  return fieldsNamed("selector", manifest);
}

function nameIn(value: unknown): string {
  return isFields(value) ? String(value["name"]) : String(value);
}

function labelsIn(template: unknown): unknown {
  const [metadata] = fieldsNamed("metadata", template);
  return isFields(metadata) ? metadata["labels"] : undefined;
}

function holds(labels: unknown, selector: unknown): boolean {
  if (!isFields(labels) || !isFields(selector)) return false;
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}

/** Also a list: its places are its fields. */
function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
