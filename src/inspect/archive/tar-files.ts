import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { largestConfig } from '../image-config.ts'
import { MeasureError } from '../measure-error.ts'
import type { ArchiveFiles } from './archive-files.ts'
import { followLinks } from './archive-name.ts'
import { readSize } from './chunk-size.ts'
import { indexTar, type TarPlace } from './tar-index.ts'

/** The files of a plain tar, each read at its place. Rejects with a `MeasureError` for what is no whole tar. */
export async function tarFiles(path: string): Promise<ArchiveFiles> {
  const file = await open(path)
  try {
    const { files, links } = await indexTar(file, (await file.stat()).size)
    const find = (name: string): TarPlace | null => files.get(followLinks(name, links)) ?? null
    return {
      size: async (name) => find(name)?.size ?? null,
      async read(name) {
        const place = find(name)
        if (!place) return null
        if (place.size > largestConfig)
          throw new MeasureError(`${name} is larger than ${largestConfig} bytes`)
        return buffer(contentOf(path, place))
      },
      async open(name) {
        const place = find(name)
        if (!place) throw new MeasureError(`the archive has no ${name}`)
        return contentOf(path, place)
      },
      layers: new Map(),
    }
  } finally {
    await file.close()
  }
}

function contentOf(path: string, { offset, size }: TarPlace): Readable {
  if (size === 0) return Readable.from([])
  return createReadStream(path, { start: offset, end: offset + size - 1, highWaterMark: readSize })
}
