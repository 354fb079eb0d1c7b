import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import kuromoji, { type IpadicFeatures, type Tokenizer } from "kuromoji";

export type JapaneseToken = IpadicFeatures;
export type JapaneseTokenizer = Tokenizer<IpadicFeatures>;

let loading: Promise<JapaneseTokenizer> | undefined;

/**
 * The morphological analyser with its IPA dictionary, loaded once a process: about 0.5 s and 100 MB. A stage service
 * calls this at its start, so that the first job does not wait for it.
 */
export function japaneseTokenizer(): Promise<JapaneseTokenizer> {
  loading ??= new Promise((resolve, reject) => {
    const dicPath = join(dirname(createRequire(import.meta.url).resolve("kuromoji/package.json")), "dict");
    kuromoji.builder({ dicPath }).build((error, tokenizer) => {
      // kuromoji's types promise an Error; it gives null when all is well.
      if ((error as Error | null) === null) resolve(tokenizer);
      else reject(error);
    });
  });
  return loading;
}
