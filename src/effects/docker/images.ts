import type Dockerode from 'dockerode'
import type { Call } from './call.ts'
import { dialStream } from './dial.ts'
import type { HistoryEntry, ImageDetails, Images } from './docker.ts'
import { orNull } from './errors.ts'

/** Images of the engine, see `Images`. */
export function createImages(client: Dockerode, call: Call): Images {
  return {
    inspect: (reference) => orNull(call(client.getImage(reference).inspect()).then(toDetails)),
    history: async (reference) => toHistory(await call(client.getImage(reference).history())),
    async listedSizes(ids) {
      const all = await call(client.listImages({ all: true }))
      return ids.map((id) => all.find((image) => image.Id === id)?.Size ?? null)
    },
    export: (references) =>
      call(dialStream(client, { path: '/images/get?', method: 'GET', options: { names: references } })),
    async tag(reference, repository, tag) {
      await call(client.getImage(reference).tag({ repo: repository, tag }))
    },
    async remove(reference) {
      await orNull(call(client.getImage(reference).remove({ noprune: false })))
    },
    async labelled(label) {
      const found = await call(client.listImages({ filters: { label: [label] } }))
      return found.map((image) => ({
        id: image.Id,
        tags: image.RepoTags ?? [],
        labels: image.Labels ?? {},
      }))
    },
  }
}

function toDetails(image: Dockerode.ImageInspectInfo): ImageDetails {
  const config = image.Config
  const entrypoint = config?.Entrypoint
  return {
    id: image.Id,
    descriptorDigest: descriptorDigestOf(image),
    repoTags: image.RepoTags ?? [],
    repoDigests: image.RepoDigests ?? [],
    created: image.Created || null,
    os: image.Os,
    architecture: image.Architecture,
    variant: 'Variant' in image && typeof image.Variant === 'string' && image.Variant ? image.Variant : null,
    engineSize: image.Size,
    diffIds: image.RootFS?.Layers ?? [],
    config: {
      env: config?.Env ?? [],
      entrypoint: typeof entrypoint === 'string' ? [entrypoint] : (entrypoint ?? null),
      cmd: config?.Cmd ?? null,
      user: config?.User ?? '',
      workdir: config?.WorkingDir ?? '',
      labels: config?.Labels ?? {},
    },
  }
}

// Since API 1.48, on the containerd store; it is the ID there.
function descriptorDigestOf(image: object): string | null {
  const descriptor = 'Descriptor' in image ? image.Descriptor : null
  if (typeof descriptor !== 'object' || descriptor === null || !('digest' in descriptor)) return null
  return typeof descriptor.digest === 'string' ? descriptor.digest : null
}

// The API lists the newest entry first; an image's own configuration the oldest.
function toHistory(entries: readonly Record<string, unknown>[]): HistoryEntry[] {
  return entries
    .map((entry) => ({
      createdBy: String(entry.CreatedBy ?? ''),
      created: typeof entry.Created === 'number' ? new Date(entry.Created * 1000).toISOString() : null,
      comment: String(entry.Comment ?? ''),
      size: Number(entry.Size ?? 0),
    }))
    .reverse()
}
