import { BadEntry } from './bad-entry.ts'
import type { Sections } from './entry-file.ts'
import { type LocalLayer, layerSection as section } from './layer-section.ts'

/**
 * The columns of a layer's sections, each as long as `head` says; what is in them is not checked. Throws a
 * `BadEntry` where a section is missing or of another length.
 */
export function readSections(sections: Sections): LocalLayer {
  const [length, size, declaredSize, checksumKind, nodeCount, nameCount] = floats(sections, section.head, 6)
  if (![length, nodeCount, nameCount].every(isCount)) throw new BadEntry('no counts')
  const entries = length as number
  return {
    length: entries,
    size: size as number,
    declaredSize: declaredSize as number,
    checksumKind: checksumKind as number,
    nodeCount: nodeCount as number,
    nameCount: nameCount as number,
    names: bytesOf(sections, section.names),
    nameLengths: whole(sections, section.nameLengths, nameCount as number),
    parents: sums(whole(sections, section.parents, nodeCount as number)),
    nodeNames: sums(whole(sections, section.nodeNames, nodeCount as number)),
    paths: sums(whole(sections, section.paths, entries)),
    inodes: fromOwn(whole(sections, section.inodes, entries)),
    sizes: floats(sections, section.sizes, entries),
    attributes: shorts(sections, section.attributes, entries),
    extras: whole(sections, section.extras, entries),
  }
}

const mostEntries = 2 ** 28

function isCount(value: number | undefined): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= mostEntries
}

function bytesOf(sections: Sections, number: number): Uint8Array<ArrayBuffer> {
  const bytes = sections.get(number)
  if (!bytes) throw new BadEntry('a section is missing')
  return bytes as Uint8Array<ArrayBuffer>
}

function whole(sections: Sections, number: number, length: number): Int32Array<ArrayBuffer> {
  const bytes = bytesOf(sections, number)
  if (bytes.length !== length * 4) throw new BadEntry('a section of another length')
  return new Int32Array(bytes.buffer, bytes.byteOffset, length)
}

function shorts(sections: Sections, number: number, length: number): Uint16Array<ArrayBuffer> {
  const bytes = bytesOf(sections, number)
  if (bytes.length !== length * 2) throw new BadEntry('a section of another length')
  return new Uint16Array(bytes.buffer, bytes.byteOffset, length)
}

function floats(sections: Sections, number: number, length: number): Float64Array<ArrayBuffer> {
  const bytes = bytesOf(sections, number)
  if (bytes.length !== length * 8) throw new BadEntry('a section of another length')
  return new Float64Array(bytes.buffer, bytes.byteOffset, length)
}

function sums(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  for (let at = 1; at < column.length; at++) column[at] = (column[at] as number) + (column[at - 1] as number)
  return column
}

function fromOwn(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  for (let at = 0; at < column.length; at++) column[at] = at - (column[at] as number)
  return column
}
