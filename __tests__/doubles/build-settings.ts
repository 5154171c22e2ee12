import type { BuildSettings } from '../../src/config/config.ts'

/** Build settings as a configuration without any build key gives them. */
export const plainSettings: BuildSettings = {
  context: '.',
  file: null,
  target: null,
  platform: null,
  buildArgs: {},
  buildContexts: {},
  secrets: [],
  ssh: [],
  cacheFrom: [],
  cacheTo: [],
  noCache: false,
  pull: false,
  network: null,
  builder: null,
}
