import type { Level } from './levels.ts'
import type { Mistakes } from './mistakes.ts'

/** A level in which a setting has its own name only: what was given under another name stands there. */
export function withoutAliases(level: Level, mistakes: Mistakes): Level {
  const plain = new Map(level)
  for (const [name, setting] of level) {
    const own = setting.input.aliasOf
    if (own === undefined) continue
    plain.delete(name)
    if (plain.has(own)) {
      mistakes.add(setting.place([]).text, `${name} and ${own} mean the same; take one of them away.`, null)
    }
    plain.set(own, setting)
  }
  return plain
}
