import { UserError } from '../errors.ts'

/** Parts of an image reference. `repository` includes the registry when one was written. */
export interface ImageReference {
  readonly repository: string
  readonly tag: string | null
  readonly digest: string | null
}

/**
 * Reads an image reference by the grammar of distribution/reference:
 * `[HOST[:PORT]/]PATH[:TAG][@ALGORITHM:HEX]`. Throws a `UserError` that says what is wrong with it.
 */
export function parseImageReference(text: string): ImageReference {
  const [, repository = '', tag, digest] = reference.exec(text) ?? []
  if (repository === '' || repository.length > 255) throw notAReference(text)
  return { repository, tag: tag ?? null, digest: digest ?? null }
}

/** Whether a text is the name of an image. */
export function isImageReference(text: string): boolean {
  return text.length <= 255 && reference.test(text)
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

function notAReference(text: string): UserError {
  const lower = text.toLowerCase()
  const hint =
    lower !== text && reference.test(lower)
      ? `names are lower case: image:${lower}`
      : 'image:python:3.12-slim'
  return new UserError(`image:${text}: "${text}" is not the name of an image`, hint)
}
