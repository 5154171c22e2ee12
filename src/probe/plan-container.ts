import { stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { ProbeSpec } from '../config/config.ts'
import type { ContainerMount, ContainerSpec } from '../effects/docker/docker.ts'
import { containerLabels, type RunMark } from '../effects/mark.ts'
import { placeCheckout } from './checkout-place.ts'
import { fileErrorCode } from './file-error.ts'
import type { ProbeTarget } from './probe-target.ts'
import type { CheckoutRequest } from './put-checkout.ts'
import type { Cause } from './refusal.ts'
import { resolveMounts } from './resolve-mounts.ts'

/** Processes that a probe may have at once when it sets no number. */
const defaultPids = 256

/** A probe's container, the first word of the command line that will be started in it, and what is put into it. */
export interface ContainerPlan {
  readonly container: ContainerSpec
  readonly program: string
  readonly checkout: CheckoutRequest | null
}

/**
 * Plans the container of a probe on one side, or tells why it cannot be run: a mount or checkout that is
 * not there, or a working directory that is in neither image, checkout nor mounts (the engine would make an
 * empty one). With a checkout and no working directory, the probe runs in the checkout.
 */
export async function planContainer(
  spec: ProbeSpec,
  target: ProbeTarget,
  mark: RunMark,
): Promise<ContainerPlan | Cause> {
  const checkout = planCheckout(spec, target)
  if (checkout && 'outcome' in checkout) return checkout
  const resolved = await resolveMounts(spec.mounts, target.built.tree ?? target.checkout)
  if ('outcome' in resolved) return resolved
  const workdir = spec.workdir ?? spec.checkout
  if (workdir !== null && !(await hasDirectory(workdir, spec, target))) {
    return { outcome: 'workdir_error', detail: `the working directory ${workdir} is not there` }
  }
  return {
    program: programOf(spec, target),
    container: toContainer(spec, target, resolved.mounts, workdir, mark),
    checkout,
  }
}

function planCheckout(spec: ProbeSpec, { built, inspected }: ProbeTarget): ContainerPlan['checkout'] | Cause {
  if (spec.checkout === null) return null
  if (built.tree === null) {
    return {
      outcome: 'mount_error',
      detail: 'no checkout for this side: it is an image and has no tree of its own',
    }
  }
  const place = placeCheckout(spec.checkout, inspected.files)
  if ('outcome' in place) return place
  return { tree: built.tree, ignored: built.ignored, place, user: spec.user ?? inspected.image.run.user }
}

function toContainer(
  spec: ProbeSpec,
  target: ProbeTarget,
  mounts: readonly ContainerMount[],
  workdir: string | null,
  mark: RunMark,
): ContainerSpec {
  const { user, network, memoryBytes } = spec
  return {
    image: target.inspected.image.id,
    entrypoint: spec.entrypoint === 'none' ? [] : null,
    // Without arguments the entry point gets the image's own.
    cmd: spec.argv.length > 0 ? spec.argv : null,
    env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    user,
    workdir,
    network,
    mounts,
    memoryBytes,
    pids: spec.pids ?? defaultPids,
    labels: containerLabels(mark),
  }
}

function programOf(spec: ProbeSpec, target: ProbeTarget): string {
  const { entrypoint, cmd } = target.inspected.image.run
  if (spec.entrypoint === 'none') return spec.argv[0] ?? ''
  return entrypoint?.[0] ?? spec.argv[0] ?? cmd?.[0] ?? ''
}

async function hasDirectory(path: string, spec: ProbeSpec, target: ProbeTarget): Promise<boolean> {
  const directory = posix.normalize(path)
  if (target.inspected.files.resolve(directory)?.type === 'directory') return true
  if (spec.mounts.some((mount) => isAtOrBelow(directory, mount.target))) return true
  if (spec.checkout === null || target.built.tree === null) return false
  // Directories above the checkout are made with it.
  if (isAtOrBelow(spec.checkout, directory)) return true
  if (!isAtOrBelow(directory, spec.checkout)) return false
  const inTree = join(target.built.tree, posix.relative(posix.normalize(spec.checkout), directory))
  return isDirectory(inTree)
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    if (fileErrorCode(error) !== null) return false
    throw error
  }
}

function isAtOrBelow(path: string, directory: string): boolean {
  const way = posix.relative(posix.normalize(directory), posix.normalize(path))
  return way === '' || (way !== '..' && !way.startsWith('../'))
}
