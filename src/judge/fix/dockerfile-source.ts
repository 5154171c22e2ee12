import type { BuiltSide } from '../../build/built.ts'
import type { DockerfileInstruction } from '../../build/dockerfile-lines.ts'
import type { InstructionPlace, LayerInstruction } from '../../build/layer-instruction.ts'

/** A Dockerfile whose instructions can be rewritten: its path, its lines, and what stands in them. */
export interface DockerfileSource {
  readonly file: string
  readonly lines: readonly string[]
  readonly instructions: readonly DockerfileInstruction[]
  readonly layers: readonly LayerInstruction[]
}

/** An instruction with its own lines. */
export interface SourceInstruction extends DockerfileInstruction {
  readonly lines: readonly string[]
  /** Position among all instructions of the file. */
  readonly index: number
}

/**
 * The Dockerfile of a side; null where there is none, and for one whose `# escape=` makes another character than
 * the backslash join lines.
 */
export function dockerfileSource({ texts, file, instructions }: BuiltSide): DockerfileSource | null {
  if (!texts || file === null) return null
  const text = texts.dockerfile.replace(/^\uFEFF/, '')
  if (/^(?:[ \t]*#[^\n]*\n)*[ \t]*#[ \t]*escape[ \t]*=/i.test(text)) return null
  const lines = text.split(/\r?\n/)
  return { file, lines, instructions: texts.written, layers: instructions }
}

/** The instruction that begins at a place of this Dockerfile; null when there is none. */
export function instructionAt(
  source: DockerfileSource | null,
  place: InstructionPlace | null,
): SourceInstruction | null {
  if (!source || !place || place.file !== source.file) return null
  const index = source.instructions.findIndex(({ line }) => line === place.line)
  const found = source.instructions[index]
  if (!found) return null
  return { ...found, index, lines: source.lines.slice(found.line - 1, found.endLine) }
}

/** True for a `RUN` whose command a POSIX shell reads, without here-documents. */
export function isShellRun(source: DockerfileSource, { keyword, line, lines }: SourceInstruction): boolean {
  const layer = source.layers.find((one) => one.line === line)
  const shell = layer?.keyword === 'RUN' ? layer.shell : null
  if (keyword !== 'RUN' || shell === null || !/(?:^|\/)(?:ba|da|a|k|z)?sh(?: |$)/.test(shell)) return false
  return !lines.some((text) => text.includes('<<'))
}
