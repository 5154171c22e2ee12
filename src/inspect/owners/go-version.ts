/**
 * In: a program. Out: the version of the module that it was built from, where Go 1.18 or later noted one
 * (`debug/buildinfo`: the mark, 16-aligned; at 15 flags, of which 2 says that the texts follow at 32, each after its
 * length); null otherwise, and for `(devel)`.
 */
export function goVersion(program: Buffer): string | null {
  for (let at = program.indexOf(mark); at >= 0; at = program.indexOf(mark, at + 1)) {
    if (at % 16 !== 0 || ((program[at + 15] ?? 0) & 2) === 0) continue
    const compiler = textAt(program, at + 32)
    const modules = compiler && textAt(program, compiler.end)
    const [, version = '(devel)'] = /^mod\t[^\t\n]*\t([^\t\n]+)/m.exec(modules?.text ?? '') ?? []
    return version === '(devel)' ? null : version
  }
  return null
}

const mark = Buffer.from('\xff Go buildinf:', 'latin1')

// The length comes as seven bits a byte, the lowest first, the highest bit set on all but the last.
function textAt(program: Buffer, start: number): { text: string; end: number } | null {
  let length = 0
  for (let index = 0; index < 4; index++) {
    const byte = program[start + index]
    if (byte === undefined) return null
    length += (byte & 0x7f) * 128 ** index
    const end = start + index + 1 + length
    if (byte < 0x80)
      return end > program.length ? null : { text: program.toString('latin1', end - length, end), end }
  }
  return null
}
