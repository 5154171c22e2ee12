import type { Source } from '../config.ts'
import { quoted, type Reading } from '../mistakes.ts'
import { readImageReference } from './image-reference.ts'

/** The forms that a source may have, for messages. */
const sourceForms = 'base, worktree, git:REF, image:REF, archive:PATH, registry:REF or dockerfile:PATH'

const notBuilt = ['report', 'compose', 'bake']

/** Reads where a side comes from. The paths of `dockerfile:` and `archive:` are not checked here. */
export function readSource(text: string): Reading<Source> {
  if (text === 'base' || text === 'worktree') return { value: { kind: text } }
  const [, kind, rest = ''] = /^([a-z]+):(.*)$/s.exec(text) ?? []
  if (kind === 'git') return readRef(rest)
  if (kind === 'image' || kind === 'registry') return readReference(kind, rest)
  if (kind === 'archive') return readArchive(rest)
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
    case 'archive':
      return `archive:${source.path}${source.name === null ? '' : `#${source.name}`}`
    case 'registry':
      return `registry:${source.reference}`
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

function readReference(kind: 'image' | 'registry', text: string): Reading<Source> {
  const example = `${kind}:python:3.14-slim`
  if (text === '') return { wrong: `the reference after ${kind}: is missing.`, write: example }
  const reading = readImageReference(text)
  if ('wrong' in reading) {
    const wrong = reading.wrong.replace('after image:', `after ${kind}:`)
    return { wrong, write: `${kind}:${reading.write}` }
  }
  return { value: { kind, reference: text } }
}

// A name of an image has no #, so that the last one ends the path.
function readArchive(text: string): Reading<Source> {
  const [, path = '', name = null] = /^(.*?)(?:#([^#]*))?$/s.exec(text) ?? []
  if (path === '') return { wrong: 'the path after archive: is missing.', write: 'archive:image.tar' }
  if (name === '') {
    return { wrong: `the name of an image after ${quoted(`${path}#`)} is missing.`, write: `archive:${path}` }
  }
  return { value: { kind: 'archive', path, name } }
}
