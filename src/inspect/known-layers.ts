import type { LayerTable } from './layer-table.ts'

/** Layers that need not be read. */
export interface KnownLayers {
  /** Which may be known, found out without a look at them. */
  readonly diffIds: ReadonlySet<string>
  /**
   * Their tables by diffID; for one that turned out to be damaged there is none. The first call decodes all of them,
   * which takes as long as an engine needs for an answer: the best time for it is while one is waited for.
   */
  tables(): ReadonlyMap<string, LayerTable>
}

/** Tables that are there already, as what is known. */
export function knownLayers(tables: ReadonlyMap<string, LayerTable>): KnownLayers {
  return { diffIds: new Set(tables.keys()), tables: () => tables }
}

export const nothingKnown = knownLayers(new Map())
