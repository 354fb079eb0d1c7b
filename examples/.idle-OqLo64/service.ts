import { defineService } from "../../shared/platform/service/service.ts";
export const service = defineService({ name: "idle", start: async () => undefined });
