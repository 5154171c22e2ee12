/** An entry of the cache is damaged, of another format or not what its key says. It is then read again. */
export class BadEntry extends Error {
  override readonly name = 'BadEntry'
}
