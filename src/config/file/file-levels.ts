import { withoutAliases } from '../aliases.ts'
import { inputOf, isInput } from '../inputs/inputs.ts'
import type { InputSpec } from '../inputs/spec.ts'
import type { Level } from '../levels.ts'
import type { Mistakes } from '../mistakes.ts'
import { fileLine, type Path, type Setting } from '../setting.ts'
import type { FileDocument } from './document.ts'

/** What a configuration file says. `images` is null where the file holds one image, at its top. */
export interface FileLevels {
  readonly top: Level
  readonly defaults: Level
  readonly images: readonly { readonly name: string; readonly level: Level }[] | null
}

/** Sorts the settings of a file by input name; what the shape check has refused is left out. */
export function fileLevels(file: FileDocument, mistakes: Mistakes): FileLevels {
  const images = mapAt(file.value, 'images')
  return {
    top: levelAt(file, mistakes, []),
    defaults: levelAt(file, mistakes, ['defaults']),
    images:
      images === null
        ? null
        : Object.keys(images).map((name) => ({ name, level: levelAt(file, mistakes, ['images', name]) })),
  }
}

function levelAt(file: FileDocument, mistakes: Mistakes, path: Path): Level {
  const level = new Map<string, Setting>()
  const map = path.reduce<unknown>((value, key) => mapAt(value, String(key)), file.value)
  for (const [key, value] of Object.entries(Object(map))) {
    const side = key === 'before' || key === 'after' ? mapAt(map, key) : null
    if (side === null) add(level, file, key, [...path, key], value)
    for (const [name, own] of Object.entries(side ?? {})) {
      add(level, file, name === 'source' ? key : `${key}-${name}`, [...path, key, name], own)
    }
  }
  return withoutAliases(level, mistakes)
}

function add(
  level: Map<string, Setting>,
  file: FileDocument,
  name: string,
  path: Path,
  value: unknown,
): void {
  if (!isInput(name) || inputOf(name).scope === 'outside' || value === null) return
  level.set(name, fileSetting(file, inputOf(name), path, value))
}

function fileSetting(file: FileDocument, input: InputSpec, path: Path, value: unknown): Setting {
  return {
    input,
    origin: 'file',
    value,
    text: (rest) => file.text([...path, ...rest]),
    place: (rest) => file.place([...path, ...rest]),
    write: (text) => fileLine(input, text),
    writeEntry(text) {
      if (Array.isArray(value)) return `- ${text.replaceAll('\n', '\n- ')}`
      return typeof value === 'string' && value.includes('\n') ? text : fileLine(input, text)
    },
  }
}

function mapAt(value: unknown, key: string): Record<string, unknown> | null {
  const found: unknown =
    typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : null
  return isMap(found) ? found : null
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
