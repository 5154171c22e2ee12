import type { PathTree } from '../path-tree.ts'
import { parseStanzas, type Stanza } from './stanzas.ts'

/** Where dpkg keeps what it knows of packages (dpkg(1), FILES). */
export const statusFile = '/var/lib/dpkg/status'

/** The fields of a package that are read, of those that deb-control(5) and apt's `extended_states` have. */
export const dpkgFields: ReadonlySet<string> = new Set([
  ...['Package', 'Status', 'Architecture', 'Version', 'Multi-Arch', 'Auto-Installed'],
  ...['Pre-Depends', 'Depends', 'Recommends', 'Provides'],
])

/**
 * The stanzas of a status file. Most packages of an image are in the other one of the same tree too, word for word, and
 * are taken apart once.
 */
export function statusStanzas(status: string, tree: PathTree): Stanza[] {
  const known = knownStanzas.get(tree) ?? new Map<string, readonly Stanza[]>()
  knownStanzas.set(tree, known)
  return status.split('\n\n').flatMap((text) => {
    const found = known.get(text) ?? parseStanzas(text, dpkgFields)
    known.set(text, found)
    return found
  })
}

const knownStanzas = new WeakMap<PathTree, Map<string, readonly Stanza[]>>()
