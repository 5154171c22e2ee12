/**
 * The log of a run. Everything written through it passes the sink, so that no text can act as a
 * runner command or move a terminal's cursor. Our own words and foreign text take the same way.
 */
export interface Log {
  info(line: string): void
  warning(line: string): void
  /** Only shown when the runner or the terminal asks for debug output. */
  debug(line: string): void
  /** Foreign text (a build log, a program's output), shown behind a gutter and within a bound. */
  foreign(text: string): void
  /** Folds what `inside` logs under a title where the log can fold. */
  group<T>(title: string, inside: () => Promise<T>): Promise<T>
  /** A line that is replaced by the next one on a terminal and written once, when done, elsewhere. */
  progress(line: string): void
}
