import { rawOf } from '../raw-text.ts'
import type { DatabaseFiles, PackageFiles } from './owner.ts'
import { packageOwner } from './package-owner.ts'
import { type JsonObject, objectOf, readJson, textIn } from './read-json.ts'
import { relationsOf } from './relations.ts'

/**
 * The packages of .NET that an application or a shared framework was published with: `NAME.deps.json` (dotnet/sdk
 * `documentation/specs/runtime-configuration-file.md`) names, under `libraries`, what came from packages, and under
 * `targets` the files of each. `runtime` and `native` files lie beside the file, `resources` in a directory for
 * their language, `runtimeTargets` below where they are listed. A project's own files stay with their directory;
 * the packages that it depends on were asked for.
 */
export function dotnetPackages(files: DatabaseFiles): PackageFiles[] {
  return [...files].flatMap(([path, content]) => {
    if (!path.endsWith('.deps.json')) return []
    const place = path.slice(0, path.lastIndexOf('/'))
    const { libraries, targets } = objectOf(readJson(content))
    const kinds = objectOf(libraries)
    const kindOf = (key: string): string => textIn(objectOf(kinds[key]), 'type')
    return Object.values(objectOf(targets)).flatMap((target) => {
      const entries = Object.entries(objectOf(target))
      const projects = entries.filter(([key]) => kindOf(key) === 'project')
      const asked = new Set(projects.flatMap(([, assets]) => needsOf(objectOf(assets))))
      return entries.flatMap(([key, assets]) => {
        const [name = '', version = ''] = withoutPrefix(key).split('/')
        if (!packaged.has(kindOf(key)) || name === '') return []
        const requested = projects.length === 0 ? null : asked.has(name)
        const owner = { ...packageOwner('dotnet', rawOf(name), rawOf(version), place), requested }
        const own = filesOf(objectOf(assets)).map((file) => `${place}/${rawOf(file)}`)
        const needs = needsOf(objectOf(assets)).map((one) => [rawOf(one)])
        return { owner, files: own, trees: [], relations: relationsOf({ needs }) }
      })
    })
  })
}

function needsOf(assets: JsonObject): string[] {
  return Object.keys(objectOf(assets.dependencies)).map(withoutPrefix)
}

function withoutPrefix(name: string): string {
  return name.replace(/^runtimepack\./, '')
}

const packaged: ReadonlySet<string> = new Set(['package', 'runtimepack'])

function filesOf(assets: JsonObject): string[] {
  const resources = Object.entries(objectOf(assets.resources)).map(
    ([path, resource]) => `${textIn(objectOf(resource), 'locale')}/${baseName(path)}`,
  )
  return [
    ...Object.keys(objectOf(assets.runtime)).map(baseName),
    ...Object.keys(objectOf(assets.native)).map(baseName),
    ...Object.keys(objectOf(assets.runtimeTargets)),
    ...resources,
  ]
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
