import type { HiddenFile } from '../inspect/image.ts'
import type { Classified } from './classify.ts'
import type { PathMatch, ProbeStatus, Proof } from './result.ts'

/** The static leg of a proof: what the image's own file tree says of a program name. */
export interface StaticLeg {
  readonly matches: readonly PathMatch[]
  readonly nearMisses: readonly PathMatch[]
  /** Files that could not be told from programs, because their first bytes could not be read. */
  readonly open: readonly PathMatch[]
  readonly problem: string | null
}

/** What both legs together say. `reason` is one sentence. */
export interface Absence {
  readonly status: ProbeStatus
  readonly proof: Proof
  readonly reason: string
}

/**
 * Judges whether a program is absent. It is `proved` when the file tree holds nothing of that name and a
 * start reports it missing; `refuted` when either finds it; else nothing was learnt (`error`).
 */
export function judgeAbsence(
  name: string,
  tree: StaticLeg,
  start: Classified,
  shipped: readonly HiddenFile[],
): Absence {
  const legs = { static: staticWords(tree), dynamic: startWords(name, start), control: null }
  const present = presence(name, tree, start)
  if (present) return { status: 'fail', proof: { ...legs, state: 'refuted', missing: [] }, reason: present }
  const missing = [
    ...(tree.open.length > 0 ? ['static'] : []),
    ...(start.outcome === 'not_found' ? [] : ['dynamic']),
  ]
  if (missing.length > 0) {
    const why = [tree.open.length > 0 ? legs.static : '', start.outcome === 'not_found' ? '' : legs.dynamic]
    const reason = `whether ${name} is absent could not be told: ${why.filter(Boolean).join('; ')}`
    return { status: 'error', proof: { ...legs, state: 'incomplete', missing }, reason }
  }
  const reason = `no file of that name, and a start reports it missing${shippedWords(shipped)}`
  return { status: 'pass', proof: { ...legs, state: 'proved', missing: [] }, reason }
}

/** The absence of a program that the file tree alone refutes, so that it need not be started; else null. */
export function refutedByTree(name: string, tree: StaticLeg): Absence | null {
  if (tree.matches.length === 0) return null
  const dynamic = 'not started: the file tree has it'
  const proof = { static: staticWords(tree), dynamic, control: null, state: 'refuted', missing: [] } as const
  return { status: 'fail', proof, reason: inTheImage(name, tree) }
}

/** Classes in which the engine found a program and it did, or could, not run as it should. */
const broken: ReadonlySet<string> = new Set([
  'not_executable',
  'bad_format',
  'missing_interpreter',
  'missing_library',
])
const alive: ReadonlySet<string> = new Set(['ran', 'signalled', 'oom', 'timeout'])

function presence(name: string, tree: StaticLeg, start: Classified): string | null {
  const found = paths(tree.matches)
  if (broken.has(start.outcome)) {
    return `${name} is there but does not start: ${start.detail}${found && ` (${found})`}`
  }
  if (found) return inTheImage(name, tree)
  if (alive.has(start.outcome))
    return `${name} starts, although the image's file tree has no file of that name`
  return null
}

function inTheImage(name: string, tree: StaticLeg): string {
  return `${name} is in the image: ${paths(tree.matches)}`
}

function staticWords(tree: StaticLeg): string {
  if (tree.matches.length > 0) return `found ${paths(tree.matches)}`
  if (tree.open.length > 0) return `${tree.problem ?? 'unread'}: ${paths(tree.open)}`
  return 'no file of that name is a program or where programs are started from'
}

function startWords(name: string, start: Classified): string {
  if (start.outcome === 'not_found') return 'a start reports it missing'
  return alive.has(start.outcome) ? `${name} started` : `a start ended as ${start.outcome}: ${start.detail}`
}

const pathsShown = 3

function paths(matches: readonly PathMatch[]): string {
  const shown = matches.slice(0, pathsShown).map(({ path, type }) => `${path} (${type})`)
  const rest = matches.length - shown.length
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

// Layers are counted from 1 for the reader.
function shippedWords(shipped: readonly HiddenFile[]): string {
  const first = shipped[0]
  if (!first) return ''
  const bytes = shipped.reduce((sum, { size }) => sum + size, 0)
  const layers = [...new Set(shipped.map(({ layer }) => layer + 1))].sort((a, b) => a - b)
  const where = `${layers.length === 1 ? 'layer' : 'layers'} ${layers.join(', ')}`
  return `; it is gone, but ${bytes} bytes of it still ship in ${where} (${first.path})`
}
