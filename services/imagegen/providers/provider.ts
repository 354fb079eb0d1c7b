import type { Picture } from "@guchi/contracts/stage-contracts.ts";
import type { AnyProvider, Call } from "@guchi/providers/provider.ts";

export interface ImageRequest {
  readonly picture: Picture;
  /**
   * The job's id: the same request with the same seed gives the same picture where the engine can
   * do that.
   */
  readonly seed: string;
  /** Who asked, if that is known. Never sent as it is. */
  readonly user?: string | undefined;
}

/** An engine that makes the picture. */
export interface ImageProvider extends AnyProvider {
  /**
   * A picture of at least 1024x1024 in any format that sharp reads; the stage makes the JPEG and
   * its preview. Throws ProviderError.
   */
  render(request: ImageRequest, call: Call): Promise<Uint8Array>;
}
