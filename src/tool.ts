import manifest from '../package.json' with { type: 'json' }

/** Name and version of this program, as the report and `--version` tell them. */
export const tool = { name: manifest.name, version: manifest.version } as const
