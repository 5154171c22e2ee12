import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { readUserFile, writeUserFile } from '../../../src/entry/user-files.ts'

const missing = join(tmpdir(), 'no-such-folder', 'report.json')

test.each([
  [
    'a report that is not there',
    () => readUserFile(missing),
    `${missing} cannot be read: there is no such file or folder`,
  ],
  ['a report that is a folder', () => readUserFile(tmpdir()), `${tmpdir()} cannot be read: it is a folder`],
  [
    'an output in a folder that is not there',
    () => writeUserFile(missing, ''),
    `--output: ${missing} cannot be written: there is no such file or folder`,
  ],
])('%s is a mistake to correct', async (_what, work, message) => {
  await expect(work()).rejects.toMatchObject({ name: 'UserError', message, exitCode: 3 })
})
