import type { ProbeMount, ProbeSpec } from './config.ts'
import { accept, deferPath, find, type Reader, readScalar } from './levels.ts'
import { readPairs } from './lists.ts'
import type { Reading } from './mistakes.ts'
import { entries, type Setting } from './setting.ts'
import { readMount } from './values/mount.ts'
import { readContainerPath, readPath } from './values/path.ts'
import { readCount, readDuration } from './values/scalar.ts'
import { readMemory } from './values/size.ts'
import { readText } from './values/text.ts'

/** What surrounds a probe: the part of it that may be set for all probes or for one. */
export type ProbeSettings = Pick<
  ProbeSpec,
  'user' | 'workdir' | 'env' | 'mounts' | 'checkout' | 'network' | 'timeoutMs' | 'memoryBytes' | 'pids'
>

/** What holds when nobody says anything: no network, a minute, 2 GiB, 512 processes. */
const builtIn: ProbeSettings = {
  user: null,
  workdir: null,
  env: {},
  mounts: [],
  checkout: null,
  network: 'none',
  timeoutMs: 60_000,
  memoryBytes: 2 * 2 ** 30,
  pids: 512,
}

/** Reads the `probe-…` settings, which hold for every probe of the image. */
export function readProbeSettings(reader: Reader): ProbeSettings {
  return readSettings(reader, builtIn, (name) => find(reader, `probe-${name}`))
}

/**
 * Reads the settings of a probe over those that hold without them. `at` gives the setting of a name:
 * `user`, `workdir`, `env`, `mounts`, `checkout`, `network`, `timeout`, `memory`, `pids`.
 */
export function readSettings(
  reader: Reader,
  base: ProbeSettings,
  at: (name: string) => Setting | null,
): ProbeSettings {
  const scalar = <T>(name: string, read: (text: string) => Reading<T>, fallback: T): T =>
    readScalar(reader, at(name), read, fallback)
  const text = (name: string) => (value: string) => readText(`probe-${name}`, value)
  const env = at('env')
  const mounts = at('mounts')
  return {
    user: scalar<string | null>('user', text('user'), base.user),
    workdir: scalar<string | null>('workdir', text('workdir'), base.workdir),
    env: env === null ? base.env : readPairs(reader, env),
    mounts: mounts === null ? base.mounts : readMounts(reader, mounts),
    checkout: scalar<string | null>('checkout', text('checkout'), base.checkout),
    network: scalar('network', text('network'), base.network),
    timeoutMs: scalar('timeout', readDuration, base.timeoutMs),
    memoryBytes: scalar<number | null>('memory', readMemory, base.memoryBytes),
    pids: scalar<number | null>('pids', readCount, base.pids),
  }
}

function readMounts(reader: Reader, setting: Setting): ProbeMount[] {
  return entries(setting).flatMap((entry) => {
    const mount =
      entry.text === null
        ? readMountMap(reader, setting, entry.path)
        : accept(reader, readMount(entry.text), entry.place, setting.writeEntry)
    if (mount === null) return []
    deferPath(reader, mount.source, entry.place)
    return [mount]
  })
}

function readMountMap(
  reader: Reader,
  setting: Setting,
  path: readonly (string | number)[],
): ProbeMount | null {
  const field = (key: string, read: (text: string) => Reading<string>): string | null => {
    const text = setting.text([...path, key])
    if (text === null) return null
    return accept(reader, read(text), setting.place([...path, key]), (value) => `${key}: ${value}`)
  }
  const source = field('source', readPath)
  const target = field('target', readContainerPath)
  if (source === null || target === null) return null
  return { source, target, readOnly: setting.text([...path, 'rw'])?.toLowerCase() !== 'true' }
}
