import { isRecord, parseJson } from '../image-config.ts'
import { MeasureError } from '../measure-error.ts'
import type { StoredImage } from '../oci/resolve-image.ts'
import type { ArchiveFiles } from './archive-files.ts'
import { layoutImage } from './layout-image.ts'
import { savedImage } from './saved-image.ts'

/** Which image of an archive is meant: its name in the archive, where there are several, and the platform. */
export interface ArchivedWish {
  readonly name: string | null
  readonly platform: string | null
}

/**
 * Finds an image in an archive: by the index of an OCI layout (OCI image-spec, image-layout.md; also what Docker 25 and
 * newer save), else by the `manifest.json` of docker save.
 *
 * Rejects with a `SeveralImages` where the name does not tell one, and with a `MeasureError` where the archive is
 * neither, lacks a part, or is not well formed.
 */
export async function findArchived(files: ArchiveFiles, wish: ArchivedWish): Promise<StoredImage> {
  const index = await readJson(files, 'index.json')
  if (index !== null) {
    await checkLayout(files)
    if (isRecord(index)) return layoutImage(index, files, wish)
    throw new MeasureError('index.json is no image index')
  }
  const manifest = await readJson(files, 'manifest.json')
  if (Array.isArray(manifest)) return savedImage(manifest, files, wish)
  throw new MeasureError(
    manifest === null
      ? 'the archive has neither the index.json of an OCI layout nor the manifest.json of docker save'
      : 'manifest.json is no list of images',
  )
}

async function readJson(files: ArchiveFiles, name: string): Promise<unknown> {
  const content = await files.read(name)
  if (content === null) return null
  const value = parseJson(content)
  if (value === undefined) throw new MeasureError(`${name} is no JSON document`)
  return value
}

async function checkLayout(files: ArchiveFiles): Promise<void> {
  const layout = await readJson(files, 'oci-layout')
  const version = isRecord(layout) ? layout.imageLayoutVersion : null
  if (typeof version === 'string' && !version.startsWith('1.')) {
    throw new MeasureError(`the OCI layout has version ${version.slice(0, 40)}, which is not known`)
  }
}
