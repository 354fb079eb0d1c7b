import type { Picture, Poster } from "@guchi/contracts/picture.ts";
import type { AnyProvider, Call } from "@guchi/providers/provider.ts";

export interface ImageRequest<Shown = Picture> {
  readonly picture: Shown;
  /**
   * The job's id: the same request with the same seed gives the same picture where the engine can
   * do that.
   */
  readonly seed: string;
  /** Who asked, if that is known. Never sent as it is. */
  readonly user?: string | undefined;
}

/** An engine that makes the picture. What it can show beside the idol, `Shown` says. */
export interface ImageProvider<Shown = Picture> extends AnyProvider {
  /**
   * A picture of at least 1024x1024 in any format that sharp reads; the stage makes the JPEG and
   * its preview. Throws ProviderError.
   */
  render(request: ImageRequest<Shown>, call: Call): Promise<Uint8Array>;
}

/** Our own engine: it draws cards of films, too. */
export type LocalImage = ImageProvider<Picture | Poster>;
