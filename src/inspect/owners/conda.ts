import { rawOf } from '../raw-text.ts'
import type { DatabaseFiles, PackageFiles } from './owner.ts'
import { packageOwner } from './package-owner.ts'
import { type JsonObject, objectOf, readJson, textIn, textsOf } from './read-json.ts'
import { relationsOf } from './relations.ts'

/**
 * The packages of conda: `PREFIX/conda-meta/NAME-VERSION-BUILD.json`, whose `files` are relative to the prefix
 * (conda `conda/models/records.py`, `PrefixRecord`). `requested_spec` names what was asked for; where no package of
 * a prefix has it, nothing is said. `depends` is what it needs.
 */
export function condaPackages(files: DatabaseFiles): PackageFiles[] {
  const records = [...files].flatMap(([path, content]) => {
    const [, prefix] = /^(.*)\/conda-meta\/[^/]+\.json$/.exec(path) ?? []
    const record = objectOf(prefix === undefined ? null : readJson(content))
    return prefix === undefined || textIn(record, 'name') === '' ? [] : [{ path, prefix, record }]
  })
  const marked = new Set(records.filter(({ record }) => isRequested(record)).map(({ prefix }) => prefix))
  return records.map(({ path, prefix, record }) => {
    const [name, version] = [rawOf(textIn(record, 'name')), rawOf(textIn(record, 'version'))]
    const requested = marked.has(prefix) ? isRequested(record) : null
    const own = textsOf(record.files).map((file) => `${prefix}/${rawOf(file)}`)
    return {
      owner: { ...packageOwner('conda', name, version, prefix || '/'), requested },
      files: [path, ...own],
      trees: [],
      relations: relationsOf({ needs: textsOf(record.depends).map(nameOf) }),
    }
  })
}

// `python >=3.11,<3.12.0a0`: a name, versions and a build.
function nameOf(spec: string): string[] {
  return [rawOf(spec.trim().split(/[\s=<>!~[]/, 1)[0] ?? '')]
}

function isRequested(record: JsonObject): boolean {
  const spec = textIn(record, 'requested_spec')
  return (spec !== '' && spec !== 'None') || textsOf(record.requested_specs).length > 0
}
