import { expect, test } from '@jest/globals'
import { judgeAbsence, refutedByTree, type StaticLeg } from '../../../src/probe/absence.ts'
import type { Classified } from '../../../src/probe/classify.ts'
import type { Outcome } from '../../../src/probe/result.ts'

const empty: StaticLeg = { matches: [], nearMisses: [], open: [], problem: null }
const match = { path: '/usr/bin/gcc', type: 'executable file', owner: null }
const present: StaticLeg = { ...empty, matches: [match] }

function start(outcome: Outcome, detail = ''): Classified {
  return { outcome, exitCode: null, signal: null, detail }
}

test('both legs together prove an absence', () => {
  expect(judgeAbsence('gcc', empty, start('not_found'), [])).toEqual({
    status: 'pass',
    reason: 'no file of that name, and a start reports it missing',
    proof: {
      state: 'proved',
      static: 'no file of that name is a program or where programs are started from',
      dynamic: 'a start reports it missing',
      control: null,
      missing: [],
    },
  })
})

test('the file tree alone refutes an absence, and never proves one', () => {
  expect(refutedByTree('gcc', present)).toEqual({
    status: 'fail',
    reason: 'gcc is in the image: /usr/bin/gcc (executable file)',
    proof: {
      state: 'refuted',
      static: 'found /usr/bin/gcc (executable file)',
      dynamic: 'not started: the file tree has it',
      control: null,
      missing: [],
    },
  })
  expect(refutedByTree('gcc', empty)).toBeNull()
})

test('what is gone but still ships is said', () => {
  const shipped = [
    { path: '/usr/bin/gcc', layer: 1, size: 900 },
    { path: '/usr/bin/gcc-12', layer: 1, size: 100 },
  ]
  expect(judgeAbsence('gcc', empty, start('not_found'), shipped).reason).toBe(
    'no file of that name, and a start reports it missing; it is gone, but 1000 bytes of it still ship in layer 2 (/usr/bin/gcc)',
  )
})

test.each<[Outcome, string]>([
  ['ran', 'gcc is in the image: /usr/bin/gcc (executable file)'],
  ['not_found', 'gcc is in the image: /usr/bin/gcc (executable file)'],
  ['engine_error', 'gcc is in the image: /usr/bin/gcc (executable file)'],
  ['missing_library', 'gcc is there but does not start: cause (/usr/bin/gcc (executable file))'],
  ['bad_format', 'gcc is there but does not start: cause (/usr/bin/gcc (executable file))'],
  ['missing_interpreter', 'gcc is there but does not start: cause (/usr/bin/gcc (executable file))'],
])('a file of that name refutes it, when the start ends as %s', (outcome, reason) => {
  const absence = judgeAbsence('gcc', present, start(outcome, 'cause'), [])
  expect(absence).toMatchObject({ status: 'fail', reason, proof: { state: 'refuted' } })
})

test.each<[Outcome]>([['ran'], ['signalled'], ['timeout'], ['oom'], ['missing_library'], ['not_executable']])(
  'a start that ends as %s refutes it without a file',
  (outcome) => {
    expect(judgeAbsence('gcc', empty, start(outcome), [])).toMatchObject({
      status: 'fail',
      proof: { state: 'refuted' },
    })
  },
)

test.each<[Outcome]>([
  ['engine_error'],
  ['mount_error'],
  ['user_error'],
  ['workdir_error'],
  ['network_error'],
  ['image_missing'],
  ['platform_mismatch'],
])('%s proves nothing', (outcome) => {
  expect(judgeAbsence('gcc', empty, start(outcome, 'cause'), [])).toMatchObject({
    status: 'error',
    reason: `whether gcc is absent could not be told: a start ended as ${outcome}: cause`,
    proof: { state: 'incomplete', missing: ['dynamic'] },
  })
})

test('a file that could not be read proves nothing', () => {
  const unread: StaticLeg = { ...empty, open: [{ ...match, path: '/srv/gcc' }], problem: 'socket hang up' }
  expect(judgeAbsence('gcc', unread, start('not_found'), [])).toMatchObject({
    status: 'error',
    proof: { state: 'incomplete', missing: ['static'] },
  })
})
