import { expect, test } from '@jest/globals'
import { readDockerfile } from '../../../src/build/dockerfile-lines.ts'
import { layerInstructions } from '../../../src/build/layer-instructions.ts'
import type { Provenance, ProvenanceReading } from '../../../src/build/provenance/provenance.ts'
import { readProvenance } from '../../../src/build/provenance/read-provenance.ts'
import { placeOwnLayers } from '../../../src/inspect/place-own-layers.ts'
import { recordedDockerfile, recordedProvenance } from '../build/provenance/recorded.ts'

const instructionsOf = (text: string) =>
  layerInstructions({ file: 'Dockerfile', text, outline: readDockerfile(text) }, null, {})
const reading = (provenance: Partial<Provenance>): ProvenanceReading => ({
  provenance: { base: { name: 'a', digest: null }, baseLayers: 1, lines: [], ...provenance },
  problem: null,
})
const run = (command: string): string => `RUN /bin/sh -c ${command} # buildkit`

/** Base count, the line of each layer and where the lines come from. */
function placed(
  text: string,
  createdBy: readonly string[],
  provenance: ProvenanceReading | null,
  baseDiffIds: readonly string[] | null = null,
) {
  const diffIds = createdBy.map((_, index) => `layer ${index}`)
  const known = { baseDiffIds, instructions: instructionsOf(text), provenance }
  const { baseCount, places, linesFrom } = placeOwnLayers(diffIds, createdBy, known)
  return [baseCount, places.map((place) => place?.line ?? null), linesFrom]
}

const byProvenance = { source: 'provenance', why: null }
const byDockerfile = (why: string) => ({ source: 'dockerfile', why })

// Recorded together with the provenance.
const history = [
  ...['', 'COPY a.txt /triggered # buildkit'],
  'RUN |1 WHO=me /bin/sh -c mkdir /made   && echo "$WHO" > /made/who # buildkit',
  ...['COPY /tool /bin/tool # buildkit', 'COPY a.txt /linked # buildkit'],
  'RUN |1 WHO=me /bin/sh -c echo here\necho doc > /doc\n # buildkit',
  ...['WORKDIR /new', 'RUN |1 WHO=me /bin/sh -c echo last > last # buildkit'],
]

test.each(['classic', 'containerd', 'version1'] as const)(
  'a recorded build has its base and every line, also without the base in the engine: %s',
  (which) => {
    const provenance = readProvenance(JSON.parse(recordedProvenance[which]))
    const lines = [null, 3, 6, 12, 13, 14, 18, 19]
    expect(placed(recordedDockerfile, history, provenance)).toEqual([1, lines, byProvenance])
  },
)

test('the provenance wins over the words of the history and over the engine', () => {
  const text = 'FROM a\nRUN one\nRUN two\nRUN one\n'
  const layers = ['', 'base', run('two'), run('one')]
  const provenance = reading({ baseLayers: 2, lines: [[2], [3]] })
  expect(placed(text, layers, provenance, ['layer 0'])).toEqual([2, [null, null, 2, 3], byProvenance])
})

test('where nothing says how many layers the base has, the engine must', () => {
  const text = 'FROM a\nRUN one\nRUN two\n'
  const provenance = reading({ baseLayers: null, lines: [[2], [3]] })
  const layers = ['', run('one'), run('two')]
  expect(placed(text, layers, provenance, ['layer 0'])).toEqual([1, [null, 2, 3], byProvenance])
  const why = byDockerfile('the provenance does not say where the base image ends')
  expect(placed(text, layers, provenance)).toEqual([null, [null, 2, 3], why])
})

test('a provenance of other layers is not used', () => {
  const text = 'FROM a\nRUN one\nRUN two\n'
  const why = byDockerfile('the provenance does not have the layers of the image')
  const layers = ['', run('one'), run('two')]
  expect(placed(text, layers, reading({ lines: [[2]] }), ['layer 0'])).toEqual([1, [null, 2, 3], why])
  expect(placed(text, layers, reading({ baseLayers: null, lines: [[2]] }), ['layer 0'])).toEqual([
    ...[1, [null, 2, 3]],
    why,
  ])
})

test('a step that stands on the line of no instruction, or of several, is looked for in the Dockerfile', () => {
  const text = 'FROM a AS parent\nONBUILD RUN trigger\nFROM parent\nRUN one\nRUN two\n'
  const layers = ['', run('trigger of the base'), run('trigger'), run('one'), run('two')]
  const provenance = reading({ lines: [[1], [3], [4, 5], []] })
  expect(placed(text, layers, provenance)).toEqual([1, [null, null, 2, 4, 5], byProvenance])
})

test('of a step that stands in two stages, the line of the target counts', () => {
  const text = 'FROM a AS tools\nRUN one\nFROM a\nRUN one\nCOPY --from=tools x x\n'
  const layers = ['', run('one'), 'COPY x x # buildkit']
  expect(placed(text, layers, reading({ lines: [[2, 4], [5]] }))).toEqual([1, [null, 4, 5], byProvenance])
})

test('an image that was not built here has no lines, and one without a provenance says why', () => {
  expect(placed('', [run('one')], null)).toEqual([null, [null], null])
  const nothing: ProvenanceReading = { provenance: null, problem: 'the builder gives no provenance' }
  expect(placed('FROM a\nRUN one\n', [run('one')], nothing)).toEqual([
    null,
    [2],
    byDockerfile(nothing.problem),
  ])
})
