import { newMediaKey, type MediaStore } from "./store.ts";

/** No job's: jobs have UUIDs. */
const NOBODY = "doctor";

/**
 * Keeps a file of a few bytes, looks at it, removes it and looks again: all that is asked of a
 * store. Throws what the store throws.
 */
export async function checkStore(media: MediaStore): Promise<void> {
  const key = newMediaKey(NOBODY, "probe", "jpg");
  await media.put(key, Buffer.from("probe"));
  await (await media.read(key)).toArray();
  await media.removeJob(NOBODY);
  if ((await media.info(key)) !== undefined) throw new Error("The store still has a file that was removed");
}
