import { inflateRawSync } from 'node:zlib'
import { MeasureError } from '../measure-error.ts'
import { type BoundedBytes, boundedBytes } from './bounded-bytes.ts'

/**
 * In: a Java archive. Out: the version in its `META-INF/MANIFEST.MF` (JAR File Specification: `Implementation-Version`,
 * else what OSGi has as `Bundle-Version`); null where there is none or the file is no whole zip archive.
 */
export function jarVersion(archive: Buffer): string | null {
  try {
    const manifest = manifestOf(boundedBytes(archive, 'zip', 'LE'))?.toString('latin1') ?? ''
    const [, version = ''] =
      /^Implementation-Version: *(\S+)/m.exec(manifest) ?? /^Bundle-Version: *(\S+)/m.exec(manifest) ?? []
    return version === '' ? null : version
  } catch (error) {
    // A version is only shown: the archive is known by its path.
    if (error instanceof MeasureError || isZlibError(error)) return null
    throw error
  }
}

const mostBytes = 64 * 1024
const endBytes = 22
const mostCommentBytes = 65_535
const marks = { end: 0x06054b50, entry: 0x02014b50 } as const

// APPNOTE.TXT of PKWARE: 4.3.16 the end record, 4.3.12 the directory, 4.3.7 the header of a file.
function manifestOf(zip: BoundedBytes): Buffer | null {
  const first = zip.length - endBytes - mostCommentBytes
  let end = zip.length - endBytes
  while (end > first && end >= 0 && zip.u32(end) !== marks.end) end--
  let at = zip.u32(end + 16)
  for (let left = zip.u16(end + 10); left > 0; left--) {
    if (zip.u32(at) !== marks.entry) return null
    const name = zip.slice(at + 46, zip.u16(at + 28)).toString('latin1')
    if (name === 'META-INF/MANIFEST.MF') return contentOf(zip, at)
    at += 46 + name.length + zip.u16(at + 30) + zip.u16(at + 32)
  }
  return null
}

function contentOf(zip: BoundedBytes, entry: number): Buffer | null {
  const header = zip.u32(entry + 42)
  const start = header + 30 + zip.u16(header + 26) + zip.u16(header + 28)
  const stored = zip.slice(start, zip.u32(entry + 20))
  const method = zip.u16(entry + 10)
  if (method === 0) return stored.subarray(0, mostBytes)
  return method === 8 ? inflateRawSync(stored, { maxOutputLength: mostBytes }) : null
}

function isZlibError(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return /^Z_|^ERR_BUFFER_TOO_LARGE$/.test(code)
}
