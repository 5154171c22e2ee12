import { posix } from 'node:path'
import type { ImageConfig, SideConfig } from './config.ts'
import { accept, find, type Reader, readScalar } from './levels.ts'
import { readLimits } from './limits.ts'
import { readProbes } from './probes.ts'
import { part } from './setting.ts'
import { readSide } from './side.ts'
import { readCommand, readVector } from './values/command.ts'
import { readBoolean } from './values/scalar.ts'
import { readSize } from './values/size.ts'

/** Reads everything about one image. Without a name it is called after what is built for its after side. */
export function readImage(reader: Reader, name: string | null): ImageConfig {
  const after = readSide(reader, 'after')
  return {
    ...{ name: name ?? nameOf(after), compared: true, after },
    before: readSide(reader, 'before'),
    probes: readProbes(reader),
    ...readRest(reader),
  }
}

/** Reads an image that is inspected alone: its `after` side and limits. No probe runs in it. */
export function readInspected(reader: Reader): ImageConfig {
  const after = readSide(reader, 'after')
  return { ...readRest(reader), name: nameOf(after), compared: false, before: after, after, probes: [] }
}

function readRest(reader: Reader): Pick<ImageConfig, 'limits' | 'noiseFloor' | 'prepare' | 'includeGit'> {
  return {
    limits: readLimits(reader),
    noiseFloor: readScalar(reader, find(reader, 'noise-floor'), readSize, 0),
    prepare: readPrepare(reader),
    includeGit: readScalar(reader, find(reader, 'include-git'), readBoolean, false),
  }
}

function nameOf({ source, build }: SideConfig): string {
  if (source.kind === 'image' || source.kind === 'registry') return source.reference
  if (source.kind === 'archive') return source.name ?? posix.basename(source.path)
  const file = build.file ?? (build.context === '.' ? 'Dockerfile' : `${build.context}/Dockerfile`)
  return build.target === null ? file : `${file} (${build.target})`
}

function readPrepare(reader: Reader): readonly string[] | null {
  const setting = find(reader, 'prepare')
  if (setting === null) return null
  const { value } = setting
  if (Array.isArray(value)) {
    const words = value.map((_, index) => part(setting, [index]).text([]))
    return accept(reader, readVector(words), setting.place([]), setting.write)
  }
  const text = setting.text([])
  const command = text === null ? null : accept(reader, readCommand(text), setting.place([]), setting.write)
  if (command === null || command.entrypoint === 'none') return command?.argv ?? null
  reader.mistakes.add(
    setting.place([]).text,
    'the command starts with -; there is no image to hand it to; expected a program.',
    setting.write('npm ci'),
  )
  return null
}
