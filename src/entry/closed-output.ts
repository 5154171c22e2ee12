/**
 * Lets a reader of what is printed leave early, as `head` does: the rest is for nobody, and the exit code still tells the
 * verdict. A result that cannot be written for another reason, such as a full disk, ends the program with one line and
 * exit code 2.
 */
export function letReadersLeave({
  stdout,
  stderr,
  exit,
}: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'exit'>): void {
  // Of the log's end nobody can be told.
  stderr.on('error', () => {})
  stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return
    stderr.write(`Error: the result cannot be written: ${message}\n`)
    exit(2)
  })
}
