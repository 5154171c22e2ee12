import { RE2JS, RE2JSSyntaxException } from 're2js'
import { quoted } from '../mistakes.ts'

/** What is wrong with an RE2 pattern, as a sentence; null when it is right. */
export function checkPattern(pattern: string): string | null {
  try {
    RE2JS.compile(pattern)
    return null
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error
    return `${quoted(`/${pattern}/`)} is not an RE2 pattern: ${error.message}.`
  }
}
