import { afterEach, expect, jest, test } from '@jest/globals'
import type { Files } from '../../git/fixture.ts'
import { leavingNothing } from '../engine-state.ts'
import { runAction, runTerminal } from '../run-program.ts'
import { pullRequest, type Workplace, workplace } from '../workplace.ts'

jest.setTimeout(60_000)

let place: Workplace
afterEach(() => place.remove())

const scratch = 'FROM scratch\nCOPY a /a\n'

test.each([
  [
    'a Dockerfile that is on neither side',
    { a: '1' },
    [],
    'Error: file: Dockerfile does not exist on both sides\n  file: the path of the Dockerfile, relative to the repository root\n',
  ],
  [
    'a Dockerfile that is a directory',
    { 'Dockerfile/a': '1' },
    [],
    'Error: file: Dockerfile is a directory, not a Dockerfile\n  file: Dockerfile/Dockerfile\n',
  ],
  [
    'a context that does not exist',
    { Dockerfile: scratch, a: '1' },
    ['--context', 'app', '--file', 'Dockerfile'],
    'Error: context: app does not exist\n  context: the folder of the repository that the Dockerfile copies from\n',
  ],
  [
    'a context that is a file',
    { Dockerfile: scratch, a: '1' },
    ['--context', 'a', '--file', 'Dockerfile'],
    'Error: context: a is no directory\n  context: the folder of the repository that the Dockerfile copies from\n',
  ],
] satisfies [string, Files, string[], string][])('%s', async (_name, files, flags, message) => {
  place = await workplace(files)
  const run = await leavingNothing(place, () => runTerminal(place, ['compare', ...flags]))
  expect(run).toEqual({ exitCode: 3, stdout: '', stderr: message })
})

test('a Dockerfile that the pull request removes', async () => {
  place = await pullRequest({ Dockerfile: scratch, a: '1' }, { Dockerfile: null })
  const run = await leavingNothing(place, () => runAction(place))
  expect(run).toMatchObject({ exitCode: 3, summary: '', outputs: '' })
  expect(run.stdout).toContain('::error::file: Dockerfile does not exist on the after side%0A')
})
