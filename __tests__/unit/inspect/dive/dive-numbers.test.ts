import { expect, test } from '@jest/globals'
import { diveNumbers } from '../../../../src/inspect/dive-numbers.ts'
import { LayerReader } from '../../../../src/inspect/layer-reader.ts'
import type { LayerTable } from '../../../../src/inspect/layer-table.ts'
import { PathTree } from '../../../../src/inspect/path-tree.ts'
import { buildTar, type TestEntry } from '../build-tar.ts'
import { cases } from './images.ts'

async function read(entries: readonly TestEntry[], tree: PathTree): Promise<LayerTable> {
  const reader = new LayerReader(tree, null)
  reader.write(await buildTar(entries))
  return reader.finish()
}

test.each(cases)('$name: the numbers are those that dive prints', async ({ layers, dive }) => {
  const tree = new PathTree()
  const tables: LayerTable[] = []
  for (const entries of layers) tables.push(await read(entries, tree))
  const { efficiency, wastedBytes, sizeBytes } = diveNumbers({ layers: tables, tree })
  expect({ wastedBytes, sizeBytes }).toEqual({ wastedBytes: dive.wastedBytes, sizeBytes: dive.sizeBytes })
  expect(efficiency).toBeCloseTo(dive.efficiency, 12)
})
