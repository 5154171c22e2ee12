import { readDockerfile } from '../../../../src/build/dockerfile-lines.ts'
import { layerInstructions } from '../../../../src/build/layer-instructions.ts'
import {
  type DockerfileSource,
  dockerfileSource,
  instructionAt,
  type SourceInstruction,
} from '../../../../src/judge/fix/dockerfile-source.ts'
import type { Finding } from '../../../../src/judge/judgement.ts'
import { aSide } from '../build-facts.ts'

/** The text of a file with fixes applied, as a reader would: the last lines first. */
export function applyFixes(text: string, fixes: Finding['fixes']): string {
  const lines = text.split('\n')
  for (const { line, endLine, text: put } of [...fixes].sort((a, b) => b.line - a.line)) {
    lines.splice(line - 1, endLine - line + 1, ...(put === '' ? [] : put.split('\n')))
  }
  return lines.join('\n')
}

/** A side that was built from a Dockerfile. */
export function sideOf(text: string, ignore = ''): ReturnType<typeof aSide> {
  const file = 'Dockerfile'
  const instructions = layerInstructions({ file, text, outline: readDockerfile(text) }, null, {})
  return aSide({
    file,
    instructions,
    texts: {
      dockerfile: text,
      written: readDockerfile(text).instructions,
      ignore: { file: '.dockerignore', text: ignore },
    },
  })
}

/** A Dockerfile as fixes see it. */
export function sourceOf(text: string): DockerfileSource {
  const source = dockerfileSource(sideOf(text))
  if (!source) throw new Error('no source')
  return source
}

/** Its instruction that begins with a text. */
export function instructionOf(source: DockerfileSource, start: string): SourceInstruction {
  const line = source.lines.findIndex((one) => one.startsWith(start)) + 1
  const place = { file: source.file, line, endLine: line, stage: null, copyFrom: null }
  const found = instructionAt(source, place)
  if (!found) throw new Error(`nothing begins with ${start}`)
  return found
}
