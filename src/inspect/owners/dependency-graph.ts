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
    const ids = named.get(owner.manager)
    const idsOf = (name: string): readonly number[] => ids?.get(textOf(name)) ?? none
    for (const { needs, wants, neededBy, wantedBy } of relations) {
      for (const names of needs) for (const name of names) edges.add('needs', id, idsOf(name))
      for (const names of wants) for (const name of names) edges.add('wants', id, idsOf(name))
      for (const name of neededBy) for (const from of idsOf(name)) edges.add('needs', from, [id])
      for (const name of wantedBy) for (const from of idsOf(name)) edges.add('wants', from, [id])
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
function namesOf(list: readonly Known[]): ReadonlyMap<string | null, ReadonlyMap<string, readonly number[]>> {
  const named = new Map<string | null, Map<string, readonly number[]>>()
  for (const [id, { owner }] of list.entries()) {
    const ids = named.get(owner.manager) ?? new Map<string, readonly number[]>()
    named.set(owner.manager, ids.set(owner.name, [id]))
  }
  for (const [id, { owner, relations }] of list.entries()) {
    const ids = named.get(owner.manager)
    for (const { provides } of relations) {
      for (const raw of provides) {
        const name = textOf(raw)
        const known = ids?.get(name) ?? none
        if (known.length < mostProviders && !known.includes(id)) ids?.set(name, [...known, id])
      }
    }
  }
  return named
}

const none: readonly number[] = []

class Edges {
  readonly #needs: (Set<number> | undefined)[]
  readonly #wants: (Set<number> | undefined)[]
  #count = 0

  constructor(length: number) {
    this.#needs = new Array<undefined>(length).fill(undefined)
    this.#wants = new Array<undefined>(length).fill(undefined)
  }

  add(strength: 'needs' | 'wants', from: number, ids: readonly number[]): void {
    const edges = strength === 'needs' ? this.#needs : this.#wants
    for (const to of ids) {
      if (from === to || this.#count >= mostEdges) continue
      const known = edges[from]
      if (known) known.add(to)
      else edges[from] = new Set([to])
      this.#count++
    }
  }

  of(id: number): Pick<PackageNode, 'needs' | 'wants'> {
    const needs = this.#needs[id]
    const wants = [...(this.#wants[id] ?? none)].filter((to) => !needs?.has(to))
    return { needs: [...(needs ?? none)].sort(byNumber), wants: wants.sort(byNumber) }
  }
}

function byNumber(one: number, other: number): number {
  return one - other
}

function keyOf(manager: string | null, name: string): string {
  return `${manager}\0${name}`
}
