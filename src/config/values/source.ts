import type { Source } from '../config.ts'
import { quoted, type Reading } from '../mistakes.ts'
import { readImageReference } from './image-reference.ts'

/** The forms that a source may have, for messages. */
const sourceForms = 'base, worktree, git:REF, image:REF or dockerfile:PATH'

const notBuilt = ['archive', 'registry', 'report', 'compose', 'bake']

/** Reads where a side comes from. The path of `dockerfile:` is not checked here. */
export function readSource(text: string): Reading<Source> {
  if (text === 'base' || text === 'worktree') return { value: { kind: text } }
  const [, kind, rest = ''] = /^([a-z]+):(.*)$/s.exec(text) ?? []
  if (kind === 'git') return readRef(rest)
  if (kind === 'image') return readReference(rest)
  if (kind === 'dockerfile') {
    return rest === ''
      ? { wrong: 'the path after dockerfile: is missing.', write: 'dockerfile:docker/Dockerfile' }
      : { value: { kind, path: rest } }
  }
  if (kind !== undefined && notBuilt.includes(kind)) {
    return { wrong: `${kind}: is not built yet as a source; expected ${sourceForms}.`, write: 'image:REF' }
  }
  return {
    wrong: `${quoted(text)} is not a source; expected ${sourceForms}.`,
    write: /^[\w./-]+$/.test(text) ? `git:${text}` : /^[\w./:@-]+$/.test(text) ? `image:${text}` : 'base',
  }
}

/** A source as it is written in the configuration: the reverse of `readSource`. */
export function writeSource(source: Source): string {
  switch (source.kind) {
    case 'base':
    case 'worktree':
      return source.kind
    case 'git':
      return `git:${source.ref}`
    case 'image':
      return `image:${source.reference}`
    case 'dockerfile':
      return `dockerfile:${source.path}`
  }
}

function readRef(ref: string): Reading<Source> {
  if (ref === '') return { wrong: 'the ref after git: is missing.', write: 'git:main' }
  if (ref.startsWith('-')) {
    return {
      wrong: `git:${ref.slice(0, 60)} names a ref that starts with -; git would take it for an option.`,
      write: 'git:main',
    }
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git refuses them in a ref
  if (/[\x00-\x20\x7f:?*[\\]|\.\./.test(ref)) {
    return {
      wrong: `${quoted(ref)} cannot name a commit; expected a branch, a tag or a commit after git:.`,
      write: 'git:main',
    }
  }
  return { value: { kind: 'git', ref } }
}

function readReference(text: string): Reading<Source> {
  if (text === '') return { wrong: 'the reference after image: is missing.', write: 'image:python:3.14-slim' }
  const reading = readImageReference(text)
  if ('wrong' in reading) return { wrong: reading.wrong, write: `image:${reading.write}` }
  return { value: { kind: 'image', reference: text } }
}
