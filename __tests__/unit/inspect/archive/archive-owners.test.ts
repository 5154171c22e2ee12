import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { database } from '../owners/rpm-databases/database.ts'
import { found } from '../owners/tree.ts'
import { inspectArchive } from './inspect-archive.ts'
import { makeImage, ociLayout } from './make-archive.ts'

const sample = (name: string): Buffer => readFileSync(new URL(`../owners/archives/${name}`, import.meta.url))
const files: Readonly<Record<string, Buffer>> = {
  'usr/bin/hello': Buffer.alloc(100),
  'usr/lib/sysimage/rpm/Packages.db': database('Packages.db'),
  'go/bin/tool': sample('tool.part'),
  'app/app.jar': sample('app.jar'),
  'app/lib/guava-31.1-jre.jar': Buffer.alloc(7),
  'app/a.deps.json': Buffer.from('{}'),
  'app/.pnp.cjs': Buffer.from(
    '"packageLocation": "./.yarn/cache/a-npm-1.0.0-0123456789-10c0.zip/node_modules/a/"',
  ),
  'app/.yarn/cache/a-npm-1.0.0-0123456789-10c0.zip': Buffer.alloc(20),
  'opt/conda/conda-meta/z-1-0.json': Buffer.from('{"name":"z","version":"1","files":["lib/z"]}'),
  'opt/conda/lib/z': Buffer.alloc(30),
  'srv/vendor/composer/installed.json': Buffer.from('[{"name":"a/b","version":"2"}]'),
  'srv/vendor/a/b/c.php': Buffer.alloc(40),
}

test('an archive gives the owners that its files give, those with versions from contents too', async () => {
  const entries = Object.entries(files).map(([name, content]) => ({ name, content }))
  const made = await makeImage([entries.slice(0, 6), entries.slice(6)], 'gzip')
  const { image } = await inspectArchive(ociLayout([{ made }]))
  const expected = found(
    Object.fromEntries(entries.map(({ name, content }) => [`/${name}`, content.toString('latin1')])),
  )
  const plain = (owners: typeof expected | null) => owners?.map(({ layers: _, ...owner }) => owner)
  expect(plain(image.owners)).toEqual(plain(expected))
  expect(
    image.owners?.filter(({ kind }) => kind === 'package').map(({ name, version }) => [name, version]),
  ).toEqual(
    expect.arrayContaining([
      ['hello', '2:1.0-3.fc40'],
      ['tool', 'v1.2.3'],
      ['app', '3.1.4'],
      ['a', '1.0.0'],
      ['z', '1'],
      ['a/b', '2'],
    ]),
  )
})
