import { randomBytes } from 'node:crypto'
import type { SideName } from '../config/config.ts'
import { currentOwner } from './owner.ts'

/** The label that everything we make carries. It is the same on every image: a label is part of the image's ID. */
export const label = 'image-size-guard'

/** Identity of one run, so that a later `sweep` can tell whose things are abandoned. */
export interface RunMark {
  /** Random, lower-case hexadecimal. */
  readonly run: string
  /** Process that owns the run, see `currentOwner`. */
  readonly owner: string
  /** Seconds since the epoch after which nothing of this run is wanted any more. */
  readonly deadline: number
}

/** Labels for a built image: constant, see `label`. */
export const imageLabels: Readonly<Record<string, string>> = { [label]: 'built' }

/** A mark for this process. `now` and `timeoutMs` in ms; the deadline leaves ten minutes for cleaning up. */
export async function createMark(now: number, timeoutMs: number): Promise<RunMark> {
  return {
    run: randomBytes(4).toString('hex'),
    owner: await currentOwner(),
    deadline: Math.ceil((now + timeoutMs) / 1000) + 600,
  }
}

/** Labels for a container of this run. */
export function containerLabels(mark: RunMark): Record<string, string> {
  return { [label]: 'container', [`${label}.mark`]: writeMark(mark) }
}

/** The mark that a container of ours carries, null when it carries none. */
export function containerMark(labels: Readonly<Record<string, string>>): RunMark | null {
  return readMark(labels[`${label}.mark`] ?? '')
}

/** The unique name of a built image: repository and tag, valid by the grammar of distribution/reference. */
export function imageName(
  mark: RunMark,
  side: SideName,
  imageIndex: number,
): { repository: string; tag: string } {
  return { repository: `${label}/${side}`, tag: `${writeMark(mark)}.${imageIndex}` }
}

/** The mark in a name that `imageName` made; null for any other image. */
export function imageMark(reference: string): RunMark | null {
  const [, tag] = /^image-size-guard\/(?:before|after):(.+)\.\d+$/.exec(reference) ?? []
  return readMark(tag ?? '')
}

/** Name of the run's temporary directory. */
export function directoryName(mark: RunMark): string {
  return `${label}-${writeMark(mark)}`
}

/** The mark in a name that `directoryName` made; null for any other. */
export function directoryMark(name: string): RunMark | null {
  return name.startsWith(`${label}-`) ? readMark(name.slice(label.length + 1)) : null
}

function writeMark({ deadline, owner, run }: RunMark): string {
  return `${deadline}.${owner}.${run}`
}

function readMark(text: string): RunMark | null {
  const [, deadline, owner, run] = /^(\d+)\.([a-z0-9-]+)\.([0-9a-f]+)$/.exec(text) ?? []
  return deadline && owner && run ? { deadline: Number(deadline), owner, run } : null
}
