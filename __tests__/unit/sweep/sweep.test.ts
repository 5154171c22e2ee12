import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import type { Containers, Images } from '../../../src/effects/docker/docker.ts'
import { containerLabels, createMark, directoryName, imageName } from '../../../src/effects/mark.ts'
import { sweep } from '../../../src/sweep/sweep.ts'

const now = 1_700_000_000_000

test('what is past its deadline or without its process goes, what may be at work stays', async () => {
  const live = await createMark(now, 60_000)
  const late = { ...live, deadline: now / 1000 - 1 }
  const killed = { ...live, owner: live.owner.replace(/-\d+$/, '-1') }
  const elsewhere = { ...live, owner: '0123456789ab-1-1' }
  const marks = { live, late, killed, elsewhere }
  const directory = await mkdtemp(join(tmpdir(), 'sweep-test-'))
  for (const mark of Object.values(marks)) await mkdir(join(directory, directoryName(mark)))
  await mkdir(join(directory, 'image-size-guard-of-somebody'))
  const gone: string[] = []
  const remove = async (what: string): Promise<void> => {
    gone.push(what)
  }
  const containers = {
    labelled: async () =>
      Object.entries(marks).map(([id, mark]) => ({ id, labels: containerLabels(mark), running: true })),
    remove,
  } satisfies Partial<Containers>
  const name = (mark: typeof live): string => Object.values(imageName(mark, 'after', 0)).join(':')
  const images = {
    labelled: async () => [
      { id: 'sha256:1', labels: {}, tags: [...Object.values(marks).map(name), 'python:3.12'] },
    ],
    remove,
  } satisfies Partial<Images>

  const swept = await sweep({ containers, images }, directory, now)

  expect(swept.containers).toEqual(['late', 'killed'])
  expect(swept.images).toEqual([name(late), name(killed)])
  expect(gone).toEqual([...swept.containers, ...swept.images])
  expect((await readdir(directory)).sort()).toEqual(
    [directoryName(elsewhere), directoryName(live), 'image-size-guard-of-somebody'].sort(),
  )
  await rm(directory, { recursive: true })
})
