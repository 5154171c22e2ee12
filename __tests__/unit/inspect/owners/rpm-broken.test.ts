import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { MeasureError } from '../../../../src/inspect/measure-error.ts'
import { rpmPackages } from '../../../../src/inspect/owners/rpm/rpm.ts'
import { database } from './rpm-databases/database.ts'

const place = '/var/lib/rpm'
const log = database('logged.sqlite-wal')

/** Reads databases, by the name of their file; a `MeasureError` is a result like another. */
function read(files: Readonly<Record<string, Buffer>>): string {
  const contents = Object.entries(files).map(([name, content]): [string, string] => [
    `${place}/${name}`,
    content.toString('latin1'),
  ])
  try {
    return `${rpmPackages(new Map(contents)).shipped.length} packages`
  } catch (error) {
    if (error instanceof MeasureError) return error.message
    throw error
  }
}

// Numbers of pages, and what is just inside and far outside of a file.
const word = fc.oneof(
  fc.integer({ min: 0, max: 64 }),
  fc.constantFrom(0xff, 0xffff, 0x7fffffff, 0xffffffff),
  fc.nat(),
)
const change = fc.record({
  at: fc.nat(),
  word,
  order: fc.constantFrom('LE', 'BE'),
  bytes: fc.constantFrom(1, 2, 4),
})

function changed(
  content: Buffer,
  changes: readonly (typeof change extends fc.Arbitrary<infer T> ? T : never)[],
): Buffer {
  const copy = Buffer.from(content)
  for (const { at, word: value, order, bytes } of changes) {
    // The first page has what the others are found by: every second change goes there.
    const offset = (at % 2 === 0 ? at % 4096 : at % content.length) & ~3
    if (bytes === 1) copy[offset] = value & 0xff
    else if (bytes === 2) copy[order === 'LE' ? 'writeUInt16LE' : 'writeUInt16BE'](value & 0xffff, offset)
    else copy[order === 'LE' ? 'writeUInt32LE' : 'writeUInt32BE'](value >>> 0, offset)
  }
  return copy
}

test.each([
  ['rpmdb.sqlite', 'rpmdb.sqlite'],
  ['Packages.db', 'Packages.db'],
  ['Packages', 'Packages'],
  ['Packages', 'Packages.big-endian'],
])('a changed or cut %s is read or refused, never more', (name, source) => {
  const sound = database(source)
  const changes = fc.array(change, { minLength: 1, maxLength: 8 })
  const seen = new Set<string>()
  fc.assert(
    fc.property(changes, fc.option(fc.nat(sound.length), { freq: 5 }), (some, cut) => {
      seen.add(read({ [name]: changed(sound, some).subarray(0, cut ?? sound.length) }))
    }),
    { numRuns: 100 },
  )
  // Both outcomes were met.
  expect([...seen].some((outcome) => outcome.endsWith(' packages'))).toBe(true)
  expect(seen.size).toBeGreaterThan(5)
})

test('a changed write-ahead log is read, cut or refused, never more', () => {
  const sound = database('logged.sqlite')
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (some) => {
      expect(read({ 'rpmdb.sqlite': sound, 'rpmdb.sqlite-wal': changed(log, some) })).toMatch(
        /^[45] packages$|^\/var\/lib\/rpm\/rpmdb.sqlite: SQLite: its log does not begin as one$/,
      )
    }),
    { numRuns: 50 },
  )
})

test('random bytes are refused, after the right beginning too', () => {
  const beginnings = [database('rpmdb.sqlite'), database('Packages.db'), database('Packages')]
  const names = ['rpmdb.sqlite', 'Packages.db', 'Packages']
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 2000 }),
      fc.nat(2),
      fc.nat(600),
      (bytes, which, length) => {
        const content = Buffer.concat([(beginnings[which] as Buffer).subarray(0, length), bytes])
        expect(read({ [names[which] as string]: content })).toContain(`${place}/${names[which]}: `)
      },
    ),
    { numRuns: 200 },
  )
})

test('a tree of SQLite and a chain of Berkeley DB that meet themselves are refused', () => {
  const sqlite = database('rpmdb.sqlite')
  const inner = pages(sqlite).filter((at) => at > 0 && sqlite[at] === 5)
  expect(inner.length).toBeGreaterThan(0)
  for (const at of inner) {
    // No other child, so that nothing else ends it.
    sqlite.writeUInt16BE(0, at + 3)
    sqlite.writeUInt32BE(at / 4096 + 1, at + 8)
  }
  expect(read({ 'rpmdb.sqlite': sqlite })).toMatch(/rpmdb.sqlite: SQLite: page \d+ is used twice$/)
  const bdb = database('Packages')
  const overflow = pages(bdb).filter((at) => bdb[at + 25] === 7)
  expect(overflow.length).toBeGreaterThan(0)
  for (const at of overflow) bdb.writeUInt32LE(at / 4096, at + 16)
  expect(read({ Packages: bdb })).toMatch(/Packages: Berkeley DB: page \d+ is used twice$/)
})

test('one package that 100 000 slots name is read as often as the file has room for', () => {
  const sound = database('Packages.db')
  const slots = Buffer.alloc(4096 * 400)
  sound.copy(slots, 0, 0, 32)
  slots.writeUInt32LE(400, 12)
  const slot = Buffer.from(sound.subarray(32, 48))
  slot.writeUInt32LE(slots.length / 16, 8)
  for (let at = 32; at < slots.length; at += 16) slot.copy(slots, at)
  const blob = sound.subarray(sound.readUInt32LE(40) * 16)
  expect(read({ 'Packages.db': Buffer.concat([slots, blob]) })).toContain(
    'its records are larger than the file',
  )
})

function pages(content: Buffer): number[] {
  return Array.from({ length: content.length / 4096 }, (_, index) => index * 4096)
}
