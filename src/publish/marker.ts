import { createHash, randomBytes } from 'node:crypto'

/** What the first bytes of our comment say: whose it is and which run wrote it. */
export interface Marker {
  /** Hash of the comment's key: a key may hold any text. */
  readonly key: string
  /** Hash of the workflow's path; run numbers count per workflow. */
  readonly workflow: string
  readonly run: number
  readonly attempt: number
  /** Random, so that a process knows the comment that it made itself. */
  readonly nonce: string
}

/** The marker for a comment that this run writes. A run without a number counts as the oldest. */
export function createMarker(
  commentKey: string,
  workflow: string | null,
  run: { readonly number: number | null; readonly attempt: number | null },
): Marker {
  return {
    key: hash(commentKey),
    workflow: hash(workflow ?? ''),
    run: run.number ?? 0,
    attempt: run.attempt ?? 0,
    nonce: randomBytes(8).toString('hex'),
  }
}

/** The marker as the comment's first line: an HTML comment that readers do not see. */
export function writeMarker({ key, workflow, run, attempt, nonce }: Marker): string {
  return `<!-- image-size-guard:v1 key=${key} workflow=${workflow} run=${run}.${attempt} nonce=${nonce} -->`
}

/** The marker at the very start of a body; null where there is none. Nothing else is ever read back. */
export function readMarker(body: string): Marker | null {
  const [, key, workflow, run, attempt, nonce] = pattern.exec(body) ?? []
  if (!key || !workflow || !nonce) return null
  return { key, workflow, run: Number(run), attempt: Number(attempt), nonce }
}

/** True when a marker is of a later run, or a later attempt of the same run, of the same workflow. */
export function isLater(marker: Marker, than: Marker): boolean {
  if (marker.workflow !== than.workflow) return false
  return marker.run !== than.run ? marker.run > than.run : marker.attempt > than.attempt
}

const pattern =
  /^<!-- image-size-guard:v1 key=([0-9a-f]{16}) workflow=([0-9a-f]{16}) run=(\d{1,15})\.(\d{1,15}) nonce=([0-9a-f]{16}) -->/

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
