import { setTimeout } from 'node:timers/promises'
import { type RouteAnswer, refusal } from './routes.ts'
import type { GitHubState } from './state.ts'

/** Something that comes between a request and GitHub's answer. */
export interface Interception {
  readonly method: string
  readonly path: RegExp
  /** How often it still happens. */
  times: number
  /** The answer instead; null closes the connection without one. `perform` does what was asked. */
  readonly answer: (perform: () => Promise<RouteAnswer>, state: GitHubState) => Promise<RouteAnswer | null>
}

type Target = Pick<Interception, 'method' | 'path' | 'times'>

/** GitHub does nothing and answers with an error. */
export function failing(
  target: Target,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Interception {
  return { ...target, answer: async () => ({ ...refusal(status, message), headers }) }
}

/** GitHub does what was asked and answers with an error all the same. */
export function failingAfterwards(target: Target, status: number): Interception {
  return {
    ...target,
    async answer(perform) {
      await perform()
      return refusal(status, 'Server Error')
    },
  }
}

/** GitHub does what was asked and the connection breaks. */
export function hangingUpAfterwards(target: Target): Interception {
  return {
    ...target,
    async answer(perform) {
      await perform()
      return null
    },
  }
}

/** Something else happens in the repository just before the request is performed. */
export function racing(target: Target, happens: (state: GitHubState) => void): Interception {
  return {
    ...target,
    async answer(perform, state) {
      happens(state)
      return perform()
    },
  }
}

/** GitHub takes its time. */
export function slow(target: Target, ms: number): Interception {
  return {
    ...target,
    async answer(perform) {
      await setTimeout(ms)
      return perform()
    },
  }
}

export const limitMessage =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
