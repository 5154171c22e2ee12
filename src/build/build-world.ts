import type { World } from '../effects/world.ts'

/** What of the outside world a build needs. */
export type BuildWorld = Pick<
  World,
  'docker' | 'dockerCli' | 'cleanup' | 'signal' | 'runner' | 'clock' | 'mark'
>
