import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InspectedImage } from '../../../../src/inspect/image.ts'
import { inspectStoredSides } from '../../../../src/inspect/stored/inspect-sides.ts'
import { aSide } from '../../judge/build-facts.ts'
import { type Parts, writeParts } from './make-archive.ts'

/** Which image of the archive. */
export interface Wish {
  readonly name?: string
  readonly platform?: string
}

/** Measures the image of an archive: of a file with that content, or of a directory with those files. */
export async function inspectArchive(content: Buffer | Parts, wish: Wish = {}): Promise<InspectedImage> {
  const [image] = await inspectArchives([content], wish)
  if (!image) throw new Error('nothing was inspected')
  return image
}

/** Measures the images of several archives together. */
export async function inspectArchives(
  contents: readonly (Buffer | Parts)[],
  { name, platform }: Wish = {},
): Promise<InspectedImage[]> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'archive-test-')))
  try {
    const sides = contents.map(async (content, index) => {
      const path = join(folder, String(index))
      if (Buffer.isBuffer(content)) await writeFile(path, content)
      else await writeParts(path, content)
      const stored = { kind: 'archive', path, name: name ?? null } as const
      return aSide({ imageId: null, source: 'archive:x', stored, platform: platform ?? null })
    })
    return await inspectStoredSides(await Promise.all(sides), {
      registry: noRegistry,
      layerCache: null,
      signal: new AbortController().signal,
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}

function noRegistry(): never {
  throw new Error('an archive needs no registry')
}
