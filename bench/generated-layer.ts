// A layer of as many files as somebody wants, made while it is read: its tar, and what the classic store writes down of it.

const block = 512
const perChunk = 64

/** Bytes of each file. */
export const fileSize = 9

/** Bytes of the tar: a header and one block of content for each file, and two empty blocks. */
export function tarLength(count: number): number {
  return count * 2 * block + 2 * block
}

/** Half of the names are used by one file only, half in many directories; 50 files a directory. */
function nameOf(file: number): string {
  const directory = Math.floor(file / 50)
  const place = `srv/app/part-${Math.floor(directory / 100)}/module-${directory}`
  return file % 2 === 0 ? `${place}/chunk-${file}.js` : `${place}/index-${file % 1000}.d.ts`
}

// One header, of which the name with its prefix, the size and the checksum change.
const reused = Buffer.alloc(block)
reused.write('0000644\0', 100)
reused.write('0', 156)
reused.write('ustar\x0000', 257, 'latin1')

/** The header of a file in a tar; its bytes are there until the next one is asked for. */
export function header(name: string, size: number): Buffer {
  const directory = name.length > 100 ? name.slice(0, name.lastIndexOf('/')) : ''
  reused.fill(0, 0, 100)
  reused.write(name.slice(directory === '' ? 0 : directory.length + 1), 0, 'latin1')
  reused.fill(0, 345)
  reused.write(directory, 345, 'latin1')
  reused.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  reused.write('        ', 148)
  let sum = 0
  for (let byte = 0; byte < block; byte++) sum += reused[byte] as number
  reused.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return reused
}

// Few buffers again and again, as a socket has them: a chunk is used before the next one is asked for.
const buffers = Array.from({ length: 16 }, () => Buffer.alloc(perChunk * 2 * block))

/** The chunks of the tar. */
export function* layerTar(count: number): Generator<Buffer> {
  for (let file = 0, turn = 0; file < count; file += perChunk, turn++) {
    const chunk = buffers[turn % buffers.length] as Buffer
    const entries = Math.min(perChunk, count - file)
    for (let entry = 0; entry < entries; entry++) {
      const at = entry * 2 * block
      header(nameOf(file + entry), fileSize).copy(chunk, at)
      chunk.fill(0, at + block, at + 2 * block)
      chunk.write(String(file + entry).padStart(fileSize, '0'), at + block)
    }
    yield chunk.subarray(0, entries * 2 * block)
  }
  yield Buffer.alloc(2 * block)
}

/** Its lines of tar-split (vbatts/tar-split `tar/storage/entry.go`), a piece for every few files. */
export function* tarSplit(count: number): Generator<string> {
  const filling = Buffer.alloc(block - fileSize)
  let lines = ''
  for (let file = 0; file < count; file++) {
    const name = nameOf(file)
    const raw = Buffer.concat([...(file > 0 ? [filling] : []), header(name, fileSize)])
    const checksum = Buffer.alloc(8)
    checksum.writeUInt32BE(file, 4)
    lines += `{"type":2,"payload":"${raw.toString('base64')}","position":${2 * file}}\n`
    lines += `{"type":1,"name":"${name}","size":${fileSize},"payload":"${checksum.toString('base64')}","position":${2 * file + 1}}\n`
    if (file % perChunk > 0) continue
    yield lines
    lines = ''
  }
  const end = Buffer.concat([filling, Buffer.alloc(2 * block)]).toString('base64')
  yield `${lines}{"type":2,"payload":"${end}","position":${2 * count}}\n`
}
