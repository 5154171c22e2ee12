import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const dist = join(import.meta.dirname, '../../../dist')

test('the action has read its inputs within 0.2 s, or within five starts of a bare node', () => {
  const bare: number[] = []
  const action: number[] = []
  for (let turn = 0; turn < 7; turn++) {
    bare.push(start(['-e', '0'], 0))
    action.push(start([join(dist, 'index.mjs')], 3))
  }
  // The fastest of several: what else the machine does only ever adds.
  expect(Math.min(...action)).toBeLessThan(Math.max(200, 5 * Math.min(...bare)))
})

/** Milliseconds of a node; an input that does not exist ends the action once all are read. */
function start(args: string[], exitCode: number): number {
  const begin = performance.now()
  const { status } = spawnSync(process.execPath, args, { env: { ...process.env, 'INPUT_MAX-INCRESE': '2%' } })
  expect(status).toBe(exitCode)
  return performance.now() - begin
}
