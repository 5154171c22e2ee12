import { crc32 } from 'node:zlib'
import type { KeptContents } from './kept-contents.ts'
import { LayerBuilder } from './layer-builder.ts'
import type { LayerTable } from './layer-table.ts'
import type { PathTree } from './path-tree.ts'
import { TarHeaders } from './tar-headers.ts'

/**
 * Reads the uncompressed tar of one layer, or a description of it that leaves contents out (`skip`, with the
 * CRC-64 that it notes instead), into a table; `kept` takes the contents that are wanted beside it, null wants none.
 * The caller proves that the tar was complete; `finish` only refuses one that ends inside an entry.
 */
export class LayerReader {
  readonly #builder: LayerBuilder
  readonly #headers: TarHeaders
  #checksum = 0
  #hasSkipped = false

  constructor(tree: PathTree, kept: KeptContents | null) {
    this.#builder = new LayerBuilder(tree)
    this.#headers = new TarHeaders({
      entry: (entry) => {
        this.#checksum = 0
        this.#builder.add(entry)
        kept?.begin(entry, this.#builder.file)
      },
      plain: (header) => {
        this.#checksum = 0
        this.#builder.addPlain(header)
        kept?.begin(header.entry(), this.#builder.file)
      },
      content: (chunk) => {
        this.#checksum = crc32(chunk, this.#checksum)
        kept?.add(chunk)
      },
      end: () => {
        this.#builder.setChecksum(this.#checksum | 0)
        kept?.end()
      },
    })
  }

  write(chunk: Buffer): void {
    this.#headers.write(chunk)
  }

  /** `write` for bytes whose headers something else proves. */
  writeProven(bytes: Buffer): void {
    this.#headers.writeProven(bytes)
  }

  /** See `TarHeaders.ahead`. */
  get ahead(): number {
    return this.#headers.ahead
  }

  /**
   * Takes the `count` entries that the compiled reader of tar-split read last (see `PathMemory`), after `ahead`; their
   * contents were left out. The next header comes after `padding` bytes.
   */
  addRead(count: number, padding: number): void {
    this.#hasSkipped = true
    this.#builder.addRead(count)
    this.#headers.passEntries(count, padding)
  }

  skip(bytes: number, checksum: number): void {
    this.#hasSkipped = true
    this.#checksum = checksum
    this.#headers.skip(bytes)
  }

  finish(): LayerTable {
    this.#headers.end('optional')
    return this.#builder.finish(this.#hasSkipped ? 'crc64' : 'crc32')
  }
}
