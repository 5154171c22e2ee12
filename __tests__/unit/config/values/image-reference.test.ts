import { expect, test } from '@jest/globals'
import { readImageReference } from '../../../../src/config/values/image-reference.ts'

const digest = `sha256:${'a'.repeat(64)}`
test.each([
  ['python', 'python', null, null],
  ['python:3.12-slim', 'python', '3.12-slim', null],
  ['ghcr.io/Owner', null, null, null],
  ['ghcr.io/owner/name:Tag_1', 'ghcr.io/owner/name', 'Tag_1', null],
  ['localhost:5000/a/b__c:1', 'localhost:5000/a/b__c', '1', null],
  ['[::1]:5000/a', '[::1]:5000/a', null, null],
  [`a/b:1@${digest}`, 'a/b', '1', digest],
  ['Python', null, null, null],
  ['a b', null, null, null],
  ['--help', null, null, null],
  ['a//b', null, null, null],
  ['a:', null, null, null],
  ['a@sha256:12', null, null, null],
  ['', null, null, null],
  ['x'.repeat(256), null, null, null],
  ['a\nb', null, null, null],
])('%j', (text, repository, tag, wanted) => {
  const reading = readImageReference(text)
  if (repository === null) expect(reading).toEqual({ wrong: expect.any(String), write: expect.any(String) })
  else expect(reading).toEqual({ value: { repository, tag, digest: wanted } })
})
