import { expect, test } from '@jest/globals'
import { instructionLine } from '../../../src/report/instruction.ts'

test('an instruction of several lines is shown as one', () => {
  expect(instructionLine('RUN a &&\n\tb\r\n')).toBe('RUN a && b')
})
