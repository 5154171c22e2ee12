import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createRedactor } from '../../../src/sink/redact.ts'

const redactorOf = (...secrets: string[]) => {
  const redactor = createRedactor()
  for (const secret of secrets) redactor.add(secret)
  return redactor
}

describe('createRedactor', () => {
  test('replaces a known value wherever it stands', () => {
    expect(redactorOf('s3cret-token').redact('a s3cret-token, s3cret-token.')).toBe('a ***, ***.')
  })

  test('leaves a text without secrets as it is', () => {
    expect(redactorOf('s3cret-token').redact('nothing here')).toBe('nothing here')
  })

  test.each(['', 'true', '1', '1234567'])('does not take the short value %j for a secret', (short) => {
    expect(redactorOf(short).redact('true 1 1234567')).toBe('true 1 1234567')
  })

  test('replaces each line of a value of several lines', () => {
    const key = '-----BEGIN KEY-----\r\nAAAABBBBCCCC\nend\n-----END KEY-----\n'
    expect(redactorOf(key).redact('log: AAAABBBBCCCC end -----END KEY-----')).toBe('log: *** end ***')
  })

  test.each([
    ['base64', Buffer.from('päss/word+1?').toString('base64')],
    ['base64url', Buffer.from('päss/word+1?').toString('base64url')],
    ['URL', encodeURIComponent('päss/word+1?')],
  ])('replaces the %s form', (_name, form) => {
    expect(redactorOf('päss/word+1?').redact(`<${form}>`)).toBe('<***>')
  })

  test('replaces the form inside JSON text', () => {
    const secret = 'with "quotes"\tand tab'
    expect(redactorOf(secret).redact(JSON.stringify({ value: secret }))).toBe('{"value":"***"}')
  })

  test('a longer secret goes before a shorter one that it holds', () => {
    expect(redactorOf('abcdefgh', 'abcdefgh-long').redact('abcdefgh-long abcdefgh')).toBe('*** ***')
  })

  test.each(['', 'a', 'ab', 'x-access-token:'])('hides a token behind %j in a basic-auth header', (user) => {
    const token = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a'
    const redacted = redactorOf(token).redact(Buffer.from(user + token).toString('base64'))
    expect(Buffer.from(redacted.replace('***', ''), 'base64').toString()).not.toMatch(/ghs_|6912E7|7Ae178/)
  })

  test('replaces strings anywhere in plain data and keeps the rest', () => {
    const value = { a: ['my-password', { b: 'x my-password' }], n: 1, none: null, yes: true }
    expect(redactorOf('my-password').redactValue(value)).toEqual({
      a: ['***', { b: 'x ***' }],
      n: 1,
      none: null,
      yes: true,
    })
  })

  test('no text keeps a secret', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string(), fc.string(), (secret, before, after) => {
        const trimmed = secret.trim()
        fc.pre(trimmed.length >= 8 && !trimmed.includes('*'))
        expect(redactorOf(secret).redact(before + trimmed + after)).not.toContain(trimmed)
      }),
    )
  })
})
