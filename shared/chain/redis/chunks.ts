/** Members that are read in one command: about a millisecond of the event loop. */
const CHUNK = 1_000;

/**
 * What `read` gives of the ranks `from` to `to`, both inclusive, in chunks, until it gives no more.
 */
export async function* chunks(
  read: (from: number, to: number) => Promise<readonly string[]>,
): AsyncGenerator<readonly string[]> {
  for (let from = 0; ; from += CHUNK) {
    const chunk = await read(from, from + CHUNK - 1);
    if (chunk.length > 0) yield chunk;
    if (chunk.length < CHUNK) return;
  }
}
