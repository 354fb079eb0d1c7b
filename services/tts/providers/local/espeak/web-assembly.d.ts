/**
 * The part of WebAssembly that this service uses; neither @types/node 24 nor the ES libraries of
 * TypeScript declare it.
 */
declare namespace WebAssembly {
  class Module {
    private readonly kind: "module";
  }
  interface Instance {
    readonly exports: Exports;
  }
  const Instance: new (module: Module, imports: Imports) => Instance;
  type Exports = Record<string, unknown>;
  type Imports = Record<string, Record<string, unknown>>;
  function compile(bytes: Uint8Array): Promise<Module>;
}
