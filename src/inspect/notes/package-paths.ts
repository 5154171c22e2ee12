import type { PathTree } from '../path-tree.ts'
import type { Copy } from './same-contents.ts'

/**
 * Out: what is true for copies that packages bring and nobody could leave out one by one: all of them lie where only
 * the system's packages put files, or all in packages of a language that one layer installed.
 */
export function packageCopies(tree: PathTree): (copies: readonly Copy[]) => boolean {
  // What a path begins with and passes through is said by its directory.
  const known = new Map<number, Directory>()
  const directoryOf = (node: number): Directory => {
    const directory = tree.parent(node)
    const found = known.get(directory) ?? described(`${tree.path(directory)}/`)
    known.set(directory, found)
    return found
  }
  return (copies) => {
    if (copies.every(({ node }) => directoryOf(node).isSystem)) return true
    const isOneLayer = copies.every(({ layer }) => layer === copies[0]?.layer)
    return isOneLayer && copies.every(({ node }) => directoryOf(node).isLanguage)
  }
}

interface Directory {
  readonly isSystem: boolean
  readonly isLanguage: boolean
}

function described(path: string): Directory {
  return { isSystem: system.test(path), isLanguage: language.test(path) }
}

/** Filesystem Hierarchy Standard 3.0: all of `/usr` but `/usr/local` and `/usr/src`, and what belongs there. */
const system = /^\/(?:usr\/(?!local\/|src\/)|bin\/|sbin\/|lib\w*\/|var\/(?:lib|cache)\/|etc\/)/

const language = /\/(?:site-packages|dist-packages|node_modules|vendor|gems)\//
