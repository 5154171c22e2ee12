/** A function that calls `make` at its first call and gives the same value, such as a promise, from then on. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made = made ?? { value: make() }
    return made.value
  }
}
