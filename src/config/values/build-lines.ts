import { quoted, type Reading } from '../mistakes.ts'
import { readPath } from './path.ts'

/** A line as buildx takes it, and the paths in the checkout that it names. */
export interface BuildLine {
  readonly value: string
  readonly paths: readonly string[]
}

/** Variables of the job that no build may see: our own inputs (the token), and the runner's credentials. */
const reserved = /^(INPUT_|ACTIONS_)/i

/**
 * Reads one build secret, as buildx takes it: `id=ID,env=VARIABLE` or `id=ID,src=PATH` (`source` and
 * `type` too). What is wrong never repeats the value: it may be the secret itself.
 */
export function readSecret(line: string): Reading<BuildLine> {
  const fields = new Map(line.split(',').map((field) => splitAt(field)))
  const id = fields.get('id') ?? ''
  const known = [...fields.keys()].every((key) => ['id', 'env', 'src', 'source', 'type'].includes(key))
  if (!known || !/^[\w./-]+$/.test(id)) {
    return {
      wrong:
        'this is not a secret as buildx takes it; expected id=ID,env=VARIABLE or id=ID,src=PATH (never the value itself).',
      write: 'id=npm_token,env=NPM_TOKEN',
    }
  }
  const variable = fields.get('env') ?? ''
  if (reserved.test(variable)) {
    return {
      wrong: `the variable ${variable.slice(0, 60)} is never given to a build; expected one that the workflow sets for it.`,
      write: `id=${id},env=NPM_TOKEN`,
    }
  }
  const paths = [fields.get('src'), fields.get('source')].filter((path) => path !== undefined)
  return withPaths(line, paths, 'For a file elsewhere use env=.', `id=${id},env=NPM_TOKEN`)
}

/** Reads one SSH agent or key: `default`, or `ID=PATH[,PATH…]` with paths in the checkout. */
export function readSsh(line: string): Reading<BuildLine> {
  const [id, paths] = splitAt(line)
  if (!/^[\w.-]+$/.test(id)) {
    return { wrong: `${quoted(line)} is not an SSH agent; expected default or ID=PATH.`, write: 'default' }
  }
  return withPaths(line, paths === '' ? [] : paths.split(','), 'An agent needs no path.', 'default')
}

/** Reads one cache: `type=…` with its attributes, or an image reference alone. */
export function readCache(line: string): Reading<BuildLine> {
  const fields = new Map(line.split(',').map((field) => splitAt(field)))
  if (/^-|\s/.test(line) || (line.includes('=') && !fields.has('type'))) {
    return {
      wrong: `${quoted(line)} is not a cache as buildx takes it; expected type=TYPE and its attributes.`,
      write: 'type=gha',
    }
  }
  const paths = fields.get('type') === 'local' ? [fields.get('src'), fields.get('dest')] : []
  const named = paths.filter((path) => path !== undefined)
  return withPaths(
    line,
    named,
    'A local cache lies in the checkout.',
    line.replace(/(src|dest)=[^,]*/, '$1=.cache'),
  )
}

/** Reads one additional build context: a path in the checkout, or something with a scheme that buildx knows. */
export function readContext(text: string): Reading<BuildLine> {
  if (/^(docker-image|https?|git|ssh):\/\/\S+$|^git@\S+$|^target:[\w.-]+$/.test(text)) {
    return { value: { value: text, paths: [] } }
  }
  const layout = /^oci-layout:\/\/([^:@]+)/.exec(text)?.[1]
  const path = readPath(layout ?? text)
  if ('wrong' in path) return path
  return { value: { value: layout === undefined ? path.value : text, paths: [path.value] } }
}

function withPaths(
  value: string,
  paths: readonly string[],
  advice: string,
  write: string,
): Reading<BuildLine> {
  const plain: string[] = []
  for (const path of paths) {
    const reading = readPath(path)
    if ('wrong' in reading) return { wrong: `${reading.wrong} ${advice}`, write }
    plain.push(reading.value)
  }
  return { value: { value, paths: plain } }
}

function splitAt(field: string): [string, string] {
  const at = field.indexOf('=')
  return at < 0 ? [field.trim(), ''] : [field.slice(0, at).trim(), field.slice(at + 1).trim()]
}
