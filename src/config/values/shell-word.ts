import { quote } from 'shell-quote'

/** A word as a reader would type it into a shell: bare where that is safe, else quoted. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : quote([word])
}
