import type { ProbeSpec } from '../../../src/config/config.ts'
import { createCleanup } from '../../../src/effects/cleanup.ts'
import { connectDocker } from '../../../src/effects/docker/connect.ts'
import type { Docker } from '../../../src/effects/docker/docker.ts'
import { resolveEndpoint } from '../../../src/effects/docker/endpoint.ts'
import { systemClock } from '../../../src/effects/system-clock.ts'
import type { ProbeWorld } from '../../../src/probe/run-container.ts'

/** A world with the real engine, whose containers carry a run of their own. */
export async function probeWorld(signal: AbortSignal = new AbortController().signal): Promise<ProbeWorld> {
  const docker = await connectDocker(await resolveEndpoint(process.env), process.env)
  return {
    docker,
    clock: systemClock,
    cleanup: createCleanup(),
    mark: {
      run: Math.random().toString(16).slice(2),
      owner: 'test',
      deadline: Math.ceil(Date.now() / 1000) + 600,
    },
    signal,
  }
}

/** Containers that a world has left in the engine. */
export async function leftBehind({
  docker,
  mark,
}: {
  docker: Docker
  mark: { run: string }
}): Promise<string[]> {
  const left = await docker.containers.labelled(`image-size-guard.run=${mark.run}`)
  return left.map(({ id }) => id)
}

/** A probe with everything else as it is by default. */
export function probe(
  kind: ProbeSpec['kind'],
  argv: readonly string[],
  change: Partial<ProbeSpec> = {},
): ProbeSpec {
  return {
    id: `${kind}-1`,
    name: argv.join(' '),
    kind,
    argv,
    exact: false,
    entrypoint: 'none',
    user: null,
    workdir: null,
    env: {},
    mounts: [],
    checkout: null,
    network: 'none',
    timeoutMs: 30_000,
    memoryBytes: null,
    pids: null,
    stdout: null,
    stderr: null,
    origin: { file: null, line: null, column: null, mode: 'input' },
    ...change,
  }
}
