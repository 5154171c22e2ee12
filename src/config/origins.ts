import type { Origin } from './config.ts'
import type { FileLevels } from './file/file-levels.ts'
import { inputs } from './inputs/inputs.ts'
import type { Level } from './levels.ts'

/**
 * Where the value of each key came from: `input` when there is one, else `file` when any image or the
 * defaults have it, else `default`. Keys of one side are there only when somebody has set them.
 */
export function originsOf(input: Level, file: FileLevels | null): Record<string, Origin> {
  const levels =
    file === null ? [] : [file.top, file.defaults, ...(file.images ?? []).map(({ level }) => level)]
  const origins: Record<string, Origin> = {}
  for (const { name, hidden, aliasOf } of inputs) {
    if (hidden === true) continue
    const inFile = levels.some((level) => level.has(name))
    const origin = input.has(name) ? 'input' : inFile ? 'file' : 'default'
    const optional = aliasOf !== undefined || /^(before|after)-/.test(name)
    if (origin !== 'default' || !optional) origins[name] = origin
  }
  return origins
}
