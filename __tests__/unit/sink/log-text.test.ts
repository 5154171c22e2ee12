import { expect, test } from '@jest/globals'
import { createLogText } from '../../../src/sink/log-text.ts'
import { createRedactor } from '../../../src/sink/redact.ts'

test('a secret is replaced before a line is cut', () => {
  const redactor = createRedactor()
  redactor.add('secret-value')
  const [line] = createLogText(redactor).foreign(`${'x'.repeat(2040)}secret-value`)
  expect(line).toBe(`| ${'x'.repeat(2040)}***`)
})

test('one run shows so much foreign text, says that it stops, and still shows its own words', () => {
  const text = createLogText(createRedactor(), 22)
  expect(text.foreign('123456')).toEqual(['| 123456'])
  expect(text.foreign('1234567890')).toEqual([
    '| 1234567890',
    '… the log is full: further output of programs is left out',
  ])
  expect(text.foreign('more')).toEqual([])
  expect(text.own('still here')).toEqual(['still here'])
})
