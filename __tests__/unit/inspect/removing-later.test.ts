import { expect, test } from '@jest/globals'
import type { ContainerSpec, Docker } from '../../../src/effects/docker/docker.ts'
import { removingLater } from '../../../src/inspect/removing-later.ts'

/** An engine that only creates and removes; `failing` is what it cannot. */
function engine(failing = ''): { docker: Docker; asked: string[] } {
  const asked: string[] = []
  const remove = async (id: string): Promise<void> => {
    asked.push(id)
    if (id === failing) throw new Error(`no ${id}`)
  }
  const create = async ({ image }: { image: string }): Promise<string> => {
    if (image === failing) throw new Error(`no ${image}`)
    return image
  }
  return { docker: { containers: { create, remove } } as unknown as Docker, asked }
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

test('where no container is used or on its way, the first removal begins when it is told so', async () => {
  const { docker, asked } = engine('broken')
  const { idle, ...later } = removingLater(docker)
  const create = (image: string): Promise<string> =>
    later.docker.containers.create({ image } as ContainerSpec)
  await create('one')
  await later.docker.containers.remove('one')
  await expect(create('broken')).rejects.toThrow('no broken')
  const coming = create('two')
  idle()
  expect(asked).toEqual([])
  await later.docker.containers.remove(await coming)
  expect(asked).toEqual(['one', 'two'])
  const other = removingLater(docker)
  await other.docker.containers.create({ image: 'three' } as ContainerSpec)
  await other.docker.containers.remove('three')
  other.idle()
  expect(asked).toEqual(['one', 'two', 'three'])
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
