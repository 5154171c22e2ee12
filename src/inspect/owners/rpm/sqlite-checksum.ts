/** The running checksum of a write-ahead log (sqlite.org/fileformat.html §4.2). */
export interface WalChecksum {
  /** Goes on over bytes of the log; their number is a multiple of 8. */
  add(from: number, to: number): void
  /** Whether the log has the same two words at a place. */
  isAt(place: number): boolean
}

/** `order` is that of the words that are added up; the checksums themselves are always big endian. */
export function walChecksum(wal: Buffer, order: 'LE' | 'BE'): WalChecksum {
  let first = 0
  let second = 0
  const wordAt = (at: number): number => (order === 'LE' ? wal.readUInt32LE(at) : wal.readUInt32BE(at))
  return {
    add(from, to) {
      for (let at = from; at < to; at += 8) {
        first = (first + wordAt(at) + second) >>> 0
        second = (second + wordAt(at + 4) + first) >>> 0
      }
    },
    isAt: (place) => wal.readUInt32BE(place) === first && wal.readUInt32BE(place + 4) === second,
  }
}
