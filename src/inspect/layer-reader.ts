import { LayerBuilder } from './layer-builder.ts'
import type { LayerTable } from './layer-table.ts'
import type { PathTree } from './path-tree.ts'
import { TarHeaders } from './tar-headers.ts'

/**
 * Reads the uncompressed tar of one layer, or a description of it that leaves contents out (`skip`), into a
 * table. The caller proves that the tar was complete; `finish` only refuses one that ends inside an entry.
 */
export class LayerReader {
  readonly #builder: LayerBuilder
  readonly #headers: TarHeaders

  constructor(tree: PathTree) {
    this.#builder = new LayerBuilder(tree)
    this.#headers = new TarHeaders({ entry: (entry) => this.#builder.add(entry) })
  }

  write(chunk: Buffer): void {
    this.#headers.write(chunk)
  }

  skip(bytes: number): void {
    this.#headers.skip(bytes)
  }

  finish(): LayerTable {
    this.#headers.end('optional')
    return this.#builder.finish()
  }
}
