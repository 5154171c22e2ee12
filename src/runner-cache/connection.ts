import type { Log } from '../effects/log.ts'

/** Where the library's words and what it restores go to. */
export interface Connection {
  readonly log: Pick<Log, 'debug' | 'warning'>
  /** Masks a value. */
  readonly secret: (value: string) => void
  /** The directory that restored entries are put into. */
  readonly directory: string
}

let current: Connection | null = null

/** Must be called before anything else here: the library has no place for it in its own calls. */
export function connect(connection: Connection): void {
  current = connection
}

/** What was connected. Throws a plain error when nothing was. */
export function connection(): Connection {
  if (current === null) throw new Error('the client of the cache service is not connected')
  return current
}
