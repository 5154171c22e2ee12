import { textOf } from '../raw-text.ts'
import type { DatabaseFiles, PackageFiles } from './owner.ts'
import { relationsOf } from './relations.ts'

/**
 * The packages of pacman: `local/NAME-VERSION/desc` and `files` beside it, both in sections: a line `%NAME%`,
 * its values, a blank line. Directories end with a slash. `%REASON%` 1 means that it came along
 * (alpm-db-desc(5)).
 */
export function pacmanPackages(files: DatabaseFiles): PackageFiles[] {
  return [...files].flatMap(([path, content]) => {
    const [, place] = /^(\/var\/lib\/pacman\/local\/[^/]+)\/desc$/.exec(path) ?? []
    if (place === undefined) return []
    const desc = sections(content)
    const name = desc.get('NAME')?.[0]
    if (name === undefined) return []
    const listed = sections(files.get(`${place}/files`) ?? '').get('FILES') ?? []
    const own = listed.filter((file) => !file.endsWith('/')).map((file) => `/${file}`)
    const version = textOf(desc.get('VERSION')?.[0] ?? '') || null
    const requested = desc.get('REASON')?.[0] !== '1'
    const owner = {
      kind: 'package',
      manager: 'pacman',
      name: textOf(name),
      version,
      requested,
      path: null,
    } as const
    const named = (section: string): string[] => (desc.get(section) ?? []).map(withoutVersion)
    const relations = relationsOf({
      needs: named('DEPENDS').map((one) => [one]),
      wants: named('OPTDEPENDS').map((one) => [one]),
      provides: named('PROVIDES'),
    })
    return { owner, files: own, trees: [], relations }
  })
}

// `glibc>=2.39`, `libfoo.so=1-64`; an optional one has its reason after a colon.
function withoutVersion(text: string): string {
  return text.replace(/(?:[<>=]|: ).*/s, '')
}

function sections(text: string): Map<string, string[]> {
  const found = text.split(/\n{2,}/).map((section): [string, string[]] => {
    const [head = '', ...values] = section.split('\n').filter((line) => line !== '')
    return [head.replace(/^%|%$/g, ''), values]
  })
  return new Map(found)
}
