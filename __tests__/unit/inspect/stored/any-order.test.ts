import { setImmediate } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import type { StoredLayer } from '../../../../src/inspect/oci/resolve-image.ts'
import { inspectLayers, sampleLayers, storedLayer } from './stored-sample.ts'

test('an image is the same in whatever order its layers come', async () => {
  const all = await Promise.all(sampleLayers.map(storedLayer))
  const slow = (waits: readonly number[]) =>
    inspectLayers(
      all.map((layer, index) => held(layer, waits[index] ?? 0)),
      null,
    )
  const known = await slow([0, 0, 0, 0])
  expect(known.image).toMatchObject({ size: known.image.live + known.image.wasted, fileCount: 6 })
  expect(known.named).toEqual([...known.named].sort())
  for (const waits of [
    [40, 20, 0, 0],
    [0, 60, 30, 0],
    [90, 0, 0, 10],
  ]) {
    expect(await slow(waits)).toEqual(known)
  }
})

/** The layer, whose bytes come only after so many turns of the event loop. */
function held(layer: StoredLayer, turns: number): StoredLayer {
  return {
    ...layer,
    async open() {
      for (let turn = 0; turn < turns; turn++) await setImmediate()
      return layer.open()
    },
  }
}
