import { textOf } from '../raw-text.ts'
import type { DatabaseFiles, PackageFiles } from './owner.ts'
import { normalised, pythonRelations } from './python-relations.ts'

/**
 * The distributions of Python, by the directories that describe them: `RECORD` lists every file, as CSV,
 * relative to the directory around it (packaging.python.org, "Recording installed projects"); before it,
 * `installed-files.txt`, relative to the directory itself, or the modules that `top_level.txt` names. The name
 * is the normalised one of the directory; an empty file `REQUESTED` marks what was asked for, and `METADATA`
 * says what is needed.
 */
export function pythonPackages(files: DatabaseFiles): PackageFiles[] {
  const marked = [...files.keys()].some((path) => path.endsWith('.dist-info/REQUESTED'))
  return [...files].flatMap(([path, content]) => {
    const [, site, directory, file] = /^(.*)\/([^/]+\.(?:dist|egg)-info)\/([^/]+)$/.exec(path) ?? []
    if (site === undefined || directory === undefined || file === undefined) return []
    const held = heldFiles(site, directory, file, content, files)
    if (!held) return []
    const isRequested = files.has(`${site}/${directory}/REQUESTED`)
    const owner = ownerOf(site, directory, isRequested || (marked ? false : null))
    return { owner, ...held, relations: pythonRelations(files.get(`${site}/${directory}/METADATA`) ?? '') }
  })
}

function heldFiles(
  site: string,
  directory: string,
  file: string,
  content: string,
  files: DatabaseFiles,
): Pick<PackageFiles, 'files' | 'list' | 'trees'> | null {
  const place = `${site}/${directory}`
  if (file === 'RECORD') return { ...listed(site, recordPaths(content)), trees: [place] }
  const own = lines(content)
  if (file === 'installed-files.txt') return { ...listed(place, own), trees: [place] }
  const isBetterKnown = ['RECORD', 'installed-files.txt'].some((better) => files.has(`${place}/${better}`))
  if (file !== 'top_level.txt' || isBetterKnown) return null
  const modules = own.filter((name) => !/^\.{0,2}$|\//.test(name))
  return {
    files: modules.map((name) => `${site}/${name}.py`),
    trees: [place, ...modules.map((name) => `${site}/${name}`)],
  }
}

/** The first field of every row; a quoted one may hold commas and doubled quotes. */
function recordPaths(record: string): string[] {
  const paths: string[] = []
  for (const line of lines(record)) {
    const [, quoted] = line.charCodeAt(0) === quote ? (/^"((?:[^"]|"")*)"/.exec(line) ?? []) : []
    const comma = line.indexOf(',')
    if (quoted !== undefined) paths.push(quoted.replaceAll('""', '"'))
    else paths.push(comma < 0 ? line : line.slice(0, comma))
  }
  return paths
}

const quote = 0x22

function lines(text: string): string[] {
  const all = text.includes('\r') ? text.split(/\r?\n/) : text.split('\n')
  return all.filter((line) => line !== '')
}

/** Files by their paths from a directory. Those that lead out of it, such as scripts, are not told as a list. */
function listed(directory: string, paths: readonly string[]): Pick<PackageFiles, 'files' | 'list'> {
  const files: string[] = []
  let text = ''
  for (const path of paths) {
    const absolute = path.startsWith('/') ? path : `${directory}/${path}`
    if (path.includes('./') || path.includes('//')) files.push(absolute)
    else text += `${absolute}\n`
  }
  return { files, list: { text, moved: nowhere } }
}

const nowhere = new Map<string, never>()

// `Foo_Bar-1.2.dist-info`, `foo-1.2-py3.11.egg-info`, `foo.egg-info`.
function ownerOf(site: string, directory: string, requested: boolean | null): PackageFiles['owner'] {
  const [name = '', version] = directory.replace(/\.(?:dist|egg)-info$/, '').split('-')
  return {
    kind: 'package',
    manager: 'python',
    name: textOf(normalised(name)),
    version: version === undefined ? null : textOf(version),
    requested,
    path: textOf(site),
  }
}
