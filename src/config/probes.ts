import type { ProbeKind, ProbeSpec } from './config.ts'
import { accept, find, type Reader } from './levels.ts'
import { originOf, readProbe, type UnnumberedProbe } from './probe-entry.ts'
import { type ProbeSettings, readProbeSettings } from './probe-settings.ts'
import { type Entry, entries, type Setting } from './setting.ts'
import { readName } from './values/name.ts'

const kinds: readonly ProbeKind[] = ['absent', 'expect-pass', 'expect-fail']

/** Reads the probes of an image: those of `absent` first, each list in its written order. */
export function readProbes(reader: Reader): ProbeSpec[] {
  const settings = readProbeSettings(reader)
  return kinds.flatMap((kind) =>
    readList(reader, kind, settings).map((probe, index) => ({ id: `${kind}-${index + 1}`, kind, ...probe })),
  )
}

function readList(reader: Reader, kind: ProbeKind, settings: ProbeSettings): UnnumberedProbe[] {
  const setting = find(reader, kind)
  if (setting === null) return []
  const list = entries(setting)
  if (list.length === 0) {
    const what = kind === 'absent' ? 'name' : 'command'
    reader.mistakes.add(
      setting.place([]).text,
      `the list is empty, so nothing would be checked; expected one ${what} a line.`,
      setting.write(setting.input.example),
    )
  }
  return list.flatMap((entry) => {
    const probe =
      kind === 'absent'
        ? readAbsent(reader, setting, entry, settings)
        : readProbe(reader, setting, entry, settings)
    return probe === null ? [] : [probe]
  })
}

/** `absent` is about the image alone: no checkout, mount, variable, user or directory of ours in it. */
function readAbsent(
  reader: Reader,
  setting: Setting,
  entry: Entry,
  settings: ProbeSettings,
): UnnumberedProbe | null {
  if (entry.text === null) return null
  const found = accept(reader, readName(entry.text), entry.place, setting.writeEntry)
  if (found === null) return null
  return {
    ...settings,
    name: found.name,
    argv: [found.name],
    exact: found.exact,
    entrypoint: 'none',
    user: null,
    workdir: null,
    env: {},
    mounts: [],
    checkout: null,
    stdout: null,
    stderr: null,
    origin: originOf(setting, entry),
  }
}
