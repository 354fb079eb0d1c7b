import { extensionsOf } from "../../shared/platform/service/environment.ts";
import { loadInstallation } from "../../shared/platform/service/load.ts";
import { runProcess } from "../../shared/platform/service/run-process.ts";
import { StartError } from "../../shared/platform/service/start-error.ts";

/** Several services in one process of `npm start`: its arguments are the main.ts of each. */
const files = new Set(process.argv.slice(2));
const { services } = await loadInstallation(extensionsOf(process.env));
const [first, ...others] = services.filter(({ file }) => files.has(file)).map(({ service }) => service);
if (first === undefined) throw new StartError("No service is at the places that the arguments name");
await runProcess(first, ...others);
