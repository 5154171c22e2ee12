import type { Readable } from 'node:stream'
import type { Take } from './take.ts'

/** What the engine says of itself. `store` decides how layers can be read. */
export interface EngineInfo {
  readonly version: string
  readonly apiVersion: string
  readonly store: 'classic' | 'containerd' | 'podman'
  /** Storage driver, such as `overlay2`. */
  readonly driver: string
  /** Docker's data directory, on the engine's machine. */
  readonly rootDir: string
  readonly os: string
  readonly architecture: string
  readonly cpus: number
}

export interface HistoryEntry {
  readonly createdBy: string
  readonly created: string | null
  readonly comment: string
  /** Bytes as the engine counts them for this entry. */
  readonly size: number
}

/** An image as the engine describes it. `history` is oldest first, empty layers included. */
export interface ImageDetails {
  readonly id: string
  /** Digest of the index or manifest that the image is; null on a store that keeps none. */
  readonly descriptorDigest: string | null
  readonly repoTags: readonly string[]
  readonly repoDigests: readonly string[]
  readonly created: string | null
  readonly os: string
  readonly architecture: string
  readonly variant: string | null
  /** The engine's own number; its meaning differs between stores, so it is only shown. */
  readonly engineSize: number
  readonly diffIds: readonly string[]
  readonly config: {
    readonly env: readonly string[]
    readonly entrypoint: readonly string[] | null
    readonly cmd: readonly string[] | null
    readonly user: string
    readonly workdir: string
    readonly labels: Readonly<Record<string, string>>
  }
}

export interface Images {
  /** The image, or null when the engine has none of that name or ID. */
  inspect(reference: string): Promise<ImageDetails | null>
  history(reference: string): Promise<HistoryEntry[]>
  /** What `docker images` prints for each of the images, in bytes; null for one that is not in the list. */
  listedSizes(ids: readonly string[]): Promise<(number | null)[]>
  /** `docker save` of all references in one stream; shared layers come once. */
  export(references: readonly string[]): Promise<Readable>
  tag(reference: string, repository: string, tag: string): Promise<void>
  /** Removes a tag, or the image when it was its last one. Not there is fine. */
  remove(reference: string): Promise<void>
  /** References (tags) of the images that carry a label, `name` or `name=value`. */
  labelled(
    label: string,
  ): Promise<{ id: string; tags: readonly string[]; labels: Readonly<Record<string, string>> }[]>
}

/** A mount through the Mounts API: a missing bind source is an error. */
export interface ContainerMount {
  readonly type: 'bind' | 'tmpfs'
  readonly source: string | null
  readonly target: string
  readonly readOnly: boolean
}

export interface ContainerSpec {
  readonly image: string
  /** `null` keeps what the image says; `[]` clears it. */
  readonly entrypoint: readonly string[] | null
  readonly cmd: readonly string[] | null
  readonly env: readonly string[]
  readonly user: string | null
  readonly workdir: string | null
  readonly network: string
  readonly mounts: readonly ContainerMount[]
  readonly memoryBytes: number | null
  readonly pids: number | null
  readonly labels: Readonly<Record<string, string>>
}

/** State of a container after it was started, or after its start failed. */
export interface ContainerState {
  readonly status: string
  readonly exitCode: number
  /** The engine's own words when the start failed; empty otherwise. */
  readonly error: string
  readonly oomKilled: boolean
  /** `0001-01-01T00:00:00Z` when it never ran. */
  readonly startedAt: string
}

/** An error that the engine's API answered, with its HTTP status. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly status: number | null

  constructor(message: string, status: number | null, cause?: unknown) {
    super(message, { cause })
    this.status = status
  }
}

/** The two output streams of a container, in the order of their bytes. Ends when the container ends. */
export interface Attached {
  readonly stdout: Readable
  readonly stderr: Readable
  close(): void
}

/** Every method rejects with an `EngineError` when the engine refuses. */
export interface Containers {
  /** Returns the new container's ID. It is not started. */
  create(spec: ContainerSpec): Promise<string>
  attach(id: string): Promise<Attached>
  start(id: string): Promise<void>
  state(id: string): Promise<ContainerState>
  kill(id: string): Promise<void>
  /** Removes the container by force, with its anonymous volumes. Not there is fine. */
  remove(id: string): Promise<void>
  /** A tar of a path in the container, started or not. */
  getArchive(id: string, path: string): Promise<Readable>
  /**
   * The same for large ones, handed on chunk by chunk; the bytes of a chunk stay only until `take` is done with them.
   * The tar may end too early without a word. Rejects with what `take` fails with and with the signal's reason too.
   */
  readArchive(id: string, path: string, take: Take, signal: AbortSignal): Promise<void>
  /** Unpacks a tar below a path of the container, which must exist. */
  putArchive(id: string, path: string, tar: Readable): Promise<void>
  labelled(
    label: string,
  ): Promise<{ id: string; labels: Readonly<Record<string, string>>; running: boolean }[]>
}

/** A build through the engine's own API: BuildKit without a session, or the legacy builder. */
export interface ApiBuildRequest {
  readonly context: Readable
  readonly dockerfile: string
  readonly tag: string
  readonly target: string | null
  readonly platform: string | null
  readonly buildArgs: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  readonly network: string | null
  readonly noCache: boolean
  readonly buildkit: boolean
  readonly signal: AbortSignal
}

/** The engine's API as this program uses it; dockerode stays behind it. */
export interface Docker {
  /** The endpoint in use, such as `unix:///var/run/docker.sock`; child processes get the same. */
  readonly host: string
  info(): Promise<EngineInfo>
  readonly images: Images
  readonly containers: Containers
  /** The raw JSON messages of the build as they arrive, errors included: they come with HTTP 200. */
  build(request: ApiBuildRequest): Promise<AsyncIterable<unknown>>
}
