import { once } from '../once.ts'
import { compiledPaths } from './compiled-paths.ts'

/** What the code of `assembly/` exports; see there what each does. A place is an offset in its memory, in bytes. */
export interface PathCode {
  intern(start: number, end: number): number
  findName(start: number, end: number): number
  hashName(name: number, seed: number): number
  nameCount(): number
  takeNames(count: number): void
  child(parent: number, name: number): number
  findChild(parent: number, name: number): number
  nodeCount(): number
  takeNodes(count: number): void
  pathNode(start: number, end: number): number
  mark(name: number, isWanted: number): void
  nextMarked(node: number): number
  readEntries(start: number, end: number, ahead: number): number
  readonly stopped: WebAssembly.Global
  readonly ahead: WebAssembly.Global
  detour(node: number, place: number): number
  forgetDetours(): void
  placePaths(start: number, end: number): number
  readonly named: WebAssembly.Global
  readonly passed: WebAssembly.Global
}

/** An instance of the code, and its memory as arrays. */
export interface PathRoom {
  readonly code: PathCode
  /** Lines that `readEntries` or `placePaths` reads; one more byte fits behind them. */
  readonly input: Buffer
  /** A name or a path from outside: see `ask`. */
  readonly asked: Buffer
  /** The bytes of all names one after the other, and by name where its own begin. */
  readonly bytes: Buffer
  readonly starts: Int32Array
  /** By node. */
  readonly parents: Int32Array
  readonly nodeNames: Int32Array
  /** What either of them found: see `tar-split.ts` and `lists.ts` in `assembly/`. */
  readonly records: {
    readonly sizes: Float64Array
    readonly nodes: Int32Array
    readonly modes: Int32Array
    readonly extras: Int32Array
  }
}

/**
 * Room for as many names, and as many nodes. Only what is written to becomes resident, but the garbage collector counts
 * all of it.
 */
export function pathRoom(most: number): PathRoom {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((fixed + most * perName) / 65_536) })
  const exports = new WebAssembly.Instance(compiled(), { env: { memory } }).exports as PathCode & Layout
  exports.layOut(most)
  const { buffer } = memory
  const at = (place: Exclude<keyof Layout, 'layOut'>): number => exports[place].value
  const count = at('mostRecords')
  return {
    code: exports,
    input: Buffer.from(buffer, at('input'), at('inputLength')),
    asked: Buffer.from(buffer, at('asked'), at('askedLength')),
    bytes: Buffer.from(buffer, at('bytes'), at('end') - at('bytes')),
    starts: new Int32Array(buffer, at('starts'), most + 1),
    parents: new Int32Array(buffer, at('parents'), most),
    nodeNames: new Int32Array(buffer, at('nodeNames'), most),
    records: {
      sizes: new Float64Array(buffer, at('sizes'), count),
      nodes: new Int32Array(buffer, at('nodes'), count),
      modes: new Int32Array(buffer, at('modes'), count),
      extras: new Int32Array(buffer, at('extras'), count),
    },
  }
}

/** See `memory.ts` in `assembly/`. */
interface Layout {
  layOut(room: number): void
  readonly input: WebAssembly.Global
  readonly inputLength: WebAssembly.Global
  readonly asked: WebAssembly.Global
  readonly askedLength: WebAssembly.Global
  readonly bytes: WebAssembly.Global
  readonly end: WebAssembly.Global
  readonly starts: WebAssembly.Global
  readonly parents: WebAssembly.Global
  readonly nodeNames: WebAssembly.Global
  readonly sizes: WebAssembly.Global
  readonly nodes: WebAssembly.Global
  readonly modes: WebAssembly.Global
  readonly extras: WebAssembly.Global
  readonly mostRecords: WebAssembly.Global
}

// What does not depend on the room, and what a name and a node take: 23 bytes in columns and slots, 32 for its text.
const fixed = 400_000
const perName = 23 + 32

const compiled = once(() => new WebAssembly.Module(Buffer.from(compiledPaths, 'base64')))
