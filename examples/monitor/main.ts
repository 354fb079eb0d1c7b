import { runProcess } from "@guchi/platform/service/run-process.ts";
import { service } from "./service.ts";

await runProcess(service);
