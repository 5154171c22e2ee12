import { isAbsolute, join, relative, resolve } from 'node:path'
import type { FileText, RepositoryFiles } from '../../effects/repository-files.ts'
import type { Mistakes } from '../mistakes.ts'
import type { RunFacts } from '../run.ts'
import type { Setting } from '../setting.ts'
import { readPath } from '../values/path.ts'
import type { FileLevels } from './file-levels.ts'

/** Where the configuration file lies when nobody names one. */
const defaultFile = '.github/image-size.yml'

const mostBytes = 256 * 1024

/** A configuration file that was found; `levels` is null when it could not be read. */
export interface ConfigFile {
  /** Relative to the repository root, or absolute where it lies outside of it (a terminal's own file). */
  readonly name: string
  readonly levels: FileLevels | null
}

/**
 * Finds and reads the configuration file: the one that the `config` input names, relative to the
 * repository root (as a flag: to the working directory), else the default one when it exists. The
 * YAML reader and the schema are loaded only when there is a file. Mistakes go to `mistakes`.
 */
export async function readConfigFile(
  named: Setting | null,
  checkout: RepositoryFiles,
  facts: RunFacts,
  mistakes: Mistakes,
): Promise<ConfigFile | null> {
  const path = locate(named, checkout, facts, mistakes)
  if (path === null) return null
  const name = nameOf(path, checkout)
  const place = named?.place([]).text ?? name
  const what = named === null ? 'the file' : `the file ${name}`
  const trusted = facts.kind === 'terminal' && named !== null
  if (!trusted && !(await checkout.isInside(path))) {
    mistakes.add(place, `${what} leads out of the repository through a link; expected a file in it.`, null)
    return { name, levels: null }
  }
  const file = await checkout.readText(path, mostBytes)
  if (file.kind === 'text') return { name, levels: await parse(name, file.text, mistakes) }
  if (file.kind === 'missing' && named === null) return null
  mistakes.add(
    place,
    explain(what, file.kind),
    file.kind === 'missing' ? (named?.write(defaultFile) ?? null) : null,
  )
  return { name, levels: null }
}

function locate(
  named: Setting | null,
  checkout: RepositoryFiles,
  facts: RunFacts,
  mistakes: Mistakes,
): string | null {
  const text = named?.text([]) ?? null
  if (named === null || text === null) return join(checkout.root, defaultFile)
  if (facts.kind === 'terminal') return resolve(facts.directory, text)
  const path = readPath(text)
  if ('value' in path) return join(checkout.root, path.value)
  mistakes.add(named.place([]).text, path.wrong, path.write === null ? null : named.write(path.write))
  return null
}

function nameOf(path: string, checkout: RepositoryFiles): string {
  const name = relative(checkout.root, path)
  return name.startsWith('..') || isAbsolute(name) ? path : name
}

function explain(what: string, kind: Exclude<FileText['kind'], 'text'>): string {
  switch (kind) {
    case 'missing':
      return `${what} does not exist; expected a configuration file in YAML.`
    case 'not-a-file':
      return `${what} is not a regular file; expected a configuration file in YAML.`
    case 'too-large':
      return `${what} is larger than the 256 KiB that a configuration file may have.`
    case 'unreadable':
      return `${what} cannot be opened; expected a file that this user may read.`
    case 'not-text':
      return `${what} is not UTF-8 text; expected a configuration file in YAML.`
  }
}

async function parse(name: string, text: string, mistakes: Mistakes): Promise<FileLevels | null> {
  const { loadFile } = await import('./load-file.ts')
  return loadFile(name, text, mistakes)
}
