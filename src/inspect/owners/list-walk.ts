import type { IntegerRow } from '../integer-row.ts'
import type { PathCode, PathRoom } from '../path-code.ts'
import type { Stacked } from '../stack.ts'
import { isInTheWay, placeBehind } from './in-the-way.ts'

/** Where the rows of a list's findings go: see `PlacedLists`. */
export interface ListRows {
  /** What its paths name, whether the image has it or not. */
  readonly nodes: IntegerRow
  /** The directories that its paths go on through. */
  readonly directories: IntegerRow
}

/** Finds what lists of absolute paths name in images of one tree: the paths by compiled code, links of directories here. */
export class ListWalk {
  // The image that the code knows these detours of.
  #image: Stacked | null = null
  #code: PathCode | null = null
  #detours = new Map<number, number>()

  /**
   * Adds to `rows` what a list names. Out: by what stands where a path has a directory and is none, such as a link,
   * where that leads; −1 for nowhere. Null where the list has to be read path by path: some path passes through an
   * empty component, `.` or `..`, or it is longer than lists are.
   */
  read(text: string, image: Stacked, rows: ListRows): ReadonlyMap<number, number> | null {
    const { room } = image.tree.memory
    this.#begin(image, room)
    const [firstNode, firstDirectory] = [rows.nodes.length, rows.directories.length]
    // Again with every detour that was found on the way.
    for (;;) {
      if (!walk(text, room, rows)) return null
      const passed = rows.directories.values.subarray(firstDirectory, rows.directories.length)
      const inTheWay = passed.filter((node) => isInTheWay(image, node))
      const found = new Set(inTheWay.filter((node) => !this.#detours.has(node)))
      if (found.size === 0) return this.#among(inTheWay)
      for (const node of found) if (!this.#add(node, image, room)) return null
      rows.nodes.cut(firstNode)
      rows.directories.cut(firstDirectory)
    }
  }

  #begin(image: Stacked, { code }: PathRoom): void {
    if (image === this.#image && code === this.#code) return
    code.forgetDetours()
    this.#detours = new Map()
    this.#image = image
    this.#code = code
  }

  #add(node: number, image: Stacked, { code }: PathRoom): boolean {
    const place = placeBehind(image, node)
    if (code.detour(node, place) === 0) return false
    this.#detours.set(node, place)
    return true
  }

  #among(nodes: Int32Array): ReadonlyMap<number, number> {
    return new Map([...nodes].map((node) => [node, this.#detours.get(node) as number]))
  }
}

const lineEnd = 0x0a

// False for what the code does not read. Lists have ends of lines, also of the last one; should one not, it gets one.
function walk(text: string, { code, input, records }: PathRoom, { nodes, directories }: ListRows): boolean {
  const most = input.length - 1
  for (let at = 0, next = 0; at < text.length; at = next) {
    next = at + most < text.length ? text.lastIndexOf('\n', at + most - 1) + 1 : text.length
    if (next <= at) return false
    const length = input.write(text.slice(at, next), 'latin1')
    input[length] = lineEnd
    const end = input.byteOffset + length
    for (let line = input.byteOffset; line < end; ) {
      line = code.placePaths(line, end)
      if (line === 0) return false
      nodes.append(records.nodes, code.named.value)
      directories.append(records.extras, code.passed.value)
    }
  }
  return true
}
