import { isSameImage } from '../config/values/image-reference.ts'
import type { DockerfileInstruction, DockerfileOutline } from './dockerfile-lines.ts'

/** Where a build step stands in the Dockerfile; `line` is 1-based. */
export interface StepPlace {
  readonly stage: string | null
  readonly line: number | null
}

/**
 * The place of a step by the name that a builder gives it: BuildKit's `[platform stage n/m] RUN …`, where m counts
 * the stage's base image (unless it is `scratch` or a stage) and its ADD, COPY, RUN and WORKDIR
 * instructions, or the legacy builder's `Step n/m : RUN …`, where n counts all instructions
 * (with Podman's `[s/t] STEP n/m: RUN …`, those of stage s). The step that looks up an image stands for the `FROM` that names it. `line` is null when the
 * instruction found there is of another kind, as with `ONBUILD` instructions that a base image brings.
 */
export function stepPlace(name: string, outline: DockerfileOutline): StepPlace {
  const legacy = /^(?:\[(\d+)\/\d+\] )?step (\d+)\/\d+ ?: (\S+)/i.exec(name)
  if (legacy) return legacyPlace(legacy[1] ?? null, Number(legacy[2]), legacy[3] ?? '', outline)
  const image = /^\[internal\] load metadata for (\S+)$/.exec(name)?.[1]
  if (image !== undefined) return { stage: null, line: fromLine(image, outline) }
  const match = /^\[(?:\S+\/\S+ )?(?:([^\s\]/]+) +)?(\d+)\/(\d+)\] (\S+)/.exec(name.replace(/^\[ +/, '['))
  if (!match) return { stage: null, line: null }
  const stage = stageIndex(match[1] ?? null, outline)
  const instruction = stage === null ? null : fromEnd(outline, stage, Number(match[3]) - Number(match[2]))
  const same = instruction?.keyword === match[4]?.toUpperCase()
  return { stage: match[1] ?? null, line: same ? (instruction?.line ?? null) : null }
}

function legacyPlace(
  stageNumber: string | null,
  position: number,
  keyword: string,
  outline: DockerfileOutline,
): StepPlace {
  const counted = outline.instructions.filter(
    ({ stage }) => stageNumber === null || stage === Number(stageNumber) - 1,
  )
  const instruction = counted[position - 1]
  if (instruction?.keyword !== keyword.toUpperCase()) return { stage: null, line: null }
  const stage = instruction.stage === null ? null : outline.stages[instruction.stage]
  return { stage: stage?.name ?? null, line: instruction.line }
}

// BuildKit shows the full name of an image, with registry and tag.
function fromLine(image: string, outline: DockerfileOutline): number | null {
  const stage = outline.stages.find(({ from }) => isSameImage(image, from))
  return stage?.line ?? null
}

// A file with one stage is shown without a stage name; a stage without a name as `stage-INDEX`.
function stageIndex(shown: string | null, outline: DockerfileOutline): number | null {
  if (shown === null) return outline.stages.length === 1 ? 0 : null
  const byName = outline.stages.findIndex((stage) => stage.name?.toLowerCase() === shown.toLowerCase())
  if (byName >= 0) return byName
  const number = /^stage-(\d+)$/.exec(shown)?.[1]
  return number !== undefined && Number(number) < outline.stages.length ? Number(number) : null
}

// Counted from the end of the stage, where nothing that the base image brings can shift the positions.
function fromEnd(outline: DockerfileOutline, stage: number, distance: number): DockerfileInstruction | null {
  const counted = outline.instructions.filter(
    (instruction) =>
      instruction.stage === stage && ['FROM', 'ADD', 'COPY', 'RUN', 'WORKDIR'].includes(instruction.keyword),
  )
  return counted.at(-1 - distance) ?? null
}
