import { posix } from 'node:path'
import type { Config } from '../../../src/config/config.ts'
import { readConfig } from '../../../src/config/read-config.ts'
import type { RunFacts } from '../../../src/config/run.ts'
import type { RepositoryFiles } from '../../../src/effects/repository-files.ts'
import { UserError } from '../../../src/errors.ts'

/** A checkout at /repo that holds these files; paths under `out/` lead out of it. */
export function checkoutOf(files: Readonly<Record<string, string>>): RepositoryFiles {
  return {
    root: '/repo',
    async readText(path, maximumBytes) {
      const text = files[path] ?? files[posix.relative('/repo', path)]
      if (text === undefined) return { kind: 'missing' }
      return text.length > maximumBytes ? { kind: 'too-large' } : { kind: 'text', text }
    },
    isInside: async (path) => `${path}/`.startsWith('/repo/') && !path.startsWith('/repo/out/'),
  }
}

export const action: RunFacts = {
  kind: 'action',
  directory: '/repo',
  workflow: '.github/workflows/size.yml',
  job: 'size',
}

export const terminal: RunFacts = { kind: 'terminal', directory: '/repo/sub', workflow: null, job: null }

interface Given {
  readonly inputs?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  /** Text of the default configuration file. */
  readonly file?: string
  readonly facts?: RunFacts
}

/** Reads a configuration from literals. */
export function read({ inputs = {}, files = {}, file, facts = action }: Given): Promise<Config> {
  const all = file === undefined ? files : { ...files, '.github/image-size.yml': file }
  return readConfig(new Map(Object.entries(inputs)), checkoutOf(all), facts)
}

/** The message of the user error that reading ends with, and its hint behind ` → `. */
export async function mistake(given: Given): Promise<string> {
  const error = await read(given).then(
    () => new Error('no mistake was found'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof UserError)) throw error
  return error.hint === null ? error.message : `${error.message} → ${error.hint}`
}
