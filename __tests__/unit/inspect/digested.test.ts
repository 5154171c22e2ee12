import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { digested } from '../../../src/inspect/digested.ts'
import { largestLayer } from '../../../src/inspect/layer-content.ts'
import { plainDigest } from '../../../src/inspect/stream-digest.ts'

test('as many bytes as are allowed are handed on and hashed, and one more is refused in the words given', async () => {
  const taken: Buffer[] = []
  const most = { bytes: 10, excess: 'more than ten' }
  const bytes = digested(plainDigest(), most, (chunk) => void taken.push(chunk))
  await bytes.write(Buffer.from('abcdef'))
  await bytes.write(Buffer.from('ghij'))
  expect(() => bytes.write(Buffer.from('k'))).toThrow(
    expect.objectContaining({ name: 'MeasureError', message: 'more than ten' }),
  )
  expect(Buffer.concat(taken).toString()).toBe('abcdefghij')
  expect(await bytes.digest()).toBe(`sha256:${createHash('sha256').update('abcdefghij').digest('hex')}`)
})

test('what is told of a layer above the limit names the limit', () => {
  expect(largestLayer.excess).toContain(`${largestLayer.bytes / 2 ** 30} GiB`)
})
