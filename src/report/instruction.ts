/** An instruction of a layer as one line, as a table shows it. */
export function instructionLine(instruction: string): string {
  return instruction.replace(/\s+/g, ' ').trim()
}
