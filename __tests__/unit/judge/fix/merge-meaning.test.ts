import { spawnSync } from 'node:child_process'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { mergeRuns } from '../../../../src/judge/fix/merge-runs.ts'
import { commandText } from '../../../../src/judge/fix/shell-text.ts'
import { sourceOf } from './apply-fixes.ts'

const commands = [
  'echo a',
  'false',
  'true;',
  'false || echo b',
  'echo c; echo d',
  'set -e; false; echo e',
  'set -e; \\\n  echo f; \\\n  echo g',
  'echo h && \\\n  echo i',
  'echo j \\\n  && false',
  'cd / && pwd',
  'exit 0',
  'echo "k; l" \'m\'',
  'echo n # o',
  'echo p &',
  'test -e x || false',
  '(echo q; false)',
  'if true; then echo r; fi',
  'X=1; echo "$X"',
]

/** What a build does with the commands: each in a shell of its own, until one fails. */
function run(each: readonly string[]): { out: string; failed: boolean } {
  let out = ''
  for (const command of each) {
    const { stdout, status } = spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' })
    out += stdout
    if (status !== 0) return { out, failed: true }
  }
  return { out, failed: false }
}

test('several RUN as one print the same and fail where the first of them fails', () => {
  const runs = fc.array(fc.constantFrom(...commands), { minLength: 2, maxLength: 3 })
  fc.assert(
    fc.property(runs, (chosen) => {
      const text = chosen.map((command) => `RUN ${command}`).join('\n')
      const source = sourceOf(`FROM scratch\nRUN first\n${text}\n`)
      const all = source.instructions.filter(({ keyword }) => keyword === 'RUN').slice(1)
      const [first, last] = [all[0], all.at(-1)].map((one) => ({
        ...one!,
        index: source.instructions.indexOf(one!),
        lines: source.lines.slice(one!.line - 1, one!.endLine),
      }))
      const fix = mergeRuns(source, first!, last!)
      if (!fix) return
      const apart = all.map(({ line, endLine }) => commandText(source.lines.slice(line - 1, endLine)))
      expect(run([commandText(fix.text.split('\n'))])).toEqual(run(apart))
    }),
    { numRuns: 10 },
  )
})
