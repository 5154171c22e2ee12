import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ifThere } from '../../system-error.ts'
import { largestConfig } from '../image-config.ts'
import { MeasureError } from '../measure-error.ts'
import type { ArchiveFiles } from './archive-files.ts'
import { readSize } from './chunk-size.ts'

/** The files of an OCI layout that lies in a directory. What is no regular file is not there. */
export function directoryFiles(directory: string): ArchiveFiles {
  const size = async (name: string): Promise<number | null> => {
    if (name.split('/').includes('..')) return null
    const stats = await ifThere(stat(join(directory, name)))
    return stats?.isFile() ? stats.size : null
  }
  return {
    size,
    async read(name) {
      const length = await size(name)
      if (length === null) return null
      if (length > largestConfig) throw new MeasureError(`${name} is larger than ${largestConfig} bytes`)
      return readFile(join(directory, name))
    },
    async open(name) {
      if ((await size(name)) === null) throw new MeasureError(`the layout has no ${name}`)
      return createReadStream(join(directory, name), { highWaterMark: readSize })
    },
    layers: new Map(),
  }
}
