import { existsSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { createTerminalRunner, wantsColor } from '../../../src/effects/terminal-runner.ts'
import { createRedactor } from '../../../src/sink/redact.ts'

function terminal(options: { isTTY?: boolean; env?: Record<string, string>; debug?: boolean } = {}) {
  const written: string[] = []
  const stream = {
    isTTY: options.isTTY ?? false,
    columns: 20,
    write: (text: string) => written.push(text),
  }
  const runner = createTerminalRunner(
    {
      flags: new Map([['max-size', '10MB']]),
      directory: '/repo',
      environment: options.env ?? {},
      stream,
      debug: options.debug ?? false,
    },
    createRedactor(),
  )
  return { runner, text: () => written.join('') }
}

test('the directory for what is kept is another one each time, and only a name', () => {
  const [one, other] = [terminal(), terminal()].map(({ runner }) => runner.context.outputDirectory)
  expect(one).toMatch(/\/image-size-guard-[0-9a-f]{12}$/)
  expect(one).not.toBe(other)
  expect(existsSync(one ?? '')).toBe(false)
})

test('flags are inputs, and nothing of GitHub is known', () => {
  const { runner } = terminal()
  expect([...runner.inputs()]).toEqual([['max-size', '10MB']])
  expect(runner.context).toMatchObject({
    kind: 'terminal',
    directory: '/repo',
    event: null,
    repository: null,
  })
})

test('without a terminal the last progress line is written once, without colour', async () => {
  const { runner, text } = terminal()
  await runner.log.group('Build', async () => {
    runner.log.progress('step 1')
    runner.log.progress('step 2')
    runner.log.warning('big')
    runner.log.debug('unseen')
  })
  expect(text()).toBe('Build\nstep 2\nWarning: big\n')
})

test('on a terminal a progress line is erased by the next line and never wraps', () => {
  const { runner, text } = terminal({ isTTY: true })
  runner.log.progress(`step ${'x'.repeat(40)}`)
  runner.log.info('done')
  expect(text()).toBe(`\r\u001b[2Kstep ${'x'.repeat(14)}\r\u001b[2Kdone\n`)
})

test('colour only on a terminal, and not under NO_COLOR', () => {
  const warned = (options: Parameters<typeof terminal>[0]) => {
    const { runner, text } = terminal(options)
    runner.log.warning('big')
    return text()
  }
  expect(warned({ isTTY: true })).toBe('\u001b[33mWarning: big\u001b[0m\n')
  expect(warned({ isTTY: true, env: { NO_COLOR: '1' } })).toBe('Warning: big\n')
  expect(warned({ isTTY: false })).toBe('Warning: big\n')
  expect(wantsColor(true, { TERM: 'dumb' })).toBe(false)
})

test('foreign text cannot move the cursor, and secrets are replaced', () => {
  const { runner, text } = terminal({ isTTY: true, debug: true })
  runner.secret('my-password')
  runner.log.foreign('\u001b[2Jgone my-password')
  runner.log.progress('my-password')
  runner.log.debug('\u009b2J')
  expect(text()).toBe('| \\x1b[2Jgone ***\n\r\u001b[2K***\r\u001b[2K\u001b[2mdebug: \\x9b2J\u001b[0m\n')
})

test('an annotation becomes a line with its place', () => {
  const { runner, text } = terminal()
  runner.annotate({ level: 'error', title: 't', message: 'grown', file: 'Dockerfile', line: 3 })
  runner.annotate({ level: 'notice', title: 't', message: 'fine', file: null, line: null })
  expect(text()).toBe('Warning: Dockerfile:3: grown\nfine\n')
})
