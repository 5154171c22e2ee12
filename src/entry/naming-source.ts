import { UserError } from '../errors.ts'

/**
 * Does what inspects an image, and says SOURCE in a `UserError` where a comparison says `after`: the user of `inspect`
 * wrote no such input.
 */
export async function namingSource<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const message = error.message.replace(/^(?:--after|after)\b(?!-)/, 'SOURCE')
    const hint = error.hint?.replace(/^(?:--after=|after: )/, 'image-size-guard inspect ') ?? null
    throw new UserError(message, hint, error.exitCode)
  }
}
