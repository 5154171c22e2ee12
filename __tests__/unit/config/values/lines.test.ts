import { expect, test } from '@jest/globals'
import { readCache, readContext, readSecret, readSsh } from '../../../../src/config/values/build-lines.ts'
import { readMount } from '../../../../src/config/values/mount.ts'
import { readName } from '../../../../src/config/values/name.ts'
import { readText } from '../../../../src/config/values/text.ts'

test.each([
  ['gcc', 'gcc', false],
  ['exact:cc', 'cc', true],
  ['g++', 'g++', false],
  ['7z', '7z', false],
  ['[', '[', false],
  ['python3.14', 'python3.14', false],
])('the name %s', (line, name, exact) => {
  expect(readName(line)).toEqual({ value: { name, exact } })
})

test.each([
  ['gcc g++', '"gcc g++" is more than one name; expected one a line.', 'gcc\ng++'],
  ['gcc, make', '"gcc, make" is more than one name; expected one a line.', 'gcc\nmake'],
  [
    '/usr/bin/gcc',
    '"/usr/bin/gcc" has a slash in it; expected the name alone: it is looked for in every directory.',
    'gcc',
  ],
  ['gcc-*', '"gcc-*" is a pattern; expected a name: gcc covers gcc-12 and x86_64-linux-gnu-gcc too.', 'gcc'],
  ['exact:', '"exact:" is not the name of a program; expected one such as gcc.', 'gcc'],
  ['--version', '"--version" is not the name of a program; expected one such as gcc.', 'gcc'],
  ['..', '".." is not the name of a program; expected one such as gcc.', 'gcc'],
  ['a"b', '"a\\"b" is not the name of a program; expected one such as gcc.', 'gcc'],
])('the name %j is refused', (line, wrong, write) => {
  expect(readName(line)).toEqual({ wrong, write })
})

test('a mount of the checkout is read-only unless it says rw', () => {
  expect(readMount('./tests:/tests')).toEqual({
    value: { source: 'tests', target: '/tests', readOnly: true },
  })
  expect(readMount('a:/b:ro')).toEqual({ value: { source: 'a', target: '/b', readOnly: true } })
  expect(readMount('a:/b:rw')).toEqual({ value: { source: 'a', target: '/b', readOnly: false } })
})

test.each([
  ['tests', '"tests" is not a mount; expected SOURCE:TARGET or SOURCE:TARGET:rw.', 'tests:/tests'],
  ['a:/b:x', '"a:/b:x" is not a mount; expected SOURCE:TARGET or SOURCE:TARGET:rw.', 'tests:/tests'],
  ['/etc:/etc', '"/etc" is absolute; expected a path relative to the repository root.', 'etc:/etc'],
  ['a:b', '"b" is not a path in the container; expected an absolute one without "..".', 'a:/workspace'],
])('the mount %s is refused', (line, wrong, write) => {
  expect(readMount(line)).toEqual({ wrong, write })
})

const value = (text: string, ...paths: string[]) => ({ value: { value: text, paths } })

test('secrets, agents, caches and contexts as buildx takes them', () => {
  expect(readSecret('id=a,env=A')).toEqual(value('id=a,env=A'))
  expect(readSecret('type=file,id=a,src=./b')).toEqual(value('type=file,id=a,src=./b', 'b'))
  expect(readSsh('default')).toEqual(value('default'))
  expect(readSsh('key=a,b')).toEqual(value('key=a,b', 'a', 'b'))
  expect(readCache('type=gha,mode=max')).toEqual(value('type=gha,mode=max'))
  expect(readCache('registry.example/a/b:cache')).toEqual(value('registry.example/a/b:cache'))
  expect(readCache('type=local,src=.cache')).toEqual(value('type=local,src=.cache', '.cache'))
  expect(readContext('web/assets/')).toEqual(value('web/assets', 'web/assets'))
  expect(readContext('docker-image://alpine')).toEqual(value('docker-image://alpine'))
  expect(readContext('target:base')).toEqual(value('target:base'))
  expect(readContext('oci-layout://images/a@sha256:1')).toEqual(
    value('oci-layout://images/a@sha256:1', 'images/a'),
  )
})

