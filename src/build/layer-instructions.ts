import type { DockerfileInstruction, DockerfileOutline } from './dockerfile-lines.ts'
import { findStage } from './dockerfile-lines.ts'
import { type InstructionSource, instructionSource } from './instruction-source.ts'
import type { InstructionPlace, LayerInstruction } from './layer-instruction.ts'
import { stageChain } from './stage-images.ts'
import { joinedParts, wordParts } from './word-parts.ts'

/** A Dockerfile: its path relative to the repository's root, its text, and what was found in it. */
export interface DockerfileToPlace {
  readonly file: string
  readonly text: string
  readonly outline: DockerfileOutline
}

/**
 * The instructions of a build's target that can make layers, bottom first: those of every stage that it is based
 * on and then its own. Triggers of `ONBUILD` come where the stage that is based on theirs begins; those of a base
 * image are not in the file, and not among these.
 */
export function layerInstructions(
  dockerfile: DockerfileToPlace,
  target: string | null,
  given: Readonly<Record<string, string>>,
): LayerInstruction[] {
  const { outline } = dockerfile
  const lines = dockerfile.text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const made: LayerInstruction[] = []
  let shell = defaultShell
  for (const instruction of executed(outline, stageChain(outline, target, given))) {
    const source = instructionSource(lines.slice(instruction.line - 1, instruction.endLine))
    const keyword = executedKeyword(instruction)
    if (keyword === 'SHELL') shell = jsonWords(source.arguments)?.join(' ') ?? shell
    const layer = toLayer(keyword, source, shell, placeOf(instruction, dockerfile))
    if (layer) made.push(layer)
  }
  return made
}

const defaultShell = '/bin/sh -c'

// In the order of execution, with the triggers of the stage below before a stage's own instructions.
function executed(outline: DockerfileOutline, chain: readonly number[]): DockerfileInstruction[] {
  return chain.flatMap((stage, index) => {
    const of = (wanted: number | undefined, triggers: boolean): DockerfileInstruction[] =>
      outline.instructions.filter((one) => one.stage === wanted && (one.keyword === 'ONBUILD') === triggers)
    return [...(index === 0 ? [] : of(chain[index - 1], true)), ...of(stage, false)]
  })
}

function executedKeyword({ keyword, body }: DockerfileInstruction): string {
  return keyword === 'ONBUILD' ? (/^[A-Za-z]+/.exec(body)?.[0].toUpperCase() ?? '') : keyword
}

function placeOf(
  { line, endLine, stage, flags, body, keyword }: DockerfileInstruction,
  { file, outline }: DockerfileToPlace,
): InstructionPlace {
  const triggered = keyword === 'ONBUILD' ? (/\s--from=(\S+)/.exec(body)?.[1] ?? null) : null
  const from = flags.find(({ name }) => name === 'from')?.value ?? triggered
  const source = from === null ? null : findStage(outline, from)
  const place = { file, line, endLine, stage: stage === null ? null : (outline.stages[stage]?.name ?? null) }
  return { ...place, copyFrom: source === null ? from : (outline.stages[source]?.name ?? from) }
}

function toLayer(
  keyword: string,
  source: InstructionSource,
  shell: string,
  place: InstructionPlace,
): LayerInstruction | null {
  if (keyword === 'RUN') {
    const words = jsonWords(source.arguments)
    if (words) return { keyword, command: collapsed(words.join(' ')), shell: null, ...place }
    return { keyword, command: collapsed(commandOf(source)), shell, ...place }
  }
  if (keyword !== 'COPY' && keyword !== 'ADD' && keyword !== 'WORKDIR') return null
  const json = keyword === 'WORKDIR' ? null : jsonWords(source.arguments)
  const words = (json ?? source.arguments.split(/\s+/)).map(wordParts)
  const destination = keyword === 'WORKDIR' ? wordParts(source.arguments.trim()) : (words.at(-1) ?? [''])
  if (keyword === 'WORKDIR') return { keyword, destination, ...place }
  return { keyword, words: joinedParts(words), destination, ...place }
}

/**
 * BuildKit writes the body of a single here-document as the command, one that begins with `#!` as the file that
 * it becomes, and anything else as it stands.
 */
function commandOf({ arguments: text, heredoc }: InstructionSource): string {
  const only = /^<<-?(["']?)(\w+)\1$/.exec(text.trim())
  if (!only || heredoc.length === 0) return [text, ...heredoc].join('\n')
  const body = heredoc.slice(0, -1).join('\n')
  return body.trimStart().startsWith('#!') ? `/dev/pipes/${only[2]}` : body
}

function jsonWords(text: string): string[] | null {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.every((word) => typeof word === 'string') ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
