import type { SideError } from './built.ts'

/** True for the words with which programs and the kernel report a full disk. */
export function saysDiskFull(text: string): boolean {
  return /no space left on device|ENOSPC|disk quota exceeded/i.test(text)
}

/** What the words of an engine or registry mean. The output of a build's own programs does not belong here. */
export function errorKind(words: string): SideError['kind'] {
  if (saysDiskFull(words)) return 'disk-full'
  if (/\bdenied\b|unauthorized|authentication required|\b40[13] (?:unauthorized|forbidden)/i.test(words)) {
    return 'denied'
  }
  if (/manifest unknown|not found|no such image|no matching manifest|name unknown/i.test(words)) {
    return 'not-found'
  }
  return 'failed'
}
