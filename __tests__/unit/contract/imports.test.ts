import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { importProblems, importsOf } from './import-rules.ts'

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
const sources = new Map(files.map((name) => [join('src', name), readFileSync(join('src', name), 'utf8')]))

test('every stage imports only what comes before it, and nothing goes round in a circle', () => {
  expect(importProblems(sources)).toEqual([])
})

test('every import of the sources is seen', () => {
  const seen = [...sources].flatMap(([file, text]) => importsOf(file, text)).length
  const written = [...sources.values()].flatMap((text) => text.match(/\bfrom '|\bimport\('/g) ?? []).length
  expect(seen).toBe(written)
})

test.each([
  [
    'a stage that knows a later one',
    { 'src/build/a.ts': "import type { Report } from '../report/report.ts'" },
    'src/build/a.ts imports types of report',
  ],
  [
    'an effect that uses a value of a stage',
    { 'src/effects/a.ts': "import { readSize } from '../config/values/size.ts'" },
    'src/effects/a.ts imports values of config',
  ],
  [
    'a stage that knows the entry',
    { 'src/report/a.ts': "import { run } from '../entry/run.ts'" },
    'src/report/a.ts imports values of entry',
  ],
  [
    'a package that a folder does not use',
    { 'src/judge/a.ts': "import {\n  execa,\n} from 'execa'" },
    'src/judge/a.ts imports the package execa, which judge does not use',
  ],
  [
    'a package that is loaded later',
    { 'src/diff/a.ts': "const client = await import('@actions/github/lib')" },
    'src/diff/a.ts imports the package @actions/github, which diff does not use',
  ],
  [
    'two files that need each other',
    {
      'src/build/a.ts': "import { b } from './b.ts'",
      'src/build/b.ts': "import { type A, a } from './a.ts'",
    },
    'src/build/a.ts → src/build/b.ts → src/build/a.ts',
  ],
  [
    'a line written past the log',
    { 'src/build/a.ts': "process.stdout.write('x')" },
    "src/build/a.ts writes to the process's own streams",
  ],
  [
    'a line on the console',
    { 'src/effects/a.ts': "console.log('x')" },
    "src/effects/a.ts writes to the process's own streams",
  ],
])('%s is refused', (_what, bad, problem) => {
  expect(importProblems(new Map(Object.entries(bad)))).toEqual([problem])
})

test('a comment about the console is none', () => {
  expect(
    importProblems(new Map([['src/build/a.ts', '/** Unlike console.log */\n// process.stdout']])),
  ).toEqual([])
})
