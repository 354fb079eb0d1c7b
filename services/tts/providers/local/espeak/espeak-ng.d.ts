/**
 * What this service uses of the untyped npm package `espeak-ng`: the command-line program, compiled
 * by emscripten.
 */
declare module "espeak-ng" {
  export interface EspeakFileSystem {
    mkdirTree(path: string): void;
    writeFile(path: string, data: string): void;
    readFile(path: string): Uint8Array<ArrayBuffer>;
  }

  export interface EspeakProgram {
    readonly FS: EspeakFileSystem;
  }

  export interface EspeakOptions {
    readonly thisProgram: string;
    readonly arguments: readonly string[];
    readonly preRun: readonly ((program: EspeakProgram) => void)[];
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
    readonly instantiateWasm: (
      imports: WebAssembly.Imports,
      ready: (instance: WebAssembly.Instance) => WebAssembly.Exports,
    ) => WebAssembly.Exports;
  }

  /** Runs `main()` once with the arguments and resolves after it has ended. */
  export default function run(options: EspeakOptions): Promise<EspeakProgram>;
}
