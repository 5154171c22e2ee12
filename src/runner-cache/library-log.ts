import { connection } from './connection.ts'

/**
 * Stands for `@actions/core` in the library: what it says holds answers of a server and goes through the sink, as
 * everything does. No failure of it is an error of the step.
 */
export const debug = (line: string): void => connection().log.debug(line)
export const info = debug
export const warning = (line: unknown): void =>
  connection().log.warning(`the cache of the runner: ${String(line)}`)
export const error = warning
export const isDebug = (): boolean => false
export const setSecret = (value: string): void => connection().secret(value)
