import { expect, test } from '@jest/globals'
import { buildxArguments } from '../../../src/build/buildx-args.ts'
import type { BuildSettings } from '../../../src/config/config.ts'
import { plainSettings } from '../../doubles/build-settings.ts'

const call = (settings: Partial<BuildSettings>): string[] =>
  buildxArguments({
    settings: { ...plainSettings, ...settings },
    reference: 'image-size-guard/before:1',
    labels: { 'image-size-guard': 'built' },
    dockerfile: '/tmp/x/Dockerfile',
    context: '/tree',
    metadata: '/tmp/y/metadata.json',
  })

test('a plain build loads the image under our name, without attestations', () => {
  expect(call({})).toEqual([
    'buildx',
    'build',
    '--load',
    '--progress=rawjson',
    '--provenance=false',
    '--sbom=false',
    '--tag=image-size-guard/before:1',
    '--file=/tmp/x/Dockerfile',
    '--metadata-file=/tmp/y/metadata.json',
    '--label=image-size-guard=built',
    '--',
    '/tree',
  ])
})

const rows: [string, Partial<BuildSettings>, string[]][] = [
  ['target', { target: 'runtime' }, ['--target=runtime']],
  ['platform', { platform: 'linux/arm64' }, ['--platform=linux/arm64']],
  ['network', { network: 'host' }, ['--network=host']],
  ['builder', { builder: 'mine' }, ['--builder=mine']],
  ['arguments', { buildArgs: { A: '1', EMPTY: '' } }, ['--build-arg=A=1', '--build-arg=EMPTY=']],
  ['contexts', { buildContexts: { lib: '/tree/lib' } }, ['--build-context=lib=/tree/lib']],
  [
    'secrets',
    { secrets: ['id=a,env=TOKEN', 'id=b,src=/f'] },
    ['--secret=id=a,env=TOKEN', '--secret=id=b,src=/f'],
  ],
  ['ssh', { ssh: ['default'] }, ['--ssh=default']],
  [
    'cache',
    { cacheFrom: ['type=gha'], cacheTo: ['type=gha,mode=max'] },
    ['--cache-from=type=gha', '--cache-to=type=gha,mode=max'],
  ],
  ['no cache', { noCache: true }, ['--no-cache']],
  ['pull', { pull: true }, ['--pull']],
]

test.each(rows)('%s', (_, settings, expected) => {
  expect(call(settings).filter((argument) => !call({}).includes(argument))).toEqual(expected)
})

test('a value that looks like a flag stays the value of its flag', () => {
  const words = call({ target: '--push', buildArgs: { A: '--output=x' } })
  expect(words).toContain('--target=--push')
  expect(words).toContain('--build-arg=A=--output=x')
  expect(words).not.toContain('--push')
})
