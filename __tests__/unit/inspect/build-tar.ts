import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'

export interface TestEntry {
  readonly name: string
  readonly type?: 'file' | 'directory' | 'symlink' | 'link' | 'block-device' | 'character-device' | 'fifo'
  readonly content?: string | Buffer
  readonly linkname?: string
  readonly mode?: number
  readonly pax?: Record<string, string>
}

/** A tar of the entries, made by tar-stream; the same entries give the same bytes. */
export async function buildTar(entries: readonly TestEntry[]): Promise<Buffer> {
  const tar = pack()
  for (const { content = '', type = 'file', ...header } of entries) {
    tar.entry({ mtime: new Date(0), ...header, type }, Buffer.from(content))
  }
  tar.finalize()
  return buffer(tar)
}

/** One header block with its checksum; `fields` overwrite bytes at an offset. */
export function headerBlock(
  name: string,
  flag: string,
  size: number,
  fields: Record<number, Buffer> = {},
): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0, 'latin1')
  block.write('0000644\0', 100)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write(flag, 156, 'latin1')
  block.write('ustar\x0000', 257, 'latin1')
  for (const [offset, bytes] of Object.entries(fields)) bytes.copy(block, Number(offset))
  block.write('        ', 148)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

/** Content padded to whole blocks. */
export function padded(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 511)])
}

export const endOfTar = Buffer.alloc(1024)
