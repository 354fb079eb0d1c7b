import { stringify } from "yaml";

/** A manifest: one object of Kubernetes, or a patch of one. */
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}

/** What a kustomization.yaml says, as far as we use it. */
export interface Kustomization {
  readonly namespace?: string;
  readonly resources?: readonly string[];
  readonly images?: readonly { readonly name: string; readonly newName?: string; readonly newTag?: string }[];
  readonly patches?: readonly {
    readonly path?: string;
    readonly patch?: string;
    readonly target?: { readonly kind: string; readonly name?: string; readonly labelSelector?: string };
  }[];
  readonly configMapGenerator?: readonly Generator[];
  readonly secretGenerator?: readonly Generator[];
}

interface Generator {
  readonly name: string;
  readonly behavior?: "merge";
  readonly literals?: readonly string[];
  readonly envs?: readonly string[];
}

/** A folder that Kustomize builds. */
export interface Folder {
  /** Its manifests, by the file's name. */
  readonly resources: Readonly<Record<string, readonly Manifest[]>>;
  /** Files beside them. */
  readonly files?: Readonly<Record<string, string>>;
  /** The manifests need not be listed. */
  readonly kustomization: Kustomization;
}

const KUSTOMIZATION = { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization" } as const;

/** The folder's files, each with its text. */
export function filesOf(
  { resources, files = {}, kustomization }: Folder,
  head: string,
): Readonly<Record<string, string>> {
  const listed = [...(kustomization.resources ?? []), ...Object.keys(resources)];
  const whole = { ...KUSTOMIZATION, ...kustomization, resources: listed };
  const manifests = Object.entries(resources).map(([file, documents]) => [file, yaml(documents, head)]);
  return { "kustomization.yaml": yaml([whole], head), ...Object.fromEntries(manifests), ...files };
}

function yaml(documents: readonly object[], head: string): string {
  const texts = documents.map((document) => stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }));
  return `${head}${texts.join("---\n")}`;
}

/** A file that Kustomize makes a ConfigMap or a Secret from. */
export function envFile(entries: readonly (readonly [name: string, value: string])[]): string {
  return entries.map(([name, value]) => `${name}=${value}\n`).join("");
}
