import type { BuildSettings } from '../config/config.ts'
import { isImageReference } from '../config/values/image-reference.ts'
import { type DockerfileOutline, findStage } from './dockerfile-lines.ts'
import { expand } from './expand.ts'

/** Values of build arguments, by name. */
type Arguments = Readonly<Record<string, string>>

/** The image below a target: `line` is that of the `FROM` that names it. */
export interface NamedBase {
  readonly reference: string
  readonly line: number
}

/**
 * The image on which the target (the last stage without one) is built, through every stage that it is based on, with
 * build arguments filled in. Null for `scratch` and where the Dockerfile names none.
 */
export function namedBase(
  outline: DockerfileOutline,
  target: string | null,
  given: Arguments,
): NamedBase | null {
  const bottom = outline.stages[stageChain(outline, target, given)[0] ?? -1]
  const from = bottom && expand(bottom.from, globalValues(outline, given))
  return !bottom || !from || from === 'scratch' ? null : { reference: from, line: bottom.line }
}

/** True when the lowest stage of a target is built on nothing: `FROM scratch`, which no build context stands for. */
export function isFromScratch(
  outline: DockerfileOutline,
  settings: Pick<BuildSettings, 'target' | 'buildArgs' | 'buildContexts'>,
): boolean {
  const bottom = outline.stages[stageChain(outline, settings.target, settings.buildArgs)[0] ?? -1]
  const isReplaced = Object.hasOwn(settings.buildContexts, 'scratch')
  return (
    !isReplaced &&
    bottom !== undefined &&
    expand(bottom.from, globalValues(outline, settings.buildArgs)) === 'scratch'
  )
}

/**
 * The stages that a target (the last stage without one) is made of, by index: the one on an image from outside
 * first, the target last. Empty when there is no such target.
 */
export function stageChain(outline: DockerfileOutline, target: string | null, given: Arguments): number[] {
  const values = globalValues(outline, given)
  const chain: number[] = []
  let index = target === null ? outline.stages.length - 1 : findStage(outline, target)
  while (index !== null && index >= 0) {
    chain.unshift(index)
    index = earlierStage(outline, expand(outline.stages[index]?.from ?? '', values), index)
  }
  return chain
}

/** The base of a build by its settings; null also when it is no image's name, or a build context stands for it. */
export function baseOf(
  outline: DockerfileOutline,
  settings: Pick<BuildSettings, 'target' | 'buildArgs' | 'buildContexts'>,
): NamedBase | null {
  const base = namedBase(outline, settings.target, settings.buildArgs)
  const replaced = base !== null && Object.hasOwn(settings.buildContexts, base.reference)
  return base && !replaced && isImageReference(base.reference) ? base : null
}

/**
 * Every image that a build of the target takes from outside: `# syntax=`, `FROM`, `COPY --from` and `RUN --mount=…,from`
 * of the stages that it needs. Named build contexts are not among them.
 */
export function neededImages(outline: DockerfileOutline, target: string | null, given: Arguments): string[] {
  const values = globalValues(outline, given)
  const images = new Set<string>(outline.syntax === null ? [] : [outline.syntax])
  const visited = new Set<number>()
  const visit = (index: number): void => {
    if (visited.has(index)) return
    visited.add(index)
    for (const name of sourcesOf(outline, index)) {
      const source = expand(name, values)
      const stage = earlierStage(outline, source, index)
      if (stage !== null) visit(stage)
      else if (source !== '' && source !== 'scratch') images.add(source)
    }
  }
  const start = target === null ? outline.stages.length - 1 : findStage(outline, target)
  if (start !== null && start >= 0) visit(start)
  return [...images]
}

function sourcesOf(outline: DockerfileOutline, index: number): string[] {
  const own = outline.instructions.filter(({ stage }) => stage === index)
  const flags = own.flatMap((instruction) => instruction.flags)
  return [
    outline.stages[index]?.from ?? '',
    ...flags.filter(({ name }) => name === 'from').map(({ value }) => value),
    ...flags
      .filter(({ name }) => name === 'mount')
      .flatMap(({ value }) => /(?:^|,)from=([^,]+)/.exec(value)?.[1] ?? []),
  ]
}

function earlierStage(outline: DockerfileOutline, name: string, before: number): number | null {
  const stage = findStage(outline, name)
  return stage !== null && stage < before ? stage : null
}

// Only arguments before the first FROM count in a FROM; one that is given wins over its default.
function globalValues(outline: DockerfileOutline, given: Arguments): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, preset] of Object.entries(outline.globalArguments)) {
    const value = given[name] ?? (preset === null ? undefined : expand(preset, values))
    if (value !== undefined) values[name] = value
  }
  return values
}
