import { posix } from 'node:path'
import { quoted, type Reading } from '../mistakes.ts'

/**
 * Reads a path relative to the repository root and makes it plain (`./a/../b` is `b`; the root is `.`).
 * One that is absolute or leaves the root by `..` is wrong; links are the caller's to follow.
 */
export function readPath(text: string): Reading<string> {
  if (text === '')
    return { wrong: 'the path is empty; expected one relative to the repository root.', write: '.' }
  if (text.includes('\0')) return { wrong: 'the path has a NUL character in it.', write: null }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || text.startsWith('git@')) {
    return {
      wrong: `${quoted(text)} is a URL; expected a path in the checkout, relative to the repository root.`,
      write: '.',
    }
  }
  if (text.startsWith('/') || /^[a-z]:[\\/]/i.test(text)) {
    return {
      wrong: `${quoted(text)} is absolute; expected a path relative to the repository root.`,
      write: text.replace(/^([a-z]:)?[\\/]+/i, '') || '.',
    }
  }
  if (text.length > 1024 || text.split('/').some((part) => Buffer.byteLength(part) > 255)) {
    return { wrong: `${quoted(text)} is longer than a path can be.`, write: null }
  }
  const plain = posix.normalize(text).replace(/(.)\/$/, '$1')
  if (plain === '..' || plain.startsWith('../')) {
    return { wrong: `${quoted(text)} leaves the repository; expected a path below its root.`, write: '.' }
  }
  return { value: plain }
}

/**
 * Reads the path of an archive: absolute, or relative to the repository root and in it. It may lie anywhere, as what
 * an earlier job handed on does (`$RUNNER_TEMP`): it is read as data, and nothing of it is executed.
 */
export function readArchivePath(text: string): Reading<string> {
  if (text.startsWith('/') && !text.includes('\0')) return { value: posix.normalize(text) }
  const reading = readPath(text)
  if ('value' in reading || !reading.wrong.endsWith('expected a path below its root.')) return reading
  return {
    wrong: `${quoted(text)} leaves the repository; expected a path below its root, or an absolute one.`,
    write: `/${text.replace(/^(\.\.?\/)+/, '')}`,
  }
}

/** Reads a path inside a container: absolute, without `..`. */
export function readContainerPath(text: string): Reading<string> {
  if (text.startsWith('/') && !text.includes('\0') && !text.split('/').includes('..')) {
    return { value: posix.normalize(text).replace(/(.)\/$/, '$1') }
  }
  return {
    wrong: `${quoted(text)} is not a path in the container; expected an absolute one without "..".`,
    write: '/workspace',
  }
}
