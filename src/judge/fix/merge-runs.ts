import type { Finding } from '../judgement.ts'
import { type DockerfileSource, isShellRun, type SourceInstruction } from './dockerfile-source.ts'
import { joinLines } from './join-lines.ts'
import { replacement } from './replacement.ts'
import { commandText, stopsAtErrors, unquoted } from './shell-text.ts'

/** Longest row of instructions that is offered as one. */
const mostRuns = 6

/**
 * One `RUN` in place of all from the first to the last, which must follow each other in one stage: the same
 * commands in the same order, in one layer. Null where the text cannot be put together safely, such as for a
 * command that changes the directory or hides an error.
 */
export function mergeRuns(
  source: DockerfileSource,
  first: SourceInstruction,
  last: SourceInstruction,
): Finding['fixes'][number] | null {
  const runs = source.instructions.slice(first.index, last.index + 1).map((instruction, at) => ({
    ...instruction,
    index: first.index + at,
    lines: source.lines.slice(instruction.line - 1, instruction.endLine),
  }))
  if (runs.length < 2 || runs.length > mostRuns || !runs.every((run) => isShellRun(source, run))) return null
  if (new Set(runs.map(({ stage, flags }) => JSON.stringify([stage, flags]))).size > 1) return null
  let merged: readonly string[] | null = first.lines
  for (const [at, run] of runs.entries()) {
    const previous = runs[at - 1]
    if (!merged || !previous) continue
    const comments = source.lines.slice(previous.endLine, run.line - 1).filter((line) => /^\s*#/.test(line))
    const [start = '', ...others] = run.lines
    const command = start.replace(/^\s*RUN\s+(?:--[a-z][\w-]*(?:=\S*)?\s+)*/i, '')
    merged = canFollow(merged, run.lines) ? joinLines(merged, comments, [command, ...others]) : null
  }
  return merged && replacement(source, first.line, last.endLine, merged)
}

/** What changes the shell for what follows, and what would hide that an earlier command failed. */
function canFollow(lines: readonly string[], next: readonly string[]): boolean {
  const before = unquoted(commandText(lines))
  const after = unquoted(commandText(next))
  if (before === null || after === null || /(?:^|[^&>])&(?![&>])/.test(after)) return false
  if (/(?:^|[\s;&|({])(?:cd|pushd|popd|trap|alias|export|umask|shopt)\s/.test(before)) return false
  if (stopsAtErrors(before) && !stopsAtErrors(after)) return !/;/.test(after)
  return !/;|\|\||(?:^|\s)#/.test(after)
}
