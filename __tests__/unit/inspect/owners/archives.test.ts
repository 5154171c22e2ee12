import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { archiveName } from '../../../../src/inspect/owners/archive-name.ts'
import { archivesToRead } from '../../../../src/inspect/owners/archives.ts'
import { splitGemName } from '../../../../src/inspect/owners/find-gems.ts'
import { goVersion } from '../../../../src/inspect/owners/go-version.ts'
import { jarVersion } from '../../../../src/inspect/owners/jar-version.ts'
import { owners, stacked } from './tree.ts'

const sample = (name: string): Buffer => readFileSync(new URL(`archives/${name}`, import.meta.url))

test.each([
  ['spring-core-5.3.2.jar', 'spring-core', '5.3.2'],
  ['log4j-1.2-api-2.17.1.jar', 'log4j-1.2-api', '2.17.1'],
  ['guava-31.1-jre.jar', 'guava', '31.1-jre'],
  ['netty-epoll-4.1.100.Final-linux-x86_64.jar', 'netty-epoll', '4.1.100.Final-linux-x86_64'],
  ['kafka_2.13-3.4.0.jar', 'kafka_2.13', '3.4.0'],
  ['lib-1.0-20240131.120000-1.jar', 'lib', '1.0-20240131.120000-1'],
  ['org.eclipse.core_3.17.0.v20200828.jar', 'org.eclipse.core', '3.17.0.v20200828'],
  ['app.war', 'app', ''],
])('%s is %s %s', (file, name, version) => {
  expect(archiveName(file)).toEqual({ manager: 'java', name, version })
})

test.each([
  ['rails-7.1.2', 'rails', '7.1.2'],
  ['nokogiri-1.15.4-x86_64-linux', 'nokogiri', '1.15.4'],
  ['grpc-1.60.0-universal-darwin-20', 'grpc', '1.60.0'],
  ['aws-sdk-s3-1.143.0', 'aws-sdk-s3', '1.143.0'],
  ['concurrent-ruby-1.2.2', 'concurrent-ruby', '1.2.2'],
  ['old-3', 'old', '3'],
  ['nameless', 'nameless', ''],
])('the gem %s is %s %s', (full, name, version) => {
  expect(splitGemName(full)).toEqual({ name, version })
})

test('an archive is a package where nobody else claims it, and its content knows the version', () => {
  const program = sample('tool.part').toString('latin1')
  const jar = sample('app.jar').toString('latin1')
  expect(
    owners({
      '/app/lib/guava-31.1-jre.jar': 1,
      '/app/app.jar': jar,
      '/root/.m2/repository/a/a-1.0.jar': 10,
      '/s/pyspark/jars/spark-3.5.0.jar': 100,
      '/s/pyspark-3.5.0.dist-info/RECORD': 'pyspark/jars/spark-3.5.0.jar,,\n',
      '/go/bin/tool': program,
      '/go/bin/other': 1000,
      '/usr/local/bin/tool': 10_000,
      '/go/pkg/mod/x/x.go': 5,
    }),
  ).toEqual([
    'cache go go module cache: 5',
    'cache java maven repository: 10',
    'directory /usr/local: 10000',
    'package go other: 1000',
    `package go tool v1.2.3: ${program.length}`,
    `package java app 3.1.4: ${jar.length}`,
    'package java guava 31.1-jre: 1',
    'package python pyspark 3.5.0: 131',
  ])
})

test("Go's own distribution is a package of its own", () => {
  expect(
    owners({
      '/usr/local/go/VERSION': 'go1.22.1\ntime 2024-02-29\n',
      '/usr/local/go/bin/go': 100,
      '/usr/local/go/src/runtime/a.go': 20,
      '/src/go/VERSION': 'mine',
    }),
  ).toEqual(['directory /src/go: 4', 'package go go 1.22.1: 145'])
})

test('what is read for a version is all or nothing, by paths and sizes alone', () => {
  const image = stacked({ '/go/bin/c': 50, '/home/me/go/bin/a': 60, '/z/a-1.0.jar': 1, '/z/b.jar': 40 })
  const paths = (most: number): string[] => archivesToRead(image, most).map(({ path }) => path)
  expect(paths(150).sort()).toEqual(['/go/bin/c', '/home/me/go/bin/a', '/z/b.jar'])
  expect(paths(149)).toEqual([])
  expect(archivesToRead(stacked({ '/usr/local/go/VERSION': 1, '/usr/local/go/bin/gofmt': 1 }), 9)).toEqual([])
  const read = (files: Record<string, number>): number => archivesToRead(stacked(files), 1e9).length
  const programs = (count: number, size: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`/go/bin/${index}`, size]))
  expect([read(programs(50, 1)), read(programs(51, 1))]).toEqual([50, 0])
  expect([read(programs(2, 8_000_000)), read(programs(3, 8_000_000))]).toEqual([2, 0])
  expect(read({ '/go/bin/small': 1, '/go/bin/large': 8_000_001 })).toBe(1)
})

test('broken programs and archives have no version or another, and never fail', () => {
  const [program, jar] = [sample('tool.part'), sample('app.jar')]
  const change = fc.tuple(fc.nat(), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), fc.nat(1100), (changes, cut) => {
      for (const [content, versionOf] of [[program, goVersion] as const, [jar, jarVersion] as const]) {
        const copy = Buffer.from(content)
        for (const [at, byte] of changes) copy[at % copy.length] = byte
        expect(['object', 'string']).toContain(typeof versionOf(copy.subarray(0, cut)))
      }
    }),
    { numRuns: 300 },
  )
  expect([goVersion(program), jarVersion(jar)]).toEqual(['v1.2.3', '3.1.4'])
})
