import { deliveryPipeline } from "@guchi/chain/delivery.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { WEBHOOK } from "./address.ts";

/** What EXTENSIONS=examples/webhook-messenger adds: the hidden jobs that deliver. */
export const pipelines: readonly Pipeline[] = [deliveryPipeline(WEBHOOK)];
