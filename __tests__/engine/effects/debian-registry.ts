import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

/** A registry of its own for a test, from Debian's package docker-registry. */
export interface DebianRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string
  close(): Promise<void>
}

/** Who may read a registry with a password. The hash is bcrypt, the only kind that this registry takes. */
export const reader = { name: 'reader', password: 'quiet-harbour-7' }
const passwords = 'reader:$2y$05$dG8YE0c4PWCBiWZLxdeay.jPcXQBfnHVg29X9Dxem.urh1taX2.KC\n'

/** Starts a registry on a free port of loopback that keeps its content in a temporary folder. */
export async function debianRegistry({ password }: { readonly password: boolean }): Promise<DebianRegistry> {
  const directory = await mkdtemp(join(tmpdir(), 'docker-registry-'))
  await writeFile(join(directory, 'passwords'), passwords)
  const config = {
    version: '0.1',
    storage: { filesystem: { rootdirectory: join(directory, 'content') } },
    http: { addr: '127.0.0.1:0', secret: 'of a test' },
    ...(password && { auth: { htpasswd: { realm: 'test', path: join(directory, 'passwords') } } }),
  }
  await writeFile(join(directory, 'config.yml'), JSON.stringify(config))
  const path = `${process.env.PATH}:${resolve('.image-size-guard/bin')}`
  const child = spawn('docker-registry', ['serve', join(directory, 'config.yml')], {
    env: { PATH: path },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const host = await new Promise<string>((found, failed) => {
    const missing = 'docker-registry does not start; script/setup registry'
    child.once('error', (error) => failed(new Error(missing, { cause: error })))
    child.once('exit', () => failed(new Error(missing)))
    createInterface(child.stderr).on('line', (line) => {
      const listening = /listening on (127\.0\.0\.1:\d+)/.exec(line)
      if (listening?.[1]) found(listening[1])
    })
  })
  return {
    host,
    async close() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
      await rm(directory, { recursive: true })
    },
  }
}
