import type Dockerode from 'dockerode'
import type { Call } from './call.ts'
import type { EngineInfo } from './docker.ts'

/** Facts of the engine, from `/version` and `/info`. */
export async function readInfo(client: Dockerode, call: Call): Promise<EngineInfo> {
  const [version, info] = await call(
    Promise.all([client.version(), client.info() as Promise<Record<string, unknown>>]),
  )
  return {
    version: version.Version,
    apiVersion: version.ApiVersion,
    store: storeOf(version, info),
    driver: text(info.Driver),
    rootDir: text(info.DockerRootDir),
    os: version.Os,
    architecture: version.Arch,
    cpus: typeof info.NCPU === 'number' && info.NCPU > 0 ? info.NCPU : 1,
  }
}

// The containerd image store announces itself in the driver status since Docker 23; Podman by its component.
function storeOf(version: Dockerode.DockerVersion, info: Record<string, unknown>): EngineInfo['store'] {
  if (version.Components?.[0]?.Name === 'Podman Engine') return 'podman'
  const status = Array.isArray(info.DriverStatus) ? info.DriverStatus : []
  const containerd = status.some(
    (row) => Array.isArray(row) && row[0] === 'driver-type' && row[1] === 'io.containerd.snapshotter.v1',
  )
  return containerd ? 'containerd' : 'classic'
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
