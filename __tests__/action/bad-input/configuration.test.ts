import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { write } from '../../git/fixture.ts'
import { leavingNothing } from '../engine-state.ts'
import { runAction, runTerminal } from '../run-program.ts'
import { type Workplace, workplace } from '../workplace.ts'

jest.setTimeout(60_000)

let place: Workplace
beforeAll(async () => {
  place = await workplace({ Dockerfile: 'FROM scratch\nCOPY a /a\n', a: '1' })
})
afterAll(() => place.remove())

async function compareWith(yaml: string) {
  await write(place.checkout, { [file]: yaml })
  return leavingNothing(place, () => runTerminal(place, ['compare']))
}

const aliases = Array.from({ length: 9 }, (_, index) =>
  index === 0
    ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]'
    : `a${index}: &a${index} [${`*a${index - 1}, `.repeat(9)}]`,
)

const file = '.github/image-size.yml'

test.each([
  [
    'an unknown key',
    'max-increse: 2%\n',
    `${file}:1:1: there is no key "max-increse" here. Did you mean max-increase?\n  max-increase: 2%\n`,
  ],
  [
    'wrong types, all in one message',
    'max-increase: [1, 2]\nabsent: { gcc: yes }\nno-cache: maybe\n',
    'The configuration has 3 mistakes.\n' +
      `${file}:1:15: this is a list; expected text or a number.\n    max-increase: 2%, 10MB\n` +
      `${file}:2:9: this is a map; expected text or a list.\n    absent: [gcc]\n` +
      `${file}:3:11: this is "maybe"; expected true or false.\n    no-cache: true\n`,
  ],
  [
    'a key that is there twice',
    'max-size: 10MB\nmax-size: 20MB\n',
    `${file}:2:1: this key is in its map a second time; keep one of them.\n`,
  ],
  [
    '1 MB of YAML',
    `absent:\n${'  - gcc\n'.repeat(125_000)}`,
    `${file}: the file is larger than the 256 KiB that a configuration file may have.\n`,
  ],
  [
    'anchors that explode',
    `${aliases.join('\n')}\nabsent: *a8\n`,
    `${file}: anchors and aliases expand to more than 32 copies; write the values out.\n`,
  ],
  [
    'deep nesting',
    `absent: ${'['.repeat(10_000)}\n`,
    `${file}: the file is nested more than 50 levels deep.\n`,
  ],
  [
    'no YAML',
    'absent: [gcc\nmax-size: 1MB\n',
    `${file}:2:1: this is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].\n`,
  ],
  [
    'a key with a line break, a backtick, a pipe, HTML, ANSI and bidi control characters',
    '"a\\u202eb\\n::error::c`|<b>\\e[31m": 1\n',
    `${file}:1:1: there is no key "a\\u{202e}b\\n::error::c\`|<b>\\\\u001b[31m" here.\n`,
  ],
])('%s', async (_name, yaml, message) => {
  const began = Date.now()
  expect(await compareWith(yaml)).toEqual({ exitCode: 3, stdout: '', stderr: `Error: ${message}` })
  expect(Date.now() - began).toBeLessThan(10_000)
})

test('an input that does not exist', async () => {
  const inputs = { 'max-increse': '2%' }
  await write(place.checkout, { [file]: null })
  const run = await leavingNothing(place, () => runAction(place, { inputs }))
  expect(run).toEqual({
    exitCode: 3,
    stdout:
      '::error::input max-increse: there is no input "max-increse". Did you mean max-increase?%0Amax-increase: 2%25\n',
    stderr: '',
    outputs: '',
    summary: '',
  })
})
