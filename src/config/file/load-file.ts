import type { Mistakes } from '../mistakes.ts'
import { type FileLevels, fileLevels } from './file-levels.ts'
import { parseFile } from './parse-file.ts'
import { validateFile } from './validate-file.ts'

/** Text of a configuration file → its settings; null when it is no YAML. Mistakes go to `mistakes`. */
export function loadFile(name: string, text: string, mistakes: Mistakes): FileLevels | null {
  const file = parseFile(name, text, mistakes)
  if (file === null) return null
  if (file.value === null) {
    mistakes.add(name, 'the file is empty; expected settings such as max-increase: 2%.', 'max-increase: 2%')
    return null
  }
  validateFile(file, mistakes)
  return fileLevels(file, mistakes)
}
