import { kind } from '../layer-table.ts'
import { BadEntry } from './bad-entry.ts'
import type { Sections } from './entry-file.ts'
import type { LocalLayer } from './layer-section.ts'

/**
 * The section of a cache entry that holds contents of files: how many, then of each its entry in the layer's table
 * and its length, all whole numbers of 32 bits; then the bytes, one after the other.
 */
export const contentsSection = 32

/** Contents by entry, as raw bytes, one character each, as the bytes of the section. */
export function packContents(contents: ReadonlyMap<number, string>): Uint8Array {
  const head = Int32Array.of(
    contents.size,
    ...[...contents].flatMap(([entry, content]) => [entry, content.length]),
  )
  const parts = [...contents.values()].map((content) => Buffer.from(content, 'latin1'))
  return Buffer.concat([new Uint8Array(head.buffer), ...parts])
}

/**
 * What `packContents` wrote; null when the entry has no such section. Throws a `BadEntry` for contents that are not of
 * files of the layer, or not as long as the layer says.
 */
export function unpackContents(
  sections: Sections,
  layer: Pick<LocalLayer, 'length' | 'inodes' | 'attributes' | 'sizes'>,
): ReadonlyMap<number, string> | null {
  const section = sections.get(contentsSection)
  if (!section) return null
  const bytes = Buffer.from(section)
  const number = (at: number): number => {
    if (at + 4 > bytes.length) throw new BadEntry('contents')
    return new Int32Array(new Uint8Array(bytes.subarray(at, at + 4)).buffer)[0] as number
  }
  const count = number(0)
  const contents = new Map<number, string>()
  let start = 4 + 8 * count
  for (let index = 0; index < count; index++) {
    const [entry, length] = [number(4 + 8 * index), number(8 + 8 * index)]
    if (!isContentOf(layer, entry, length) || start + length > bytes.length) throw new BadEntry('contents')
    contents.set(entry, bytes.toString('latin1', start, start + length))
    start += length
  }
  if (count < 0 || start !== bytes.length) throw new BadEntry('contents')
  return contents
}

function isContentOf(
  { length, inodes, attributes, sizes }: Pick<LocalLayer, 'length' | 'inodes' | 'attributes' | 'sizes'>,
  entry: number,
  bytes: number,
): boolean {
  if (entry < 0 || entry >= length || inodes[entry] !== entry) return false
  return (attributes[entry] as number) >> 12 === kind.file && sizes[entry] === bytes
}
