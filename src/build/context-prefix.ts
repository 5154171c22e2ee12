import { posix } from 'node:path'
import { DockerfileParser, type Instruction, JSONInstruction } from 'dockerfile-ast'
import { contextDirectory } from './context-name.ts'

/**
 * A Dockerfile that reads from `contextDirectory` in the build context what the given one reads from its root: sources
 * of `COPY` and `ADD`, and bind mounts of `RUN`, that do not come from a stage or an image. Lines keep their numbers,
 * and `asWritten` gives its instructions back.
 */
export function readBelow(text: string): string {
  const content = text.replace(/^\uFEFF/, '')
  const starts = lineStarts(content)
  const edits = DockerfileParser.parse(content)
    .getInstructions()
    .flatMap(editsOf)
    .map(({ at, replace }) => ({
      from: (starts[at.start.line] ?? 0) + at.start.character,
      to: (starts[at.end.line] ?? 0) + at.end.character,
      replace,
    }))
    .sort((left, right) => right.from - left.from)
  return edits.reduce(
    (rest, { from, to, replace }) => rest.slice(0, from) + replace(rest.slice(from, to)) + rest.slice(to),
    content,
  )
}

type Range = ReturnType<Instruction['getRange']>
interface Edit {
  readonly at: Range
  readonly replace: (text: string) => string
}

function editsOf(instruction: Instruction): Edit[] {
  if (!(instruction instanceof JSONInstruction)) return []
  const keyword = instruction.getKeyword()
  if (keyword === 'RUN') return mountEdits(instruction)
  const own = !instruction.getFlags().some((flag) => flag.getName() === 'from')
  return (keyword === 'COPY' || keyword === 'ADD') && own ? sourceEdits(instruction) : []
}

function sourceEdits(instruction: JSONInstruction): Edit[] {
  const strings = instruction.getJSONStrings()
  const words = strings.length > 0 ? strings : instruction.getArguments()
  // The body of a here-document begins on the line after its marker.
  const marker = words.find((word) => word.getValue().startsWith('<<'))
  const lastLine = marker?.getRange().start.line ?? Number.POSITIVE_INFINITY
  const sources = words.filter((word) => word.getRange().start.line <= lastLine).slice(0, -1)
  return sources.map((source) => ({
    at: source.getRange(),
    replace: (text) => (text.startsWith('"') ? JSON.stringify(below(String(JSON.parse(text)))) : below(text)),
  }))
}

function mountEdits(instruction: JSONInstruction): Edit[] {
  const mounts = instruction.getFlags().filter((flag) => flag.getName() === 'mount')
  return mounts.flatMap((mount) => {
    const at = mount.getValueRange()
    const options = mount.getOptions()
    const value = (name: string): string | null =>
      options.find((option) => option.getName() === name)?.getValue() ?? null
    const bind = (value('type') ?? 'bind') === 'bind' && value('from') === null
    return at && bind ? [{ at, replace: (text) => mountBelow(text) }] : []
  })
}

function mountBelow(mount: string): string {
  const source = /(^|,)(source|src)=([^,]*)/.exec(mount)
  if (!source) return `${mount},source=${contextDirectory}`
  return mount.replace(source[0], () => `${source[1]}${source[2]}=${below(source[3] ?? '')}`)
}

// What is no path stays: a here-document, an address. With `--parents` only what follows `/./` is kept of a path.
function below(source: string): string {
  if (/^(?:<<|[a-z]+:\/\/|git@)/i.test(source)) return source
  const inside = source.split('/').includes('..') ? posix.normalize(`/${source}`).slice(1) : source
  return `${contextDirectory}/./${inside}`
}

function lineStarts(content: string): number[] {
  const starts = [0]
  for (let at = content.indexOf('\n'); at >= 0; at = content.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
