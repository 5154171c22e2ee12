import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Containers, Images } from '../effects/docker/docker.ts'
import { containerMark, directoryMark, imageLabels, imageMark, label, type RunMark } from '../effects/mark.ts'
import { ownerState } from '../effects/owner.ts'

/** What was removed: container IDs, image names, directories. */
export interface Swept {
  readonly containers: readonly string[]
  readonly images: readonly string[]
  readonly directories: readonly string[]
}

/**
 * Removes what a killed run left: containers, images and temporary directories that carry our mark, whose
 * deadline has passed or whose process is gone. What belongs to a run that may still be at work stays:
 * two jobs may share an engine. `now` in ms.
 */
export async function sweep(
  docker: {
    readonly containers: Pick<Containers, 'labelled' | 'remove'>
    readonly images: Pick<Images, 'labelled' | 'remove'>
  },
  temporaryDirectory: string,
  now: number,
): Promise<Swept> {
  const abandoned = (mark: RunMark | null): Promise<boolean> => isAbandoned(mark, now)
  return {
    containers: await sweepContainers(docker.containers, abandoned),
    images: await sweepImages(docker.images, abandoned),
    directories: await sweepDirectories(temporaryDirectory, abandoned),
  }
}

type Test = (mark: RunMark | null) => Promise<boolean>

async function isAbandoned(mark: RunMark | null, now: number): Promise<boolean> {
  if (mark === null) return false
  return mark.deadline * 1000 < now || (await ownerState(mark.owner)) === 'gone'
}

async function sweepContainers(
  containers: Pick<Containers, 'labelled' | 'remove'>,
  abandoned: Test,
): Promise<string[]> {
  const removed: string[] = []
  for (const { id, labels } of await containers.labelled(`${label}=container`)) {
    if (!(await abandoned(containerMark(labels)))) continue
    await containers.remove(id)
    removed.push(id)
  }
  return removed
}

async function sweepImages(images: Pick<Images, 'labelled' | 'remove'>, abandoned: Test): Promise<string[]> {
  const removed: string[] = []
  for (const { tags } of await images.labelled(`${label}=${imageLabels[label]}`)) {
    for (const tag of tags) {
      if (!(await abandoned(imageMark(tag)))) continue
      await images.remove(tag)
      removed.push(tag)
    }
  }
  return removed
}

async function sweepDirectories(parent: string, abandoned: Test): Promise<string[]> {
  const removed: string[] = []
  for (const name of await readdir(parent)) {
    if (!(await abandoned(directoryMark(name)))) continue
    await rm(join(parent, name), { recursive: true, force: true })
    removed.push(join(parent, name))
  }
  return removed
}
