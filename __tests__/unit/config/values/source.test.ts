import { expect, test } from '@jest/globals'
import type { Source } from '../../../../src/config/config.ts'
import { readSource, writeSource } from '../../../../src/config/values/source.ts'

const forms = 'base, worktree, git:REF, image:REF, archive:PATH, registry:REF or dockerfile:PATH'

test.each([
  ['base', { kind: 'base' }],
  ['worktree', { kind: 'worktree' }],
  ['git:main', { kind: 'git', ref: 'main' }],
  ['git:HEAD~1', { kind: 'git', ref: 'HEAD~1' }],
  ['git:feature/a;b', { kind: 'git', ref: 'feature/a;b' }],
  ['git:@{upstream}', { kind: 'git', ref: '@{upstream}' }],
  ['image:python:3.14-slim', { kind: 'image', reference: 'python:3.14-slim' }],
  [
    `image:registry.example/a/b-c@sha256:${'a'.repeat(64)}`,
    { kind: 'image', reference: `registry.example/a/b-c@sha256:${'a'.repeat(64)}` },
  ],
  ['image:localhost:5000/web__x:v1', { kind: 'image', reference: 'localhost:5000/web__x:v1' }],
  [`image:sha256:${'b'.repeat(64)}`, { kind: 'image', reference: `sha256:${'b'.repeat(64)}` }],
  ['dockerfile:docker/Dockerfile.single', { kind: 'dockerfile', path: 'docker/Dockerfile.single' }],
  ['archive:a.tar', { kind: 'archive', path: 'a.tar', name: null }],
  ['archive:/tmp/a b.tar', { kind: 'archive', path: '/tmp/a b.tar', name: null }],
  ['archive:out#web:1', { kind: 'archive', path: 'out', name: 'web:1' }],
  ['archive:a#b.tar#web', { kind: 'archive', path: 'a#b.tar', name: 'web' }],
  ['registry:ghcr.io/a/b:1', { kind: 'registry', reference: 'ghcr.io/a/b:1' }],
])('%s', (text, value) => {
  expect(readSource(text)).toEqual({ value })
  expect(writeSource(value as Source)).toBe(text)
})

test.each([
  ['main', `"main" is not a source; expected ${forms}.`, 'git:main'],
  ['python:3.12', `"python:3.12" is not a source; expected ${forms}.`, 'image:python:3.12'],
  ['Base', `"Base" is not a source; expected ${forms}.`, 'git:Base'],
  ['base ', `"base " is not a source; expected ${forms}.`, 'base'],
  ['archive:', 'the path after archive: is missing.', 'archive:image.tar'],
  ['archive:#web:1', 'the path after archive: is missing.', 'archive:image.tar'],
  ['archive:a.tar#', 'the name of an image after "a.tar#" is missing.', 'archive:a.tar'],
  ['registry:', 'the reference after registry: is missing.', 'registry:python:3.14-slim'],
  [
    'registry:a b',
    '"a b" is not an image reference; expected NAME[:TAG][@DIGEST] after registry:.',
    'registry:python:3.14-slim',
  ],
  ['registry:Web', '"Web" is not an image reference: the name must be in lower case.', 'registry:web'],
  ['report:a.json', `report: is not built yet as a source; expected ${forms}.`, 'image:REF'],
  ['git:', 'the ref after git: is missing.', 'git:main'],
  [
    'git:--upload-pack=x',
    'git:--upload-pack=x names a ref that starts with -; git would take it for an option.',
    'git:main',
  ],
  ['git:a b', '"a b" cannot name a commit; expected a branch, a tag or a commit after git:.', 'git:main'],
  ['git:a..b', '"a..b" cannot name a commit; expected a branch, a tag or a commit after git:.', 'git:main'],
  [
    'git:HEAD:file',
    '"HEAD:file" cannot name a commit; expected a branch, a tag or a commit after git:.',
    'git:main',
  ],
  ['git:a\nb', '"a\\nb" cannot name a commit; expected a branch, a tag or a commit after git:.', 'git:main'],
  ['image:', 'the reference after image: is missing.', 'image:python:3.14-slim'],
  [
    'image:Web/App:1',
    '"Web/App:1" is not an image reference: the name must be in lower case.',
    'image:web/app:1',
  ],
  [
    'image:-x',
    '"-x" is not an image reference; expected NAME[:TAG][@DIGEST] after image:.',
    'image:python:3.14-slim',
  ],
  [
    'image:a b',
    '"a b" is not an image reference; expected NAME[:TAG][@DIGEST] after image:.',
    'image:python:3.14-slim',
  ],
  ['dockerfile:', 'the path after dockerfile: is missing.', 'dockerfile:docker/Dockerfile'],
])('%j is refused', (text, wrong, write) => {
  expect(readSource(text)).toEqual({ wrong, write })
})
