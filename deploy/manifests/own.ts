import { misspeltProblems } from "../../shared/platform/config/misspelt.ts";
import { settingsProblems } from "../../shared/platform/config/settings.ts";
import type { Loaded } from "../../shared/platform/service/load.ts";
import type { Overlay } from "./all.ts";
import { SETTINGS_HERE } from "./base.ts";
import type { Facts } from "./facts.ts";
import { envFile, type Folder } from "./folder.ts";
import { HA_SETTINGS } from "./ha.ts";
import { IMAGE, nameOf, REDIS, SETTINGS } from "./names.ts";
import { patchOfIngress, patchesOfPrometheus } from "./patch.ts";

/** What a deployment of one's own is made from. */
export interface Own {
  readonly overlay: Overlay;
  /** What .env holds. */
  readonly settings: NodeJS.Dict<string>;
  /** The image, such as `registry.example/guchi:0.1.0`. */
  readonly image: string;
  /** Where KEDA finds Prometheus, if elsewhere than its operator puts it. */
  readonly prometheus?: string | undefined;
  /** The way from its folder to deploy/kubernetes. */
  readonly manifests: string;
}

/** What these manifests say themselves, whatever .env says. */
const FIXED: Readonly<Record<Overlay, ReadonlySet<string>>> = {
  single: new Set(["DATA_DIR", "HEALTH_FILE", "HOST", "PORT"]),
  ha: new Set(["DATA_DIR", "HEALTH_FILE", "HOST", "PORT", ...Object.keys(HA_SETTINGS)]),
};
/** In `ha`, paths in a pod, of a Secret: not here. Each pod looks at them when it starts. */
const IN_PODS = new Set(["REDIS_CA_FILE", "REDIS_CERT_FILE", "REDIS_KEY_FILE"]);
const PASSWORD = "REDIS_PASSWORD";

/** What is wrong with the settings for such a deployment, a line each. */
export function ownProblems({ overlay, settings }: Own, { services, variables }: Loaded): readonly string[] {
  const set = (name: string) => (settings[name] ?? "") !== "";
  const looked = Object.entries(settings).filter(([name]) => overlay === "single" || !IN_PODS.has(name));
  const broken = Object.entries(settings).filter(([, value]) => value?.includes("\n"));
  return [
    ...misspeltProblems(Object.keys(settings), Object.keys(variables)),
    ...settingsProblems(
      services.map(({ service }) => service),
      { ...Object.fromEntries(looked), ...SETTINGS_HERE, ...(overlay === "ha" && HA_SETTINGS) },
    ),
    ...broken.map(([name]) => `${name} must be one line`),
    ...(hostOf(settings) === undefined ? ["PUBLIC_BASE_URL must be set to the https:// URL of this deployment"] : []),
    ...(overlay === "single" && !/^[A-Za-z0-9]{16,}$/.test(settings[PASSWORD] ?? "")
      ? [`${PASSWORD} must be 16 letters and digits or more: the overlay single has a Redis of its own`]
      : []),
    ...(overlay === "single" && set("REDIS_URL") ? ["REDIS_URL must not be set: single has a Redis of its own"] : []),
    ...(overlay === "ha" && !set("REDIS_URL") ? ["REDIS_URL must be set: the overlay ha has no Redis"] : []),
  ];
}

/**
 * The folder that Kustomize builds: an overlay with what .env says, each secret where it is read.
 */
export function ownFolder(
  { overlay, settings, image, prometheus, manifests }: Own,
  { services }: Facts,
  variables: Loaded["variables"],
): Folder {
  const given = Object.entries(settings).flatMap(([name, value = ""]) =>
    value === "" ? [] : [[name, value] as const],
  );
  const plain = given.filter(([name]) => variables[name]?.secret === false && !FIXED[overlay].has(name));
  const secretsOf = (names: readonly string[]) => envFile(given.filter(([name]) => names.includes(name)));
  const secrets = [
    ...services.map((service) => ({
      name: nameOf(service),
      file: `secrets/${service.name}.env`,
      names: service.secrets,
    })),
    ...(overlay === "single" ? [{ name: REDIS, file: "secrets/redis.env", names: [PASSWORD] }] : []),
  ];
  const { newName, newTag } = imageOf(image);
  return {
    resources: {},
    files: {
      "settings.env": envFile(plain),
      ...Object.fromEntries(secrets.map(({ file, names }) => [file, secretsOf(names)])),
    },
    kustomization: {
      resources: [`${manifests}/overlays/${overlay}`],
      namespace: "guchi",
      images: [{ name: IMAGE, newName, newTag }],
      configMapGenerator: [{ name: SETTINGS, behavior: "merge", envs: ["settings.env"] }],
      secretGenerator: secrets.map(({ name, file }) => ({ name, behavior: "merge", envs: [file] })),
      patches: [
        patchOfIngress(hostOf(settings) ?? ""),
        ...(overlay === "ha" && prometheus !== undefined ? patchesOfPrometheus(services, prometheus) : []),
      ],
    },
  };
}

/** The host under which this deployment is reached. */
function hostOf({ PUBLIC_BASE_URL: base = "" }: NodeJS.Dict<string>): string | undefined {
  const url = URL.parse(base);
  return url?.protocol === "https:" ? url.hostname : undefined;
}

/** A colon in the host is a port's, not a tag's. */
function imageOf(image: string): { readonly newName: string; readonly newTag: string } {
  const [, newName = image, newTag = "latest"] = /^(.*?)(?::([^:/]+))?$/.exec(image) ?? [];
  return { newName, newTag };
}
