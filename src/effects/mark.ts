import type { SideName } from '../config/config.ts'

/** The label that everything we make carries. It is the same on every image: a label is part of the image's ID. */
export const label = 'image-size-guard'

/** Identity of one run, so that a later `sweep` can tell whose things are abandoned. */
export interface RunMark {
  /** Random, lower-case hexadecimal. */
  readonly run: string
  /** Process that owns the run: machine, boot, process ID and its start, in lower-case letters, digits and dashes. */
  readonly owner: string
  /** Seconds since the epoch after which nothing of this run is wanted any more. */
  readonly deadline: number
}

/** Labels for a built image: constant, see `label`. */
export const imageLabels: Readonly<Record<string, string>> = { [label]: 'built' }

/** Labels for a container of this run. */
export function containerLabels(mark: RunMark): Record<string, string> {
  return {
    [label]: 'container',
    [`${label}.run`]: mark.run,
    [`${label}.owner`]: mark.owner,
    [`${label}.deadline`]: String(mark.deadline),
  }
}

/** The unique name of a built image: repository and tag, valid by the grammar of distribution/reference. */
export function imageName(
  mark: RunMark,
  side: SideName,
  imageIndex: number,
): { repository: string; tag: string } {
  return {
    repository: `${label}/${side}`,
    tag: `${mark.deadline}.${mark.owner}.${mark.run}.${imageIndex}`,
  }
}
