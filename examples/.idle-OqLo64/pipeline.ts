import { checkPipeline } from "../../shared/chain/pipeline.ts";
export const pipelines = [checkPipeline({ name: "idle", about: "", input: {}, output: {}, steps: [{ stage: { name: "idle", input: {}, output: {} } }] })];
