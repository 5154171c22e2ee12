import { posix } from 'node:path'
import type { ProbeSpec } from '../config/config.ts'
import type { HiddenFile } from '../inspect/image.ts'
import type { StaticLeg } from './absence.ts'
import { coveredNames } from './covered-names.ts'
import { findProgram, type ProgramSearch, settleProgram } from './find-program.ts'
import type { LiveContainers } from './live-containers.ts'
import type { ProbeTarget } from './probe-target.ts'
import { type Heads, readHeads } from './read-heads.ts'
import type { ProbeWorld } from './run-container.ts'
import { searchedDirectories } from './search-paths.ts'

/** What the file tree of one image says of programs. */
export interface StaticLegs {
  /** The leg of a probe: of the name that must be absent, or of the program that a command starts. */
  leg(spec: ProbeSpec, program: string): Promise<StaticLeg>
  /** Files of that name that are gone from the final file system but still ship. */
  shipped(spec: ProbeSpec, program: string): HiddenFile[]
}

/**
 * Prepares the static legs of an image. Nothing is looked for before the first leg is asked for,
 * while containers run already; then what the `absent` probes need to read is read in one batch. The programs of
 * other probes are looked at only when a start did not find them. Where the file table alone finds
 * the program, nothing is read: files that could be programs too stay `open`.
 */
export function staticLegs(
  specs: readonly ProbeSpec[],
  target: ProbeTarget,
  world: ProbeWorld,
  live: LiveContainers,
): StaticLegs {
  const { inspected } = target
  const searchAll = (): Map<ProbeSpec, ProgramSearch> =>
    new Map(
      specs.flatMap((spec) =>
        spec.kind === 'absent' ? [[spec, search(spec, spec.argv[0] ?? '', target)]] : [],
      ),
    )
  const read = (found: readonly ProgramSearch[]): Promise<Heads> =>
    readHeads(
      inspected.image.id,
      found
        .filter(({ matches }) => matches.length === 0)
        .flatMap(({ undecided }) => undecided.map(({ real }) => real)),
      world,
      live,
    )
  let batch: { searches: Map<ProbeSpec, ProgramSearch>; heads: Promise<Heads> } | null = null
  const readAll = (): NonNullable<typeof batch> => {
    const searches = searchAll()
    return { searches, heads: read([...searches.values()]) }
  }
  return {
    async leg(spec, program) {
      batch ??= readAll()
      const prepared = batch.searches.get(spec)
      const found = prepared ?? search(spec, program, target)
      const { heads, problem } = await (prepared ? batch.heads : read([found]))
      return { ...settleProgram(found, heads), problem }
    },
    shipped: (spec, program) => inspected.hidden(covered(spec, program)),
  }
}

function search(spec: ProbeSpec, program: string, { inspected }: ProbeTarget): ProgramSearch {
  const { files, image } = inspected
  return findProgram(
    covered(spec, program),
    files,
    searchedDirectories(files, image.run, spec.env.PATH ?? null),
  )
}

// A command may name its program by path; what counts is the name.
function covered(spec: ProbeSpec, program: string): (name: string) => boolean {
  return coveredNames(posix.basename(program), spec.exact)
}
