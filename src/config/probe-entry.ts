import type { OutputExpectation, ProbeOrigin, ProbeSpec } from './config.ts'
import { accept, type Reader } from './levels.ts'
import { type ProbeSettings, readSettings } from './probe-settings.ts'
import { type Entry, type Path, part, type Setting } from './setting.ts'
import { type Command, readCommand, readVector } from './values/command.ts'
import { shellWord } from './values/shell-word.ts'
import { readText } from './values/text.ts'

/** A probe without its position in the list. */
export type UnnumberedProbe = Omit<ProbeSpec, 'id' | 'kind'>

/** Reads one entry of `expect-pass` or `expect-fail`: a line, an argument list, or a map with `run` in it. */
export function readProbe(
  reader: Reader,
  setting: Setting,
  entry: Entry,
  settings: ProbeSettings,
): UnnumberedProbe | null {
  const map = entry.text === null && !Array.isArray(entry.value)
  const path = map ? [...entry.path, 'run'] : entry.path
  const text = map ? setting.text(path) : entry.text
  const command = readRun(reader, setting, path, text)
  const own = map ? readOwn(reader, setting, entry.path, settings) : settings
  if (command === null) return null
  const chosen = map ? setting.text([...entry.path, 'entrypoint']) : null
  return {
    ...own,
    name:
      readName(reader, setting, map ? [...entry.path, 'name'] : null) ??
      text?.trim() ??
      command.argv.map(shellWord).join(' '),
    argv: command.argv,
    exact: false,
    entrypoint: chosen === 'image' || chosen === 'none' ? chosen : command.entrypoint,
    stdout: map ? readOutput(reader, setting, [...entry.path, 'stdout']) : null,
    stderr: map ? readOutput(reader, setting, [...entry.path, 'stderr']) : null,
    origin: originOf(setting, entry),
  }
}

function readRun(reader: Reader, setting: Setting, path: Path, text: string | null): Command | null {
  const isRun = path.at(-1) === 'run'
  const write = (value: string): string => (isRun ? `run: ${value}` : setting.writeEntry(value))
  const place = setting.place(path)
  if (text !== null) return accept(reader, readCommand(text), place, write)
  const { value } = part(setting, path)
  if (!Array.isArray(value)) return null
  const words = value.map((_, index) => setting.text([...path, index]))
  const argv = accept(reader, readVector(words), place, write)
  return argv === null ? null : { argv, entrypoint: 'none' }
}

function readOwn(reader: Reader, setting: Setting, path: Path, settings: ProbeSettings): ProbeSettings {
  return readSettings(reader, settings, (name) => {
    const own = part(setting, [...path, name])
    return own.value === undefined ? null : own
  })
}

function readName(reader: Reader, setting: Setting, path: Path | null): string | null {
  const text = path === null ? null : setting.text(path)
  if (path === null || text === null) return null
  return accept(reader, readText('name', text), setting.place(path), (value) => `name: ${value}`)
}

/** `/pattern/` is a pattern, compiled later; anything else is text that must occur. */
function readOutput(reader: Reader, setting: Setting, path: Path): OutputExpectation | null {
  const text = setting.text(path)
  if (text === null) return null
  const place = setting.place(path)
  if (text === '') {
    reader.mistakes.add(
      place.text,
      'the text is empty, and every output contains that; expected some text.',
      null,
    )
    return null
  }
  const pattern = /^\/(.+)\/$/s.exec(text)?.[1]
  if (pattern === undefined) return { kind: 'contains', value: text }
  reader.deferred.push({ kind: 'pattern', value: pattern, place })
  return { kind: 'matches', value: pattern }
}

/** Where an entry was written, for the report. */
export function originOf(setting: Setting, entry: Entry): ProbeOrigin {
  const { file, line, column } = entry.place
  return { file, line, column, mode: setting.origin }
}
