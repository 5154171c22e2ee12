import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ifThere } from '../system-error.ts'

/** A part that nobody finished in an hour belongs to a run that was killed. */
const partLifeMs = 60 * 60_000

/**
 * Removes the layers that were not used for longest, until the rest has at most `mostBytes`, and the parts that
 * killed runs left. Other files stay. Another run may remove the same at the same time.
 */
export async function pruneLayers(directory: string, mostBytes: number): Promise<void> {
  const found = await Promise.all(
    (await readdir(directory))
      .filter((name) => /^[0-9a-f]{64}\.layer(?:\.[0-9a-f]{12}\.part)?$/.test(name))
      .map(async (name) => {
        const path = join(directory, name)
        const stats = await ifThere(lstat(path))
        return !stats?.isFile() ? [] : [{ path, size: stats.size, usedAt: stats.mtimeMs }]
      }),
  )
  const newestFirst = found.flat().sort((a, b) => b.usedAt - a.usedAt)
  const abandoned = Date.now() - partLifeMs
  let room = mostBytes
  for (const { path, size, usedAt } of newestFirst) {
    const isPart = path.endsWith('.part')
    if (!isPart) room -= size
    if (isPart ? usedAt < abandoned : room < 0) await rm(path, { force: true })
  }
}
