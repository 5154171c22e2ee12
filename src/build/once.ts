/** A function that calls `make` at its first call and gives the same promise from then on. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made = made ?? make()
    return made
  }
}
