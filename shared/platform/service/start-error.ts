/**
 * A setting or a neighbour that makes a start pointless. The message is the one line that the
 * operator reads.
 */
export class StartError extends Error {
  override readonly name = "StartError";
}