const secretForm =
  'this is not a secret as buildx takes it; expected id=ID,env=VARIABLE or id=ID,src=PATH (never the value itself).'
test.each([
  ['TOKEN=hunter2', secretForm, 'id=npm_token,env=NPM_TOKEN'],
  ['hunter2', secretForm, 'id=npm_token,env=NPM_TOKEN'],
  ['id=a,value=hunter2', secretForm, 'id=npm_token,env=NPM_TOKEN'],
  [
    'id=a,env=INPUT_GITHUB-TOKEN',
    'the variable INPUT_GITHUB-TOKEN is never given to a build; expected one that the workflow sets for it.',
    'id=a,env=NPM_TOKEN',
  ],
  [
    'id=a,env=ACTIONS_RUNTIME_TOKEN',
    'the variable ACTIONS_RUNTIME_TOKEN is never given to a build; expected one that the workflow sets for it.',
    'id=a,env=NPM_TOKEN',
  ],
  [
    'id=a,src=/home/me/.npmrc',
    '"/home/me/.npmrc" is absolute; expected a path relative to the repository root. For a file elsewhere use env=.',
    'id=a,env=NPM_TOKEN',
  ],
])('the secret %s is refused without its value', (line, wrong, write) => {
  expect(readSecret(line)).toEqual({ wrong, write })
  expect(wrong).not.toContain('hunter2')
})

test('agents, caches and contexts that are refused', () => {
  expect(readSsh('a b')).toEqual({
    wrong: '"a b" is not an SSH agent; expected default or ID=PATH.',
    write: 'default',
  })
  expect(readSsh('key=/root/.ssh/id')).toEqual({
    wrong:
      '"/root/.ssh/id" is absolute; expected a path relative to the repository root. An agent needs no path.',
    write: 'default',
  })
  expect(readCache('mode=max')).toEqual({
    wrong: '"mode=max" is not a cache as buildx takes it; expected type=TYPE and its attributes.',
    write: 'type=gha',
  })
  expect(readCache('type=local,dest=/tmp/cache')).toEqual({
    wrong:
      '"/tmp/cache" is absolute; expected a path relative to the repository root. A local cache lies in the checkout.',
    write: 'type=local,dest=.cache',
  })
  expect(readContext('../x')).toEqual({
    wrong: '"../x" leaves the repository; expected a path below its root.',
    write: '.',
  })
})

test.each([
  ['target', 'runtime'],
  ['platform', 'linux/arm64/v8'],
  ['network', 'host'],
  ['builder', 'my-builder'],
  ['probe-user', '1000:1000'],
  ['probe-workdir', '/'],
  ['override-label', 'size: fine by me'],
  ['comment-key', 'web / 3.14'],
])('%s: %s', (name, text) => {
  expect(readText(name, text)).toEqual({ value: text })
})

test.each([
  ['target', '--x', '"--x" is not right; expected the name of a stage.'],
  [
    'platform',
    'linux/amd64,linux/arm64',
    '"linux/amd64,linux/arm64" is not right; expected one platform such as linux/amd64.',
  ],
  [
    'network',
    'container:x',
    '"container:x" is not right; expected default, none, host or the name of a network.',
  ],
  ['builder', 'a b', '"a b" is not right; expected the name of a buildx builder.'],
  ['probe-user', 'a b', '"a b" is not right; expected USER or USER:GROUP, as names or numbers.'],
  [
    'override-label',
    'x'.repeat(51),
    `"${'x'.repeat(51)}" is not right; expected a label of 1 to 50 characters.`,
  ],
  ['comment-key', 'a\nb', '"a\\nb" is not right; expected one line of 1 to 200 characters.'],
])('%s: %j is refused', (name, text, wrong) => {
  expect(readText(name, text)).toEqual({ wrong, write: null })
})

test('the copy of the tree cannot be the root of the container', () => {
  expect(readText('probe-checkout', '/')).toEqual({
    wrong: 'the copy of the tree cannot replace the root of the container.',
    write: '/workspace',
  })
})
