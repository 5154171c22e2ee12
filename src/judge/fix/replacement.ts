import type { Finding } from '../judgement.ts'
import type { DockerfileSource } from './dockerfile-source.ts'

/** A fix that puts other lines in place of those from `line` to `endLine`; no lines take them away. */
export function replacement(
  { file, lines }: Pick<DockerfileSource, 'file' | 'lines'>,
  line: number,
  endLine: number,
  text: readonly string[],
): Finding['fixes'][number] {
  return { file, line, endLine, text: text.join('\n'), replaces: lines.slice(line - 1, endLine).join('\n') }
}
