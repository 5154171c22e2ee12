import type { Finding } from './judgement.ts'

/** A finding about the after image, without bytes and fixes where none are given. */
export function finding(
  given: Pick<Finding, 'rule' | 'level' | 'message' | 'paths'> & Partial<Pick<Finding, 'side' | 'bytes'>>,
): Finding {
  return { side: 'after', bytes: null, fixes: [], inBefore: null, ...given }
}

/** A file with its line as the place of a finding; none for no file. */
export function place(path: string | null, line: number | null): Finding['paths'] {
  return path === null ? [] : [{ path, line }]
}
