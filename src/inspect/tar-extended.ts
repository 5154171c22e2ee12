import { MeasureError } from './measure-error.ts'
import { longestName, paxRecords } from './tar-pax.ts'

/** What extended headers said about the entry that follows them. */
export interface Extended {
  readonly pax: ReadonlyMap<string, string>
  readonly longName: string | null
  readonly longLink: string | null
}

/** Most bytes of one extended header; node-tar and Go have the same bound. */
const largestMeta = 1024 * 1024

const none: Extended = { pax: new Map(), longName: null, longLink: null }

/** Type flags of headers that describe the next entry (or, `g`, all that follow). */
export function isExtendedHeader(flag: string): boolean {
  return flag === 'x' || flag === 'g' || flag === 'L' || flag === 'K'
}

/** Collects the extended headers in front of an entry. */
export class ExtendedHeaders {
  #flag = ''
  #chunks: Buffer[] = []
  #extended = none

  /** An extended header starts, with so many bytes of content. */
  begin(flag: string, size: number): void {
    if (size > largestMeta) throw new MeasureError(`tar: an extended header of ${size} bytes`)
    this.#flag = flag
    this.#chunks = []
  }

  add(chunk: Buffer): void {
    this.#chunks.push(Buffer.from(chunk))
  }

  /** Its content is complete. Global headers are passed over, as Docker engines do when they unpack a layer. */
  finish(): void {
    const content = Buffer.concat(this.#chunks)
    if (this.#flag === 'x') this.#extended = { ...this.#extended, pax: paxRecords(content) }
    if (this.#flag === 'L') this.#extended = { ...this.#extended, longName: gnuName(content) }
    if (this.#flag === 'K') this.#extended = { ...this.#extended, longLink: gnuName(content) }
    this.#chunks = []
  }

  /** True when nothing was collected. */
  get isEmpty(): boolean {
    return this.#extended === none
  }

  /** What was collected for the entry that now comes; forgotten afterwards. */
  take(): Extended {
    const extended = this.#extended
    this.#extended = none
    return extended
  }
}

function gnuName(content: Buffer): string {
  const nul = content.indexOf(0)
  const name = content.toString('latin1', 0, nul < 0 ? content.length : nul)
  if (name.length > longestName) throw new MeasureError('tar: a name is too long')
  return name
}
