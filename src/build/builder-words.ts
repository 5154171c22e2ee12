/** Why a build failed, without the prefixes that clients and engines of different ages put before it. */
export function builderWords(error: string): string {
  return error
    .replace(/^(?:ERROR: )?(?:failed to build: )?/, '')
    .replace(/^(?:failed to solve: )?(?:rpc error: code = \w+ desc = )?/, '')
    .replace(/^(?:failed to solve(?: with frontend \S+)?: )?(?:failed to create LLB definition: )?/, '')
}
