import { isSameImage } from '../../config/values/image-reference.ts'
import { MeasureError } from '../measure-error.ts'

/** An archive that holds several images, of which none, or not exactly one, was meant. */
export class SeveralImages extends Error {
  override readonly name = 'SeveralImages'
  /** The names that tell them apart. */
  readonly names: readonly string[]

  constructor(message: string, names: readonly string[]) {
    super(message)
    this.names = names
  }
}

/**
 * The one image of an archive that is meant: of that name, or the only one. `names` of an image are all that it is
 * called, digests among them. Throws a `SeveralImages` where that is not exactly one, and a `MeasureError` where there
 * is none at all.
 */
export function chooseImage<T extends { readonly names: readonly string[] }>(
  images: readonly T[],
  name: string | null,
): T {
  const [first] = images
  if (!first) throw new MeasureError('the archive holds no image')
  const found = name === null ? images : images.filter(({ names }) => names.some((one) => isSame(one, name)))
  const [only] = found
  if (only && found.length === 1) return only
  const names = images.map((image) => image.names[0] ?? 'one without a name')
  const list = names.slice(0, 10).join(', ') + (names.length > 10 ? ` and ${names.length - 10} more` : '')
  if (name === null) throw new SeveralImages(`holds ${names.length} images: ${list}`, names)
  throw new SeveralImages(`${only ? 'has several images' : 'has no image'} ${name}; it holds ${list}`, names)
}

function isSame(known: string, name: string): boolean {
  return isSameImage(known, name) || isSameImage(name, known)
}
