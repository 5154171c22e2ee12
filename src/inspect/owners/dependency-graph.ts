import { textOf } from '../raw-text.ts'
import { mergedOwner } from './merged-owner.ts'
import type { Owner, PackageFiles } from './owner.ts'
import type { Relations } from './relations.ts'

/** An installed package with those that it brings along, as indices into the same list; plain data. */
export interface PackageNode {
  readonly manager: string | null
  readonly name: string
  readonly version: string | null
  readonly requested: boolean | null
  readonly needs: readonly number[]
  /** Weaker: recommended, or asked for by an extra. */
  readonly wants: readonly number[]
}

/**
 * The packages of an image whose databases say what they need, those without files too. Packages of one manager
 * and name are one. A name that several answer to leads to all of them, the first twenty; what nobody answers to
 * is left out. A database with more than `mostEdges` relations loses those beyond.
 */
export function dependencyGraph(
  packages: readonly Pick<PackageFiles, 'owner' | 'relations'>[],
): PackageNode[] {
  const known = new Map<string, Known>()
  for (const { owner, relations } of packages) if (relations) add(known, owner, relations)
  const list = [...known.values()]
  const named = namesOf(list)
  const edges = new Edges(list.length)
  for (const [id, { owner, relations }] of list.entries()) {
    const idsOf = (name: string): readonly number[] => named.get(keyOf(owner.manager, textOf(name))) ?? []
    for (const { needs, wants, neededBy, wantedBy } of relations) {
      for (const to of needs.flat().flatMap(idsOf)) edges.add('needs', id, to)
      for (const to of wants.flat().flatMap(idsOf)) edges.add('wants', id, to)
      for (const from of neededBy.flatMap(idsOf)) edges.add('needs', from, id)
      for (const from of wantedBy.flatMap(idsOf)) edges.add('wants', from, id)
    }
  }
  return list.map(({ owner: { manager, name, version, requested } }, id) => {
    return { manager, name, version, requested, ...edges.of(id) }
  })
}

interface Known {
  owner: Owner
  readonly relations: Relations[]
}

const mostProviders = 20
const mostEdges = 500_000

function add(known: Map<string, Known>, owner: Owner, relations: Relations): void {
  const key = keyOf(owner.manager, owner.name)
  const before = known.get(key)
  if (!before) known.set(key, { owner, relations: [relations] })
  else {
    before.owner = mergedOwner(before.owner, owner)
    before.relations.push(relations)
  }
}

// By manager and name, who answers to it.
function namesOf(list: readonly Known[]): ReadonlyMap<string, readonly number[]> {
  const named = new Map(list.map(({ owner }, id) => [keyOf(owner.manager, owner.name), [id]]))
  for (const [id, { owner, relations }] of list.entries()) {
    for (const name of new Set(relations.flatMap(({ provides }) => provides))) {
      const key = keyOf(owner.manager, textOf(name))
      const ids = named.get(key) ?? []
      if (ids.length < mostProviders && !ids.includes(id)) named.set(key, [...ids, id])
    }
  }
  return named
}

class Edges {
  readonly #needs: Set<number>[]
  readonly #wants: Set<number>[]
  #count = 0

  constructor(length: number) {
    this.#needs = Array.from({ length }, () => new Set())
    this.#wants = Array.from({ length }, () => new Set())
  }

  add(strength: 'needs' | 'wants', from: number, to: number): void {
    if (from === to || this.#count >= mostEdges) return
    ;(strength === 'needs' ? this.#needs : this.#wants)[from]?.add(to)
    this.#count++
  }

  of(id: number): Pick<PackageNode, 'needs' | 'wants'> {
    const needs = this.#needs[id] ?? new Set()
    const wants = [...(this.#wants[id] ?? [])].filter((to) => !needs.has(to))
    return { needs: [...needs].sort(byNumber), wants: wants.sort(byNumber) }
  }
}

function byNumber(one: number, other: number): number {
  return one - other
}

function keyOf(manager: string | null, name: string): string {
  return `${manager}\0${name}`
}
