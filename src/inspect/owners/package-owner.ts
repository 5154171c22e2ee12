import { textOf } from '../raw-text.ts'
import type { Owner } from './owner.ts'

/**
 * The owner that a package is. `name`, `version` and `path` are raw bytes; `version` is empty and `path` null where
 * there is none. Nothing says here whether somebody asked for it.
 */
export function packageOwner(manager: string, name: string, version: string, path: string | null): Owner {
  return {
    kind: 'package',
    manager,
    name: textOf(name),
    version: textOf(version) || null,
    requested: null,
    path: path === null ? null : textOf(path),
  }
}
