import { closest, distance } from 'fastest-levenshtein'

/**
 * The known name that was most likely meant, or null when none is near. Case and `_` for `-` do not
 * count; otherwise at most a third of the letters may differ (Levenshtein distance).
 */
export function nearest(name: string, known: readonly string[]): string | null {
  const plain = name.slice(0, 100).toLowerCase().replaceAll('_', '-')
  if (known.length === 0) return null
  const found = closest(plain, known)
  return distance(plain, found) <= Math.max(1, Math.floor(found.length / 3)) ? found : null
}

/** The sentence about the nearest name, ready to follow another one; empty when there is none. */
export function didYouMean(name: string, known: readonly string[]): string {
  const found = nearest(name, known)
  return found === null ? '' : ` Did you mean ${found}?`
}
