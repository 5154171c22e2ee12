import { MeasureError } from './measure-error.ts'
import { type PathRoom, pathRoom } from './path-code.ts'

/** Names, or nodes, that a tree has room for: at first, for two usual images, and at most. */
const rooms = [1 << 12, 1 << 17, 1 << 23] as const

/** The smallest room, and one for the paths of two usual images. */
export const [smallRoom, usualRoom] = rooms

/**
 * The names and paths of one tree, in the memory of code that is compiled ahead: it would have read tens of thousands of
 * entries before a new process has its own code compiled. A tree that outgrows its room moves to a larger one.
 */
export class PathMemory {
  #room: PathRoom
  #most: number
  readonly #rooms: readonly number[]

  /** `most`: names, or nodes, that there is room for at first; `larger`: those to move to, the smallest first. */
  constructor(most: number, larger: readonly number[] = rooms) {
    this.#most = most
    this.#room = pathRoom(most)
    this.#rooms = larger
  }

  /** Where everything is now: good until a name or a node comes. */
  get room(): PathRoom {
    return this.#room
  }

  /**
   * In: what makes a name or a node in a room, and gives −1 without space for it. Out: its number. Throws a
   * `MeasureError` where there is no larger room.
   */
  make(one: (room: PathRoom) => number): number {
    for (;;) {
      const number = one(this.#room)
      if (number >= 0) return number
      this.#move()
    }
  }

  #move(): void {
    const most = this.#rooms.find((larger) => larger > this.#most)
    if (most === undefined) throw new MeasureError('an image with more names than can be measured')
    const from = this.#room
    const to = pathRoom(most)
    const [names, nodes] = [from.code.nameCount(), from.code.nodeCount()]
    to.starts.set(from.starts.subarray(0, names + 1))
    from.bytes.copy(to.bytes, 0, 0, from.starts[names])
    to.parents.set(from.parents.subarray(0, nodes))
    to.nodeNames.set(from.nodeNames.subarray(0, nodes))
    to.code.takeNames(names)
    to.code.takeNodes(nodes)
    this.#room = to
    this.#most = most
  }
}
