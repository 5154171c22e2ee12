/** What is used of WebAssembly's JavaScript interface, which neither Node's types nor those of the language have. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    constructor(module: Module, imports: { readonly env: { readonly memory: Memory } })
    readonly exports: object
  }
  class Memory {
    /** `initial`: pages of 64 KiB. */
    constructor(size: { readonly initial: number })
    readonly buffer: ArrayBuffer
  }
  /** A number that the module exports. */
  interface Global {
    readonly value: number
  }
}
