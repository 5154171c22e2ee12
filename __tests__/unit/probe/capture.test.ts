import { PassThrough } from 'node:stream'
import { expect, test } from '@jest/globals'
import { captureOutput } from '../../../src/probe/capture.ts'
import { excerpt, firstLine } from '../../../src/probe/excerpt.ts'

test('both streams share one limit; what is beyond is dropped and told once', async () => {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  let told = 0
  const capture = captureOutput({ stdout, stderr }, 10, () => {
    told += 1
  })
  stdout.end('123456')
  stderr.write('abcdef')
  stderr.end('ghi')
  await capture.ended
  const { exceeded, ...text } = capture.text()
  expect(`${text.stdout}${text.stderr}`).toHaveLength(10)
  expect([exceeded, told]).toEqual([true, 1])
})

test('a character that comes in two pieces is one, and bytes that are no text are replaced', async () => {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const capture = captureOutput({ stdout, stderr }, 100, () => undefined)
  const bytes = Buffer.from('é')
  stdout.write(bytes.subarray(0, 1))
  stdout.end(bytes.subarray(1))
  stderr.end(Buffer.from([0x61, 0xff]))
  await capture.ended
  expect(capture.text()).toEqual({ stdout: 'é', stderr: 'a\uFFFD', exceeded: false })
})

test('a connection that breaks ends the capture', async () => {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const capture = captureOutput({ stdout, stderr }, 100, () => undefined)
  stdout.destroy(new Error('gone'))
  stderr.destroy(new Error('gone'))
  await capture.ended
  expect(capture.text().exceeded).toBe(false)
})

test('a long text keeps its head and its tail, and says what is missing', () => {
  expect(excerpt('short', 10)).toEqual({ text: 'short', truncated: false })
  expect(excerpt('aaaaabbbbbccccc', 10)).toEqual({
    text: 'aaaaa\n[5 characters left out]\nccccc',
    truncated: true,
  })
  expect(excerpt('😀😀😀', 2).text).toBe('\n[6 characters left out]\n')
})

test('the first line is the first that is not blank', () => {
  expect(firstLine('\r\n  \r\nPython 3.14.2\r\nmore')).toBe('Python 3.14.2')
  expect(firstLine(' \n')).toBeNull()
  expect(firstLine('x'.repeat(500))).toHaveLength(200)
})
