import { posix } from 'node:path'

/** One import of a source file; `target` is a path from the root, or a package. */
export interface Import {
  readonly target: string
  readonly isType: boolean
}

/** Data flows one way: a stage knows those before it. */
const stages = ['config', 'build', 'inspect', 'diff', 'probe', 'judge', 'report', 'publish']

/** What every part may use: the outside world's interfaces, the sink, and four files without any import of ours. */
const alone = ['errors', 'system-error', 'format', 'once']
const shared = ['effects', 'sink', ...alone]

/** The packages of a folder. A new one is a decision: see CONTRIBUTING.md and the design of the stages. */
const packages: Readonly<Record<string, readonly string[]>> = {
  build: ['@balena/dockerignore', 'dockerfile-ast', 'execa', 'fastest-levenshtein', 'tar-stream'],
  config: ['ajv', 'fastest-levenshtein', 're2js', 'shell-quote', 'yaml'],
  effects: [
    '@actions/cache',
    '@actions/core',
    '@actions/github',
    '@actions/http-client',
    'dockerode',
    'execa',
    'undici',
  ],
  entry: ['@actions/core'],
  probe: ['re2js', 'tar-stream'],
  report: ['ajv'],
  'runner-cache': ['@actions/cache', 'tar-stream'],
}

/** The files that may write to the process's own streams; everything else has a `Log`. */
const writers = ['src/entry/terminal.ts']

/** What is wrong with a set of source files (path from the root → text), one sentence each. */
export function importProblems(sources: ReadonlyMap<string, string>): string[] {
  const problems: string[] = []
  for (const [file, text] of sources) {
    for (const found of importsOf(file, text)) {
      const problem = refusal(file, found)
      if (problem !== null) problems.push(`${file} ${problem}`)
    }
    const writes = /\bconsole\.|\bprocess\.std(?:out|err)\b/.test(withoutComments(text))
    if (writes && !writers.includes(file)) problems.push(`${file} writes to the process's own streams`)
  }
  return [...problems, ...circles(sources)]
}

/** The imports and re-exports of a file, as the formatter writes them, dynamic ones included. */
export function importsOf(file: string, text: string): Import[] {
  const pattern =
    /^(?:import|export)\s+(type\s)?(?:[\w*{][^'"]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'/gm
  return [...text.matchAll(pattern)].map(([, type, still, moving]) => {
    const written = still ?? moving ?? ''
    const target = written.startsWith('.') ? posix.join(posix.dirname(file), written) : written
    return { target, isType: type !== undefined }
  })
}

function refusal(file: string, { target, isType }: Import): string | null {
  const from = partOf(file)
  if (target.startsWith('node:') || target.endsWith('.json')) return null
  if (!target.startsWith('src/')) {
    const name = target.split('/', target.startsWith('@') ? 2 : 1).join('/')
    return packages[from]?.includes(name) ? null : `imports the package ${name}, which ${from} does not use`
  }
  const to = partOf(target)
  if (from === to) return null
  return mayImport(from, to, isType) ? null : `imports ${isType ? 'types' : 'values'} of ${to}`
}

function mayImport(from: string, to: string, isType: boolean): boolean {
  if (from === 'sink' || alone.includes(from)) return false
  // The client of the runner's cache is a part of the effects that is loaded when it is needed.
  if (from === 'effects')
    return stages.includes(to) ? isType : ['sink', 'runner-cache', ...alone].includes(to)
  if (stages.includes(from)) {
    return shared.includes(to) || (stages.includes(to) && stages.indexOf(to) < stages.indexOf(from))
  }
  if (from === 'runner-cache') return ['effects', 'inspect'].includes(to)
  if (from === 'sweep' || from === 'stopwatch') return shared.includes(to)
  if (to === 'entry') return from === 'index' || from === 'cli'
  return from === 'main' ? to !== 'sweep' : from === 'entry'
}

/** `src/build/x.ts` is part of `build`, `src/main.ts` of `main`. */
function partOf(file: string): string {
  return (file.split('/')[1] ?? '').replace(/\.ts$/, '')
}

/** One sentence for each import that leads back to its own file. Types may: nothing of them is there at run time. */
function circles(sources: ReadonlyMap<string, string>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (done.has(file) || path.includes(file)) return
    for (const { target, isType } of importsOf(file, sources.get(file) ?? '')) {
      if (!isType && sources.has(target)) visit(target, [...path, file])
    }
    done.add(file)
  }
  for (const file of sources.keys()) visit(file, [])
  return found
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
}
