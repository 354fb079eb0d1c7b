import { readFile } from "node:fs/promises";
import { StageError } from "@guchi/chain/errors.ts";

/**
 * The compiled espeak-ng program (18 MB, about 50 ms), shared by all speaking threads. The package
 * is optional because of its licence (see ../../LICENSES.md). Throws StageError
 * `provider_misconfigured` when it is not installed.
 */
export async function compileEspeak(resolve = resolveEspeak): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(await readFile(new URL("espeak-ng.wasm", resolve())));
  } catch (cause) {
    throw new StageError(
      "The local voice needs the npm package espeak-ng (GPL-3.0-or-later): " +
        "run `npm install --include=optional`, or take `local` out of TTS_PROVIDERS.",
      { code: "provider_misconfigured", class: "permanent", cause },
    );
  }
}

function resolveEspeak(): string {
  return import.meta.resolve("espeak-ng");
}
