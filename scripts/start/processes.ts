import { join } from "node:path";
import type { LoadedService } from "../../shared/platform/service/load.ts";
import type { Service } from "../../shared/platform/service/service.ts";

const SHARED = join(import.meta.dirname, "shared-process.ts");

/** What one process runs, and how it is started. */
interface ProcessPlan {
  readonly name: string;
  readonly services: readonly Service[];
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * The processes for these services, in their order: one each, and one for all that share theirs.
 * Its command line names the main.ts of each.
 */
export function processesOf(loaded: readonly LoadedService[]): readonly ProcessPlan[] {
  const sharing = loaded.filter(({ service }) => service.sharesProcess === true);
  if (sharing.length < 2) return loaded.map(alone);
  const services = sharing.map(({ service }) => service);
  const name = services.map((service) => service.name).join(", ");
  const others = loaded.filter(({ service }) => service.sharesProcess !== true);
  return [...others.map(alone), { name, services, file: SHARED, args: sharing.map(({ file }) => file) }];
}

function alone({ service, file }: LoadedService): ProcessPlan {
  return { name: service.name, services: [service], file, args: [] };
}
