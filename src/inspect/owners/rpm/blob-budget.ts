import { MeasureError } from '../../measure-error.ts'

/**
 * Counts the records that are read from a database, and their bytes. In a sound one everything lies in the file
 * once, so that the sum is below the file's own length; a broken or hostile one may name the same place a million
 * times. Then, and above `mostRecords`, this throws a `MeasureError`.
 */
export function blobBudget(fileLength: number, what: string): (bytes: number) => void {
  let left = fileLength
  let records = 0
  return (bytes) => {
    left -= bytes
    records++
    if (!(left >= 0)) throw new MeasureError(`${what}: its records are larger than the file`)
    if (records > mostRecords) throw new MeasureError(`${what}: it has more than ${mostRecords} records`)
  }
}

/** More than any distribution has packages. */
const mostRecords = 100_000
