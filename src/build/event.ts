import type { GitHubEvent } from '../effects/runner.ts'
import { UserError } from '../errors.ts'

/** A text of the event's payload by its path, such as `pull_request`, `head`, `sha`; null when it is not there. */
export function eventText(event: GitHubEvent, ...path: string[]): string | null {
  const value = eventValue(event, path)
  return typeof value === 'string' && value !== '' ? value : null
}

/** A number of the event's payload by its path; null when it is not there. */
export function eventNumber(event: GitHubEvent, ...path: string[]): number | null {
  const value = eventValue(event, path)
  return typeof value === 'number' ? value : null
}

/** True when the payload has an object at the path. */
export function eventHas(event: GitHubEvent, ...path: string[]): boolean {
  return isRecord(eventValue(event, path))
}

/** A commit of the event's payload. Throws a `UserError` when the event file does not hold it. */
export function eventCommit(event: GitHubEvent, ...path: string[]): string {
  const commit = eventText(event, ...path)
  if (commit && isCommit(commit)) return commit
  throw new UserError(
    `The event file of this ${event.name} run holds no commit at ${path.join('.')}, so that before: base is not known`,
    'Set before: git:REF, or let GITHUB_EVENT_PATH name the event file that GitHub wrote',
  )
}

/** True for a full commit ID: 40 (SHA-1) or 64 (SHA-256) hexadecimal digits. */
export function isCommit(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)
}

function eventValue(event: GitHubEvent, path: readonly string[]): unknown {
  let value: unknown = event.payload
  for (const key of path) value = isRecord(value) ? value[key] : undefined
  return value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
