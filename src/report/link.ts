import { cell, code } from '../sink/markdown.ts'
import type { Report } from './report.ts'

/** Longest path that is shown whole, and longest one that becomes part of an address. */
const mostPathCharacters = 100
const mostLinkedPath = 1000

type Place = Pick<Report, 'repository' | 'serverUrl'>

/** A commit as code, linked where the repository is known. */
export function commitLink(commit: string, place: Place): string {
  const base = repositoryUrl(place)
  const shown = code(commit.slice(0, 7))
  return base && isCommit(commit) ? `[${shown}](${base}/commit/${commit})` : shown
}

/** A file, with its line, as code; linked at the commit where that is known. */
export function fileLink(path: string, line: number | null, commit: string | null, place: Place): string {
  return linked(line === null ? path : `${path}:${line}`, path, line, commit, place)
}

/** A line of a Dockerfile by the file's name, `Dockerfile:12`; linked at the commit where that is known. */
export function lineLink(path: string, line: number, commit: string | null, place: Place): string {
  return linked(lineName(path, line), path, line, commit, place)
}

/** A line of a Dockerfile by the file's name, such as `Dockerfile:12`; it passes no sink here. */
export function lineName(path: string, line: number): string {
  return `${path.split('/').at(-1)}:${line}`
}

/** A link to the run, or null where none is known. */
export function runLink(
  text: string,
  report: Pick<Report, 'run' | 'repository' | 'serverUrl'>,
): string | null {
  const base = repositoryUrl(report)
  return base && report.run.id && /^\d+$/.test(report.run.id)
    ? `[${text}](${base}/actions/runs/${report.run.id})`
    : null
}

function linked(
  text: string,
  path: string,
  line: number | null,
  commit: string | null,
  place: Place,
): string {
  const base = repositoryUrl(place)
  const shown = cell(text, mostPathCharacters)
  const parts = path.split('/')
  if (!base || !commit || !isCommit(commit) || parts.includes('..') || path.length > mostLinkedPath)
    return shown
  const anchor = line !== null && Number.isSafeInteger(line) ? `#L${line}` : ''
  return `[${shown}](${base}/blob/${commit}/${parts.map(encoded).join('/')}${anchor})`
}

/** Only what can be nothing but an address becomes one. */
function repositoryUrl({ repository, serverUrl }: Place): string | null {
  if (!repository || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return null
  return serverUrl && /^https?:\/\/[\w.-]+(:\d+)?$/.test(serverUrl) ? `${serverUrl}/${repository}` : null
}

function isCommit(text: string): boolean {
  return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(text)
}

/** Percent-encoding of RFC 3986 for all but its unreserved characters; lone surrogates cannot be encoded. */
function encoded(part: string): string {
  return encodeURIComponent(Buffer.from(part).toString()).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
