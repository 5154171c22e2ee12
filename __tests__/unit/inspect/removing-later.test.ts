import { expect, test } from '@jest/globals'
import type { Docker } from '../../../src/effects/docker/docker.ts'
import { removingLater } from '../../../src/inspect/removing-later.ts'

/** An engine that only removes; `failing` is what it cannot. */
function engine(failing = ''): { docker: Docker; asked: string[] } {
  const asked: string[] = []
  const remove = async (id: string): Promise<void> => {
    asked.push(id)
    if (id === failing) throw new Error(`no ${id}`)
  }
  return { docker: { containers: { remove } } as unknown as Docker, asked }
}

test('the first removal waits for the second, the others for nothing', async () => {
  const { docker, asked } = engine()
  const later = removingLater(docker)
  await later.docker.containers.remove('one')
  expect(asked).toEqual([])
  await later.docker.containers.remove('two')
  expect(asked).toEqual(['one', 'two'])
  await later.docker.containers.remove('three')
  expect(asked).toEqual(['one', 'two', 'three'])
  await later.removed()
  expect(asked).toHaveLength(3)
})

test('at the end what still waits is removed', async () => {
  const { docker, asked } = engine()
  const later = removingLater(docker)
  await later.docker.containers.remove('one')
  await later.removed()
  expect(asked).toEqual(['one'])
})

test('a removal that failed is told at the end, after all others were tried', async () => {
  const { docker, asked } = engine('one')
  const later = removingLater(docker)
  for (const id of ['one', 'two']) await later.docker.containers.remove(id)
  await expect(later.removed()).rejects.toThrow('no one')
  expect(asked).toEqual(['one', 'two'])
})
