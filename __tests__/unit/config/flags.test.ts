import { expect, test } from '@jest/globals'
import { readFlags } from '../../../src/config/flags.ts'
import { helpText } from '../../../src/config/flags-help.ts'
import { UserError } from '../../../src/errors.ts'

test('compare takes the inputs as flags; lists may be repeated', () => {
  expect(
    readFlags([
      'compare',
      '--absent',
      'gcc',
      '--absent=g++',
      '--pull',
      '--summary=false',
      '--max-size',
      '1MB',
      '--expect-pass=--help',
      '--format',
      'json',
      '--output=report.json',
      '--config',
      'a.yml',
    ]),
  ).toEqual({
    command: 'compare',
    inputs: new Map([
      ['pull', 'true'],
      ['absent', 'gcc\ng++'],
      ['expect-pass', '--help'],
      ['max-size', '1MB'],
      ['config', 'a.yml'],
      ['summary', 'false'],
    ]),
    format: 'json',
    output: 'report.json',
  })
})

test('compare alone', () => {
  expect(readFlags(['compare'])).toEqual({
    command: 'compare',
    inputs: new Map(),
    format: 'text',
    output: null,
  })
})

test('inspect takes a source, and the inputs that one image has', () => {
  const args = [
    'inspect',
    'archive:a.tar',
    '--max-size=1MB',
    '--max-wasted',
    '1%',
    '--target=x',
    '--format=json',
  ]
  expect(readFlags(args)).toEqual({
    command: 'inspect',
    inputs: new Map([
      ['target', 'x'],
      ['max-size', '1MB'],
      ['max-wasted', '1%'],
      ['after', 'archive:a.tar'],
    ]),
    format: 'json',
    output: null,
  })
})

test('the other commands', () => {
  expect(readFlags(['render', 'a.json', '--format=markdown'])).toEqual({
    command: 'render',
    report: 'a.json',
    format: 'markdown',
    output: null,
  })
  expect(readFlags(['render', '--', '-a.json'])).toMatchObject({ report: '-a.json' })
  expect(readFlags(['sweep'])).toEqual({ command: 'sweep' })
  for (const args of [[], ['--help'], ['-h'], ['compare', '--help']]) {
    expect(readFlags(args)).toEqual({ command: 'help' })
  }
  expect(readFlags(['--version'])).toEqual({ command: 'version' })
})

test.each([
  [
    ['compare', '--max-increse', '2%'],
    'There is no flag "--max-increse". Did you mean max-increase?',
    '--max-increase',
  ],
  [['compare', '-x'], 'There is no flag "-x".', 'image-size-guard --help'],
  [['compare', '--matrix={}'], 'There is no flag "--matrix".', 'image-size-guard --help'],
  [['compare', '--__proto__=x'], 'There is no flag "--__proto__".', 'image-size-guard --help'],
  [['compare', '--compose=x'], '--compose is not built yet.', null],
  [['compare', '--max-size'], '--max-size needs a value.', '--max-size=200MB'],
  [['compare', '--max-size='], '--max-size needs a value.', '--max-size=200MB'],
  [['compare', '--output'], '--output needs a value.', '--output=report.md'],
  [
    ['compare', '--expect-pass', '--version'],
    '--expect-pass is followed by "--version": is that its value, or another flag? A value that starts with - is written behind =.',
    '--expect-pass=--version',
  ],
  [
    ['compare', '--max-size=1MB', '--max-size=2MB'],
    '--max-size is there 2 times; expected once.',
    '--max-size=2MB',
  ],
  [
    ['compare', '--format=xml'],
    '--format "xml" is not a format; expected text, markdown or json.',
    '--format markdown',
  ],
  [['compare', 'x'], 'compare does not take the argument "x".', 'image-size-guard --help'],
  [['render'], 'render needs the path of a report.', 'image-size-guard render REPORT.json'],
  [['render', 'a', 'b'], 'render does not take the argument "b".', 'image-size-guard --help'],
  [['render', 'a', '--pull'], 'render takes no --pull.', 'image-size-guard render REPORT.json'],
  [['sweep', '--format=json'], 'sweep takes no --format.', 'image-size-guard sweep'],
  [['inspect'], 'inspect needs a source.', 'image-size-guard inspect image:python:3.14-slim'],
  [['inspect', 'image:a', 'b'], 'inspect does not take the argument "b".', 'image-size-guard --help'],
  [['inspect', 'image:a', '--before=base'], 'inspect takes no --before.', 'image-size-guard inspect SOURCE'],
  [
    ['inspect', 'image:a', '--after-context=x'],
    'inspect takes no --after-context.',
    'image-size-guard inspect SOURCE',
  ],
  [
    ['inspect', 'image:a', '--warn-max-increase=2%'],
    'inspect takes no --warn-max-increase.',
    'image-size-guard inspect SOURCE',
  ],
  [['inspect', 'image:a', '--absent=gcc'], 'inspect takes no --absent.', 'image-size-guard inspect SOURCE'],
  [['probe', 'x'], 'The command probe is not built yet.', 'image-size-guard --help'],
  [['comparr'], 'There is no command "comparr". Did you mean compare?', 'image-size-guard compare'],
  [['--pull'], 'There is no command.', 'image-size-guard compare'],
])('%j', (args, message, hint) => {
  let caught: unknown = null
  try {
    readFlags(args)
  } catch (error) {
    caught = error
  }
  expect(caught).toBeInstanceOf(UserError)
  expect(caught).toMatchObject({ message, hint })
})

test('the help fits a terminal and says the exit codes', () => {
  const text = helpText()
  expect(text.split('\n').filter((line) => line.length > 100)).toEqual([])
  expect(text).toContain('  --absent NAME *\n        Programs that must not be in the image')
  expect(text).toContain(
    'Exit codes: 0 pass or warn, 1 fail, 2 could not measure, 3 a mistake in the configuration.',
  )
})
