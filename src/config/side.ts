import { isAbsolute } from 'node:path'
import type { BuildSettings, SideConfig, SideName, Source } from './config.ts'
import { accept, deferPath, find, findForSide, type Reader, readScalar } from './levels.ts'
import { readCheckoutPath, readLines, readPairs } from './lists.ts'
import type { Reading } from './mistakes.ts'
import type { Setting } from './setting.ts'
import { type BuildLine, readCache, readContext, readSecret, readSsh } from './values/build-lines.ts'
import { readArchivePath, readPath } from './values/path.ts'
import { readBoolean } from './values/scalar.ts'
import { readSource, writeSource } from './values/source.ts'
import { readText } from './values/text.ts'

/** Reads where one side comes from and how it is built. */
export function readSide(reader: Reader, side: SideName): SideConfig {
  const source = readSideSource(reader, side)
  const build = readBuild(reader, side)
  if (source.kind !== 'dockerfile') return { source, build }
  const twin = findForSide(reader, side, 'file').find(({ input }) => input.name !== 'file')
  if (twin !== undefined) {
    const what = `${side} names the Dockerfile already (dockerfile:${source.path}); take one of the two away.`
    reader.mistakes.add(twin.place([]).text, what, null)
  }
  return { source, build: { ...build, file: source.path } }
}

function readSideSource(reader: Reader, side: SideName): Source {
  const setting = find(reader, side)
  const fallback: Source = { kind: side === 'before' ? 'base' : 'worktree' }
  const source = readScalar<Source>(reader, setting, readSource, fallback)
  if (setting === null || (source.kind !== 'dockerfile' && source.kind !== 'archive')) return source
  const read = source.kind === 'archive' ? readArchivePath : readPath
  const path = accept(reader, read(source.path), setting.place([]), (text) =>
    setting.write(writeSource({ ...source, path: text })),
  )
  if (path === null) return fallback
  if (!isAbsolute(path)) deferPath(reader, path, setting.place([]))
  return { ...source, path }
}

function readBuild(reader: Reader, side: SideName): BuildSettings {
  const own = (name: string): Setting | null => findForSide(reader, side, name).at(-1) ?? null
  const text = (name: string, setting: Setting | null): string | null =>
    readScalar<string | null>(reader, setting, (value) => readText(name, value), null)
  const both = (name: string): string | null => text(name, find(reader, name))
  const is = (name: string): boolean => readScalar(reader, find(reader, name), readBoolean, false)
  return {
    context: readCheckoutPath(reader, own('context'), '.') ?? '.',
    file: readCheckoutPath(reader, own('file'), null),
    target: text('target', own('target')),
    platform: both('platform'),
    buildArgs: merged(reader, side, 'build-args'),
    buildContexts: readContexts(reader, side),
    secrets: readBuildLines(reader, find(reader, 'secrets'), readSecret),
    ssh: readBuildLines(reader, find(reader, 'ssh'), readSsh),
    cacheFrom: readBuildLines(reader, own('cache-from'), readCache),
    cacheTo: readBuildLines(reader, own('cache-to'), readCache),
    noCache: is('no-cache'),
    pull: is('pull'),
    network: both('network'),
    builder: both('builder'),
  }
}

/** Pairs of both sides, with those of this side added or put in their place. */
function merged(reader: Reader, side: SideName, name: string): Record<string, string> {
  const pairs = findForSide(reader, side, name).map((setting) => readPairs(reader, setting))
  return Object.fromEntries(pairs.flatMap((record) => Object.entries(record)))
}

function readContexts(reader: Reader, side: SideName): Record<string, string> {
  const contexts = findForSide(reader, side, 'build-contexts').flatMap((setting) =>
    Object.entries(readPairs(reader, setting)).flatMap(([name, value]) => {
      const place = setting.place([name])
      const context = accept(reader, readContext(value), place, (text) =>
        setting.writeEntry(`${name}=${text}`),
      )
      if (context === null) return []
      for (const path of context.paths) deferPath(reader, path, place)
      return [[name, context.value] as const]
    }),
  )
  return Object.fromEntries(contexts)
}

function readBuildLines(
  reader: Reader,
  setting: Setting | null,
  read: (line: string) => Reading<BuildLine>,
): string[] {
  if (setting === null) return []
  return readLines(reader, setting, read).map(({ value, paths }) => {
    for (const path of paths) deferPath(reader, path, setting.place([]))
    return value
  })
}
