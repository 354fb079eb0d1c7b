import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { LayoutStep } from "@guchi/chain/layout.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { fits } from "@guchi/chain/schema.ts";
import { withMediaUrls } from "./media-urls.ts";
import type { Urls } from "./view.ts";

/**
 * What whoever may read the job sees of a step's result: the fields of the contract's view, with
 * URLs in place of media keys. Undefined: nothing, as of a picture whose file was removed.
 */
export function shownResult(
  pipeline: Pipeline,
  record: JobRecord,
  { name, stage, kind }: LayoutStep,
  { media }: Pick<Urls, "media">,
): object | undefined {
  const contract = pipeline.steps.get(name)?.stage;
  const { result } = record.step(name);
  if (kind === "map" || contract?.view === undefined || contract.name !== stage || result === undefined)
    return undefined;
  const mediaUrl = record.mediaRemovedAt === undefined ? media : undefined;
  const all = Object.entries(withMediaUrls(record.id, result, mediaUrl) ?? {});
  const { properties } = contract.view;
  const shown = Object.fromEntries(all.filter(([field]) => Object.hasOwn(properties, field)));
  return fits(contract.view, shown) ? shown : undefined;
}
