import { quoted, type Reading } from '../mistakes.ts'
import { readContainerPath } from './path.ts'

interface Shape {
  readonly pattern: RegExp
  readonly expected: string
}

const word = /^[A-Za-z0-9_][\w.-]{0,127}$/
const line = /^[^\p{Cc}\p{Zl}\p{Zp}]{1,200}$/u

/** What the text of an input must look like, by the input's name; names that are not here take any line. */
const shapes: Readonly<Record<string, Shape>> = {
  target: { pattern: word, expected: 'the name of a stage' },
  platform: {
    pattern: /^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9]+)?$/,
    expected: 'one platform such as linux/amd64',
  },
  network: { pattern: word, expected: 'default, none, host or the name of a network' },
  builder: { pattern: word, expected: 'the name of a buildx builder' },
  'probe-network': { pattern: word, expected: 'none, bridge, host or the name of a network' },
  'probe-user': { pattern: /^[\w.-]+(:[\w.-]+)?$/, expected: 'USER or USER:GROUP, as names or numbers' },
  'override-label': { pattern: /^[^\p{Cc}\p{Zl}\p{Zp}]{1,50}$/u, expected: 'a label of 1 to 50 characters' },
  'comment-key': { pattern: line, expected: 'one line of 1 to 200 characters' },
}

/** Reads a single text; `name` is the input that says what it may look like. */
export function readText(name: string, text: string): Reading<string> {
  const plain = text.trim()
  if (name === 'probe-workdir' || name === 'probe-checkout') return readInContainer(name, plain)
  const shape = shapes[name] ?? { pattern: line, expected: 'one line of 1 to 200 characters' }
  if (shape.pattern.test(plain)) return { value: plain }
  return { wrong: `${quoted(text)} is not right; expected ${shape.expected}.`, write: null }
}

function readInContainer(name: string, text: string): Reading<string> {
  const path = readContainerPath(text)
  if ('wrong' in path || name === 'probe-workdir' || path.value !== '/') return path
  return { wrong: 'the copy of the tree cannot replace the root of the container.', write: '/workspace' }
}
