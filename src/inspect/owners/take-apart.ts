import type { Stacked } from '../stack.ts'
import { statusFile, statusStanzas } from './dpkg-status.ts'
import { placedLists } from './placed-lists.ts'

/**
 * Takes a file of a package database of an image apart, `path` being where the database has it, as far as that can be
 * done without the other files. What is found stays with the tree of the image, where `ownersOf` finds it: this is for
 * the time in which the other files are waited for.
 */
export function takeApart(path: string, content: string, stacked: Stacked): void {
  if (path.endsWith('.list')) placedLists(stacked.tree).place(content, stacked)
  else if (path === statusFile) statusStanzas(content, stacked.tree)
}
