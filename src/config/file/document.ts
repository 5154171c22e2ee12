import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Scalar,
} from 'yaml'
import type { Path, Place } from '../setting.ts'

/** A configuration file that was read: its plain value, and where in the text each part of it stands. */
export interface FileDocument {
  readonly name: string
  readonly value: unknown
  /** The scalar at a path as it was written; null for anything but a scalar. */
  text(path: Path): string | null
  /** Where the value at a path begins; of a part that is not there, where the nearest part around it begins. */
  place(path: Path): Place
  /** Where the key at the end of a path begins. */
  keyPlace(path: Path): Place
}

/** What the yaml package has read, with the text it came from. */
export interface ParsedYaml {
  readonly document: Document.Parsed
  readonly lines: LineCounter
  readonly text: string
  readonly name: string
}

type Step = { readonly key: Node | null; readonly node: Node | null; readonly rest: Path }

/** Wraps what the yaml package has read. `value` is its plain form. */
export function fileDocument(yaml: ParsedYaml, value: unknown): FileDocument {
  return {
    name: yaml.name,
    value,
    text(path) {
      const { node, rest } = walk(yaml, path)
      return isScalar(node) && rest.length === 0 ? scalarText(node) : null
    },
    place(path) {
      const { node, rest } = walk(yaml, path)
      const index = rest[0]
      if (isScalar(node) && node.type === 'BLOCK_LITERAL' && typeof index === 'number') {
        return lineOfBlock(yaml, node, index)
      }
      return placeAt(yaml, node?.range?.[0] ?? 0)
    },
    keyPlace(path) {
      const { key, node } = walk(yaml, path)
      return placeAt(yaml, (key ?? node)?.range?.[0] ?? 0)
    },
  }
}

/** The place of a character in the text. */
export function placeAt(yaml: ParsedYaml, offset: number): Place {
  const { line, col } = yaml.lines.linePos(offset)
  return placeOf(yaml.name, line, col)
}

function placeOf(file: string, line: number, column: number): Place {
  return { text: `${file}:${line}:${column}`, file, line, column }
}

function walk(yaml: ParsedYaml, path: Path): Step {
  let step: Step = { key: null, node: yaml.document.contents, rest: path }
  for (const [index, part] of path.entries()) {
    const next = child(step.node, part)
    if (next === null) return { ...step, rest: path.slice(index) }
    step = { key: next.key, node: resolve(yaml, next.node), rest: [] }
  }
  return step
}

function child(node: Node | null, part: string | number): { key: Node | null; node: Node | null } | null {
  if (isSeq(node)) {
    const item = node.items[Number(part)]
    return isNode(item) ? { key: item, node: item } : null
  }
  if (!isMap(node)) return null
  const pair = node.items.findLast(
    (candidate) => isScalar(candidate.key) && String(candidate.key.value) === part,
  )
  if (pair === undefined || !isNode(pair.key)) return null
  return { key: pair.key, node: isNode(pair.value) ? pair.value : pair.key }
}

function resolve(yaml: ParsedYaml, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(yaml.document) ?? null) : node
}

function scalarText(node: Scalar): string | null {
  if (typeof node.value === 'string') return node.value
  return node.value === null ? null : (node.source ?? String(node.value))
}

function lineOfBlock(yaml: ParsedYaml, node: Scalar, index: number): Place {
  const line = yaml.lines.linePos(node.range?.[0] ?? 0).line + 1 + index
  const written = yaml.text.split('\n')[line - 1] ?? ''
  return placeOf(yaml.name, line, written.search(/\S|$/) + 1)
}
