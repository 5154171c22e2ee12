import { UserError } from '../../errors.ts'
import { quoted, type Reading } from '../mistakes.ts'

/** Parts of an image reference. `repository` includes the registry when one was written. */
export interface ImageReference {
  readonly repository: string
  readonly tag: string | null
  readonly digest: string | null
}

/** Reads an image reference by the grammar of distribution/reference: `[HOST[:PORT]/]PATH[:TAG][@ALGORITHM:HEX]`. */
export function readImageReference(text: string): Reading<ImageReference> {
  const [, repository = '', tag, digest] = reference.exec(text) ?? []
  if (isImageReference(text)) return { value: { repository, tag: tag ?? null, digest: digest ?? null } }
  const lower = text.toLowerCase()
  if (isImageReference(lower)) {
    return {
      wrong: `${quoted(text)} is not an image reference: the name must be in lower case.`,
      write: lower,
    }
  }
  return {
    wrong: `${quoted(text)} is not an image reference; expected NAME[:TAG][@DIGEST] after image:.`,
    write: 'python:3.14-slim',
  }
}

/** The parts of an image reference. Throws a `UserError` that says what is wrong with it. */
export function parseImageReference(text: string): ImageReference {
  const reading = readImageReference(text)
  if ('value' in reading) return reading.value
  throw new UserError(`image:${text}: ${reading.wrong}`, `image:${reading.write}`)
}

/** Whether a text is the name of an image. */
export function isImageReference(text: string): boolean {
  const [, repository] = reference.exec(text) ?? []
  return repository !== undefined && repository.length <= 255
}

/** Whether a full name, as BuildKit shows it (`docker.io/library/python:latest`), is what was written (`python`). */
export function isSameImage(full: string, written: string): boolean {
  return [written, `${written}:latest`].some((name) => full === name || full.endsWith(`/${name}`))
}

const pathPart = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const hostPart = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?'
const host = `(?:${hostPart}(?:\\.${hostPart})*|\\[[0-9a-fA-F:]+\\])(?::\\d+)?`
const reference = new RegExp(
  `^((?:${host}/)?${pathPart}(?:/${pathPart})*)(?::([\\w][\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
)
