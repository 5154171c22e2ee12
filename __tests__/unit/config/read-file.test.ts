import { expect, test } from '@jest/globals'
import { readConfig } from '../../../src/config/read-config.ts'
import type { FileText } from '../../../src/effects/repository-files.ts'
import { action, checkoutOf } from './reading.ts'

async function messageFor(kind: FileText['kind'], isInside = true): Promise<unknown> {
  const found: FileText = kind === 'text' ? { kind, text: 'max-size: 1MB' } : { kind }
  const readText = async (path: string): Promise<FileText> =>
    path === `/repo/${file}` ? found : { kind: 'missing' }
  const checkout = { ...checkoutOf({}), readText, isInside: async () => isInside }
  return readConfig(new Map(), checkout, action).then(
    (config) => config.file,
    (error: Error) => error.message,
  )
}

const file = '.github/image-size.yml'

test('the default file is read when it is there, and nobody minds when it is not', async () => {
  expect(await messageFor('text')).toBe(file)
  expect(await messageFor('missing')).toBe(null)
})

test('a default file that is there and cannot be read is a mistake', async () => {
  expect(await messageFor('not-a-file')).toBe(
    `${file}: the file is not a regular file; expected a configuration file in YAML.`,
  )
  expect(await messageFor('not-text')).toBe(
    `${file}: the file is not UTF-8 text; expected a configuration file in YAML.`,
  )
  expect(await messageFor('unreadable')).toBe(
    `${file}: the file cannot be opened; expected a file that this user may read.`,
  )
  expect(await messageFor('too-large')).toBe(
    `${file}: the file is larger than the 256 KiB that a configuration file may have.`,
  )
  expect(await messageFor('text', false)).toBe(
    `${file}: the file leads out of the repository through a link; expected a file in it.`,
  )
})
