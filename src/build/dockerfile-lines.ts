import { type Dockerfile, DockerfileParser, type From, type Instruction } from 'dockerfile-ast'

/** One instruction of a Dockerfile. Lines are 1-based; `stage` is an index, null before the first FROM. */
export interface DockerfileInstruction {
  readonly keyword: string
  readonly stage: number | null
  readonly line: number
  readonly endLine: number
  /** Flags with their values, as written; a flag without a value has an empty one. */
  readonly flags: readonly { readonly name: string; readonly value: string }[]
  /** What follows keyword and flags, as written. */
  readonly body: string
}

/** One build stage. `from` is the image or stage as written, variables unexpanded. */
export interface DockerfileStage {
  readonly name: string | null
  readonly from: string
  readonly line: number
}

/** What we need of a Dockerfile: its stages and instructions in the order of the file. */
export interface DockerfileOutline {
  /** The frontend named by `# syntax=`, or null. */
  readonly syntax: string | null
  /** `ARG` before the first `FROM`: name → default. */
  readonly globalArguments: Readonly<Record<string, string | null>>
  readonly stages: readonly DockerfileStage[]
  readonly instructions: readonly DockerfileInstruction[]
}

/** Reads a Dockerfile with dockerfile-ast. A file that makes no sense gives an outline with what was found. */
export function readDockerfile(text: string): DockerfileOutline {
  const parsed = DockerfileParser.parse(text.replace(/^\uFEFF/, ''))
  const instructions = withStages(parsed)
  return {
    syntax:
      parsed
        .getDirectives()
        .find((directive) => directive.getName() === 'syntax')
        ?.getValue() ?? null,
    globalArguments: globalArguments(parsed),
    stages: parsed.getFROMs().map(toStage),
    instructions,
  }
}

/** Index of a stage named by `--target`, `FROM` or `--from`: its name (any case) or its number; null when none. */
export function findStage(outline: DockerfileOutline, name: string): number | null {
  const byName = outline.stages.findIndex((stage) => stage.name?.toLowerCase() === name.toLowerCase())
  if (byName >= 0) return byName
  return /^\d+$/.test(name) && Number(name) < outline.stages.length ? Number(name) : null
}

function globalArguments(parsed: Dockerfile): Record<string, string | null> {
  const properties = parsed.getInitialARGs().flatMap((instruction) => instruction.getProperty() ?? [])
  return Object.fromEntries(properties.map((property) => [property.getName(), property.getValue()]))
}

function toStage(from: From): DockerfileStage {
  return {
    name: from.getBuildStage(),
    from: from.getImage() ?? '',
    line: from.getRange().start.line + 1,
  }
}

function withStages(parsed: Dockerfile): DockerfileInstruction[] {
  let stage: number | null = null
  return parsed.getInstructions().map((instruction) => {
    if (instruction.getKeyword() === 'FROM') stage = stage === null ? 0 : stage + 1
    return toInstruction(instruction, stage)
  })
}

function toInstruction(instruction: Instruction, stage: number | null): DockerfileInstruction {
  const range = instruction.getRange()
  return {
    keyword: instruction.getKeyword(),
    stage,
    line: range.start.line + 1,
    endLine: range.end.line + 1,
    flags: flagsOf(instruction),
    body: instruction.getArgumentsContent() ?? '',
  }
}

function flagsOf(instruction: Instruction): DockerfileInstruction['flags'] {
  if (!('getFlags' in instruction) || typeof instruction.getFlags !== 'function') return []
  const flags: { getName(): string; getValue(): string | null }[] = instruction.getFlags()
  return flags.map((flag) => ({ name: flag.getName(), value: flag.getValue() ?? '' }))
}
