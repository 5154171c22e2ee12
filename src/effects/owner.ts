import { createHash } from 'node:crypto'
import { readFile, readlink } from 'node:fs/promises'
import { codeOf } from '../system-error.ts'

/**
 * Names this process for later: a digest of the boot and the process namespace, the process ID and the
 * time it started, in lower-case letters, digits and dashes. Where `/proc` is missing (not Linux) the
 * start is `0` and the digest that of the platform alone.
 */
export async function currentOwner(): Promise<string> {
  return `${await namespaceDigest()}-${process.pid}-${(await startTime(process.pid)) ?? '0'}`
}

/**
 * Whether the process that an owner names still runs: `unknown` for a name from another machine, boot or
 * process namespace, whose process IDs mean nothing here.
 */
export async function ownerState(owner: string): Promise<'alive' | 'gone' | 'unknown'> {
  const [digest, pid, start] = owner.split('-')
  if (!pid || !start || digest !== (await namespaceDigest())) return 'unknown'
  if (start === '0') return 'unknown'
  return (await startTime(Number(pid))) === start ? 'alive' : 'gone'
}

async function namespaceDigest(): Promise<string> {
  const parts = await Promise.all([
    optional(readFile('/proc/sys/kernel/random/boot_id', 'utf8')),
    optional(readlink('/proc/self/ns/pid')),
  ])
  const identity = parts.map((part) => part ?? process.platform).join('\n')
  return createHash('sha256').update(identity).digest('hex').slice(0, 12)
}

// proc(5): the 22nd field of /proc/PID/stat; the second is a name in parentheses that may hold spaces.
async function startTime(pid: number): Promise<string | null> {
  const stat = await optional(readFile(`/proc/${pid}/stat`, 'utf8'))
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields?.[19] ?? null
}

async function optional(read: Promise<string>): Promise<string | null> {
  try {
    return await read
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(codeOf(error) ?? '')) return null
    throw error
  }
}
