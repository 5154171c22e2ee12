import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from '@jest/globals'

const cli = join(import.meta.dirname, '../../../dist/cli.mjs')
const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' }

test('a reader that leaves early changes nothing', async () => {
  const child = spawn(process.execPath, [cli, '--help'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  const log = text(child.stderr)
  expect(await once(child, 'close')).toEqual([0, null])
  expect(await log).toBe('')
})

test('one that leaves the log neither', async () => {
  const child = spawn(process.execPath, [cli, '--wrong'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  child.stderr.destroy()
  expect(await once(child, 'close')).toEqual([3, null])
})

test('a full disk is told in one line', async () => {
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, [cli, '--help'], { env, stdio: ['ignore', full, 'pipe'] })
  const log = text(child.stderr as NonNullable<typeof child.stderr>)
  expect(await once(child, 'close')).toEqual([2, null])
  expect(await log).toMatch(/^Error: the result cannot be written: ENOSPC.*\n$/)
})
