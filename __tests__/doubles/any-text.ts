import fc from 'fast-check'

/**
 * Any text of up to ten Unicode scalar values. Not fast-check's own unit `binary`, which first takes a second in
 * every test file to number them all.
 */
export const anyText = fc.string({
  unit: fc
    .integer({ min: 0, max: 0x10_ffff - 0x800 })
    .map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800)),
})
