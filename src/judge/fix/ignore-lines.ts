import type { BuildTexts } from '../../build/built.ts'
import type { LayerInstruction, TextParts } from '../../build/layer-instruction.ts'
import type { Finding } from '../judgement.ts'

/**
 * The line that keeps a path of the image out of what an instruction copies from the build context, for the ignore
 * file in effect. `path` is absolute; `instructions` are those of the build, in their order. Null where it
 * cannot be told where in the context the path comes from.
 */
export function ignoreFix(
  path: string,
  copy: LayerInstruction,
  instructions: readonly LayerInstruction[],
  { ignore }: BuildTexts,
): Finding['fixes'][number] | null {
  const rule = ruleFor(path, copy, instructions)
  if (rule === null) return null
  const lines = ignore.text.split(/\r?\n/)
  const last = Math.max(
    lines.findLastIndex((line) => line !== ''),
    0,
  )
  const replaces = lines[last] ?? ''
  const text = replaces === '' ? rule : `${replaces}\n${rule}`
  return { file: ignore.file, line: last + 1, endLine: last + 1, text, replaces }
}

/** A `.git` may lie anywhere; of another directory the place in the context is needed. */
function ruleFor(
  path: string,
  copy: LayerInstruction,
  instructions: readonly LayerInstruction[],
): string | null {
  if (copy.keyword === 'RUN' || copy.copyFrom !== null) return null
  if (copy.keyword === 'WORKDIR') return null
  const [words, ...variables] = copy.words
  const [source, ...others] = (words ?? '').split(' ').slice(0, -1)
  if (variables.length > 0 || source === undefined || others.length > 0) return null
  if (path.endsWith('/.git')) return source.endsWith('.git') ? null : '**/.git'
  const target = absolute(copy.destination, copy, instructions)
  if (target === null || !isInside(path, target) || !/^[\w./-]+$/.test(`${source}${path}`)) return null
  const parts = `${source}/${path.slice(target.length)}`
    .split('/')
    .filter((part) => part !== '' && part !== '.')
  return parts.length === 0 || parts.includes('..') ? null : parts.join('/')
}

/** The destination as an absolute path; null where it depends on a variable or on the base image. */
function absolute(
  destination: TextParts,
  copy: LayerInstruction,
  instructions: readonly LayerInstruction[],
): string | null {
  const before = instructions.slice(0, instructions.indexOf(copy))
  let directory: string | null = null
  for (const one of before) if (one.keyword === 'WORKDIR') directory = entered(directory, one.destination)
  return entered(directory, destination)
}

function entered(directory: string | null, [text = '', ...variables]: TextParts): string | null {
  if (variables.length > 0) return null
  if (text.startsWith('/')) return normal(text)
  return directory === null ? null : normal(`${directory}/${text}`)
}

function normal(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  return `/${parts.join('/')}`
}

function isInside(path: string, directory: string): boolean {
  return directory === '/' || path.startsWith(`${directory}/`)
}
