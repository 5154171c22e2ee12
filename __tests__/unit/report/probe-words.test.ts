import { expect, test } from '@jest/globals'
import type { ProbeResult } from '../../../src/probe/result.ts'
import { commentBudget, renderMarkdown } from '../../../src/report/markdown.ts'
import { probeTitle, probeWords } from '../../../src/report/probe-words.ts'
import type { Report } from '../../../src/report/report.ts'
import { aProbe, factsOf } from '../judge/build-facts.ts'
import { judged, reportOf } from './cases.ts'

test('arguments alone are said to go to the entry point', () => {
  expect(probeTitle({ kind: 'expect-pass', name: '--help' })).toBe('passes entry point')
  expect(probeTitle({ kind: 'expect-fail', name: '--nonsense' })).toBe('fails entry point')
  expect(probeTitle({ kind: 'expect-pass', name: 'tally --help' })).toBe('passes')
})

test.each([
  ['===== test session starts =====', '=== test session starts ==='],
  ['--- 3 passed ---', '--- 3 passed ---'],
  ['~~~~~~~~ ok', '~~~ ok'],
  ['1000000 rows', '1000000 rows'],
  ['usage: tally [-h] [--version] {count,serve} ...', 'usage: tally [-h] [--version] {…'],
])('the output %j is shown as %j', (output, shown) => {
  const [probe] = reportWith(aProbe({ output })).images[0]!.probes
  expect(probeWords(probe!)).toEqual({ own: '', foreign: shown })
})

test('output that is the same on both sides is shown once', () => {
  const before = aProbe({ side: 'before', informational: true })
  expect(rowOf(before, aProbe())).toBe('| ✅ | passes `python --version` | same | `Python 3.14.2` |')
  expect(rowOf({ ...before, output: 'Python 3.13.9' }, aProbe())).toBe(
    '| ✅ | passes `python --version` | `Python 3.13.9` | `Python 3.14.2` |',
  )
})

test('two dots in the name of a failed probe stay', () => {
  const probe = aProbe({ name: 'python ../check.py', status: 'fail', exitCode: 1, reason: 'exited 1.' })
  expect(commentOf(probe)).toContain('❌ passes `python ../check.py`: exited 1.\n')
})

function rowOf(...probes: ProbeResult[]): string | undefined {
  return commentOf(...probes)
    .split('\n')
    .find((line) => line.includes('python --version'))
}

function commentOf(...probes: ProbeResult[]): string {
  return renderMarkdown(reportWith(...probes), { budget: commentBudget })
}

function reportWith(...probes: ProbeResult[]): Report {
  return reportOf([judged('x', factsOf({ before: 1000, after: 1000 }, { probes }), [])])
}
