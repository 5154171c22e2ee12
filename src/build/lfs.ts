import { lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Git } from '../effects/git.ts'
import { ifThere } from '../system-error.ts'
import type { Checkout } from './checkout.ts'

/**
 * True when the LFS files of a checkout are the real ones and not the pointers that git stores. One
 * real file decides. Without any LFS file the checkout's LFS store decides: it is only there
 * when files were fetched before.
 */
export async function hasRealLfsFiles(git: Git, checkout: Checkout): Promise<boolean> {
  const list = await git.run(checkout.root, ['ls-files', '-z', '--', ':(attr:filter=lfs)'])
  const paths = list.split('\0').filter((path) => path !== '')
  let seen = 0
  for (const path of paths) {
    const start = await firstBytes(join(checkout.root, path))
    if (start === null) continue
    if (!start.startsWith(pointerStart)) return true
    seen += 1
  }
  return seen === 0 && (await isFilled(join(checkout.commonDirectory, 'lfs/objects')))
}

/** First line of a pointer file: git-lfs specification, docs/spec.md. */
const pointerStart = 'version https://git-lfs.github.com/spec/v1'

/** Null for what tells nothing: deleted, left out of a sparse checkout, empty, or no regular file. */
async function firstBytes(path: string): Promise<string | null> {
  const stats = await ifThere(lstat(path))
  if (stats === null || !stats.isFile() || stats.size === 0) return null
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(pointerStart.length),
      0,
      pointerStart.length,
      0,
    )
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    await file.close()
  }
}

async function isFilled(directory: string): Promise<boolean> {
  const names = await ifThere(readdir(directory))
  return names !== null && names.length > 0
}
