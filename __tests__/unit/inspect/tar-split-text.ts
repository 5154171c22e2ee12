import type { TarEntry } from '../../../src/inspect/tar-entry.ts'
import { endOfTar, headerBlock, padded } from './build-tar.ts'

const flags = { file: '0', directory: '5', symlink: '2', hardlink: '1', other: '3' } as const

/** What tar-split writes down for the tar of a layer: a line for the bytes before each content, and one for it. */
export function tarSplitText(entries: readonly TarEntry[]): string {
  const lines: string[] = []
  let raw = Buffer.alloc(0)
  const write = (fields: object): void => {
    lines.push(`${JSON.stringify({ ...fields, position: lines.length })}\n`)
  }
  for (const entry of entries) {
    write({ type: 2, payload: Buffer.concat([raw, ...headersOf(entry)]).toString('base64') })
    const { name, size } = entry
    write(size > 0 ? { type: 1, name, size, payload: crc(size) } : { type: 1, name, payload: null })
    raw = Buffer.alloc(-size & 511)
  }
  write({ type: 2, payload: Buffer.concat([raw, endOfTar]).toString('base64') })
  return lines.join('')
}

function headersOf({ name, type, size, mode, linkName }: TarEntry): Buffer[] {
  const fields: Record<number, Buffer> = {
    100: Buffer.from(`${mode.toString(8).padStart(7, '0')}\0`),
    157: Buffer.from(linkName, 'latin1'),
  }
  const slash = name.lastIndexOf('/', 154)
  if (name.length <= 100) return [headerBlock(name, flags[type], size, fields)]
  if (slash > 0 && name.length - slash <= 101) {
    fields[345] = Buffer.from(name.slice(0, slash), 'latin1')
    return [headerBlock(name.slice(slash + 1), flags[type], size, fields)]
  }
  const long = [headerBlock('././@LongLink', 'L', name.length + 1), padded(`${name}\0`)]
  return [...long, headerBlock(name.slice(0, 100), flags[type], size, fields)]
}

// Any will do: contents are not there to be compared.
function crc(size: number): string {
  const bytes = Buffer.alloc(8, 0xe7)
  bytes.writeUInt32BE(size * 0x9e37, 4)
  return bytes.toString('base64')
}
