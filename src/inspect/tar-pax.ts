import { MeasureError } from './measure-error.ts'

/**
 * Longest name or link target that is read, in bytes: Linux's PATH_MAX, beyond which no engine unpacks a layer. It
 * bounds the depth of directories too, of which one short tar could otherwise name tens of thousands for each entry.
 */
export const longestName = 4096

/**
 * The records of a pax extended header (POSIX.1-2001: `LENGTH KEY=VALUE\n`, LENGTH in bytes and counting
 * itself). Values are raw bytes, one character each. A later record replaces an earlier one; an empty value
 * leaves the header's own, as in Go's reader, which every Docker engine uses.
 *
 * Throws a `MeasureError` for a malformed record and for NUL in a value that names a path.
 */
export function paxRecords(content: Buffer): Map<string, string> {
  const records = new Map<string, string>()
  let at = 0
  while (at < content.length) {
    const space = content.indexOf(0x20, at)
    const digits = space < 0 ? '' : content.toString('latin1', at, space)
    const end = at + Number(digits)
    const equals = content.indexOf(0x3d, space)
    const isWhole = /^[1-9]\d{0,8}$/.test(digits) && end <= content.length && content[end - 1] === 0x0a
    if (!isWhole || equals < 0 || equals >= end) throw new MeasureError('tar header: malformed pax record')
    setRecord(
      records,
      content.toString('latin1', space + 1, equals),
      content.toString('latin1', equals + 1, end - 1),
    )
    at = end
  }
  return records
}

function setRecord(records: Map<string, string>, key: string, value: string): void {
  if (pathKeys.has(key) && value.includes('\0')) throw new MeasureError(`tar header: NUL in ${key}`)
  if (value === '') records.delete(key)
  else records.set(key, value)
}

const pathKeys = new Set(['path', 'linkpath', 'GNU.sparse.name'])
