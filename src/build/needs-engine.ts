import type { Config, ImageConfig } from '../config/config.ts'
import { writeSource } from '../config/values/source.ts'
import { UserError } from '../errors.ts'
import { isBuilt, isStored } from './is-built.ts'

/** True for an image that is built, pulled or probed in an engine; one that is stored elsewhere is only read. */
export function needsEngine({ before, after, probes }: ImageConfig): boolean {
  return !isStored(before.source) || !isStored(after.source) || probes.length > 0
}

/** True for an image of which a side is built. */
export function needsBuilder({ before, after }: ImageConfig): boolean {
  return isBuilt(before.source) || isBuilt(after.source)
}

/** Throws a `UserError` for probes of an after image that no engine has: there is nothing to run them in. */
export function refuseUnprobeable({ images }: Pick<Config, 'images'>): void {
  for (const { name, after, probes } of images) {
    const [first] = probes
    if (!first || !isStored(after.source)) continue
    const what = `${writeSource(after.source)} is only read, and the probe ${first.name} must be run in an engine`
    const how =
      after.source.kind === 'archive'
        ? `docker load -i ${after.source.path}`
        : `docker pull ${after.source.reference}`
    throw new UserError(`after of ${name}: ${what}`, `${how}, then after: image:REF`)
  }
}
