import { type Relations, relationsOf } from './relations.ts'
import type { Stanza } from './stanzas.ts'

/**
 * What a stanza of dpkg says about other packages: `Pre-Depends` and `Depends`, `Recommends` (apt installs them
 * unless told not to), `Provides`; alternatives stand between bars, versions and `:any` are left out
 * (deb-control(5), Debian policy 7.1). `foreign` is the architecture of a package that is not of the native
 * one: it needs packages of its own, or those of any architecture, whose names end with `:*` here.
 */
export function dpkgRelations(stanza: Stanza, foreign: string | null): Relations {
  const known = foreign === null ? native.get(stanza) : undefined
  const relations = known ?? relationsIn(stanza, foreign)
  if (foreign === null) native.set(stanza, relations)
  return relations
}

// A stanza that two images have is one.
const native = new WeakMap<Stanza, Relations>()

function relationsIn(stanza: Stanza, foreign: string | null): Relations {
  const field = (name: string): string[][] => alternatives(stanza.get(name) ?? '', foreign)
  const provided = field('Provides').flat()
  const own = stanza.get('Package') ?? ''
  return relationsOf({
    needs: [...field('Pre-Depends'), ...field('Depends')],
    wants: field('Recommends'),
    provides: servesAll(stanza) ? [...provided, ...[own, ...provided].map((name) => `${name}:*`)] : provided,
  })
}

function alternatives(field: string, foreign: string | null): string[][] {
  return field
    .split(',')
    .map((one) => one.split('|').flatMap((name) => namesOf(name, foreign)))
    .filter((names) => names.length > 0)
}

function namesOf(text: string, foreign: string | null): string[] {
  const [, name, architecture = 'any'] = /^\s*([^\s:(<[]+)(?::([^\s(<[]+))?/.exec(text) ?? []
  if (name === undefined) return []
  if (architecture !== 'any' && architecture !== 'native') return [`${name}:${architecture}`, name]
  return foreign === null ? [name] : [`${name}:${foreign}`, `${name}:*`]
}

function servesAll(stanza: Stanza): boolean {
  return stanza.get('Architecture') === 'all' || /^(foreign|allowed)$/.test(stanza.get('Multi-Arch') ?? '')
}
