import { expect, test } from '@jest/globals'
import { UserError } from '../../src/errors.ts'

test('a user error keeps what happened apart from what to change', () => {
  const error = new UserError('max-size: "10 XB" is not a size', 'max-size: 10MB')
  expect(error).toBeInstanceOf(Error)
  expect([error.name, error.message, error.hint]).toEqual([
    'UserError',
    'max-size: "10 XB" is not a size',
    'max-size: 10MB',
  ])
})
