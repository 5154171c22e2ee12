import { PassThrough, type Readable } from 'node:stream'
import type Dockerode from 'dockerode'
import { abortable } from '../abortable.ts'
import { eachChunk } from '../each-chunk.ts'
import type { Call } from './call.ts'
import type { Attached, ContainerMount, ContainerSpec, ContainerState, Containers } from './docker.ts'
import { orNull } from './errors.ts'
import { toReadable } from './readable.ts'
import { getOverSocket } from './socket-get.ts'

/** Containers of the engine, see `Containers`; at a Unix socket, if its path is known. */
export function createContainers(client: Dockerode, call: Call, socketPath: string | null): Containers {
  const container = (id: string): Dockerode.Container => client.getContainer(id)
  const getArchive: Containers['getArchive'] = async (id, path) =>
    toReadable(await call(container(id).getArchive({ path })))
  return {
    create: async (spec) => (await call(client.createContainer(createOptions(spec)))).id,
    attach: (id) => attach(client, id, call),
    start: (id) => call(container(id).start()),
    state: async (id) => toState((await call(container(id).inspect())).State),
    kill: (id) => call(container(id).kill()),
    async remove(id) {
      await orNull(call(container(id).remove({ force: true, v: true })))
    },
    getArchive,
    readArchive: async (id, path, take, signal) => {
      if (socketPath === null) return eachChunk(await abortable(getArchive(id, path), signal), take)
      const target = { socketPath, path: `/containers/${id}/archive?${new URLSearchParams({ path })}` }
      const failed = await call(getOverSocket(target, take, signal))
      if (failed) throw failed.error
    },
    async putArchive(id, path, tar) {
      await call(container(id).putArchive(tar, { path }))
    },
    async labelled(label) {
      const found = await call(client.listContainers({ all: true, filters: { label: [label] } }))
      return found.map(({ Id, Labels, State }) => ({ id: Id, labels: Labels, running: State === 'running' }))
    },
  }
}

// Options travel in the body alone: dockerode repeats plain options, environment included, in the URL.
function createOptions(spec: ContainerSpec): Dockerode.ContainerCreateOptions {
  const body = {
    Image: spec.image,
    ...(spec.entrypoint && { Entrypoint: spec.entrypoint.length > 0 ? spec.entrypoint : [''] }),
    ...(spec.cmd && { Cmd: spec.cmd }),
    ...(spec.user !== null && { User: spec.user }),
    ...(spec.workdir !== null && { WorkingDir: spec.workdir }),
    Env: spec.env,
    Labels: spec.labels,
    AttachStdout: true,
    AttachStderr: true,
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      NetworkMode: spec.network,
      Mounts: spec.mounts.map(toMount),
      SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'none', Config: {} },
      ...(spec.pids !== null && { PidsLimit: spec.pids }),
      ...(spec.memoryBytes !== null && { Memory: spec.memoryBytes, MemorySwap: spec.memoryBytes }),
    },
  }
  const options: object = { _query: {}, _body: body }
  return options
}

function toMount(mount: ContainerMount): object {
  return {
    Type: mount.type,
    Target: mount.target,
    ReadOnly: mount.readOnly,
    ...(mount.source !== null && { Source: mount.source }),
  }
}

async function attach(client: Dockerode, id: string, call: Call): Promise<Attached> {
  const stream = await call(
    client.getContainer(id).attach({ stream: true, stdout: true, stderr: true, hijack: true }),
  )
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  client.modem.demuxStream(stream, stdout, stderr)
  const end = (): void => {
    stdout.end()
    stderr.end()
  }
  const source: Readable = toReadable(stream)
  source.once('end', end).once('close', end)
  source.once('error', (error) => {
    stdout.destroy(error)
    stderr.destroy(error)
  })
  return { stdout, stderr, close: () => source.destroy() }
}

function toState(state: Dockerode.ContainerInspectInfo['State']): ContainerState {
  return {
    status: state.Status,
    exitCode: state.ExitCode,
    error: state.Error,
    oomKilled: state.OOMKilled,
    startedAt: state.StartedAt,
  }
}
