/**
 * An instruction of an image's history as its Dockerfile had it: without the shell, the builder's marks and
 * the values of build arguments, which the classic builder writes before the command (`|1 TOKEN=… /bin/sh -c`).
 */
export function instructionWords(instruction: string): string {
  return instruction
    .replace(/\s+# buildkit$/, '')
    .replace(/^(RUN )?\|\d+ [\s\S]*\/bin\/sh -c (?:#\(nop\) +)?/, 'RUN ')
    .replace(/^(?:RUN )?\/bin\/sh -c #\(nop\) +/, '')
    .replace(/^(?:RUN )?\/bin\/sh -c /, 'RUN ')
    .replace(/^(RUN )?\|\d+ [\s\S]*$/, 'RUN (build arguments hidden)')
    .replace(/\s+/g, ' ')
    .trim()
}
