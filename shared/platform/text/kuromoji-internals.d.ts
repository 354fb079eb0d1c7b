// kuromoji 0.1.2 publishes these files and has no types for them.
declare module "kuromoji/src/loader/DictionaryLoader.js" {
  class DictionaryLoader {
    constructor(dictionaryPath: string);
    load(done: (error: unknown, dictionaries: unknown) => void): void;
  }
  export = DictionaryLoader;
}

declare module "kuromoji/src/Tokenizer.js" {
  import type { IpadicFeatures, Tokenizer as TokenizerType } from "kuromoji";

  const Tokenizer: new (dictionaries: unknown) => TokenizerType<IpadicFeatures>;
  export = Tokenizer;
}
