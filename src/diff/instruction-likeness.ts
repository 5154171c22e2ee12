/**
 * How alike two layers' instructions are: 1 for the same text (content hashes of the classic builder's COPY
 * left out, and for two that have no text), between 0.5 and 1 for the same keyword with at least half of the
 * words in common (Dice's coefficient), else 0.
 */
export function instructionLikeness(before: string | null, after: string | null): number {
  const [a, b] = [words(before), words(after)]
  if (a.join(' ') === b.join(' ')) return 1
  if (a[0] !== b[0]) return 0
  const rest = new Map<string, number>()
  for (const word of a) rest.set(word, (rest.get(word) ?? 0) + 1)
  let common = 0
  for (const word of b) {
    const left = rest.get(word) ?? 0
    if (left > 0) common++
    rest.set(word, left - 1)
  }
  const likeness = (2 * common) / (a.length + b.length)
  return likeness >= 0.5 ? likeness : 0
}

function words(instruction: string | null): string[] {
  const text = (instruction ?? '').replace(/\b(file|dir|multi):[0-9a-f]{64}\b/g, '$1')
  return text.split(/\s+/).filter((word) => word !== '')
}
