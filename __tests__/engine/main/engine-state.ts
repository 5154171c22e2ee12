import { execa } from 'execa'

/**
 * What the engine holds of this product: images, containers, volumes and networks, one a line, except what carries
 * the mark of another run than `mark` (null before there is one). Runs, tests and people may share an engine,
 * so what is not labelled as ours says nothing about us.
 */
export async function engineState(mark: string | null): Promise<string[]> {
  const ours = ['--filter', 'label=image-size-guard']
  const lists = await Promise.all([
    list('image', 'ls', '--all', ...ours, '--no-trunc', '--format', '{{.ID}} {{.Repository}}:{{.Tag}}'),
    list('container', 'ls', '--all', ...ours, '--no-trunc', '--format', '{{.ID}} {{.Image}} {{.Labels}}'),
    list('volume', 'ls', ...ours, '--format', '{{.Name}}'),
    list('network', 'ls', ...ours, '--no-trunc', '--format', '{{.ID}} {{.Name}}'),
  ])
  const isForeign = (line: string): boolean =>
    /image-size-guard\.mark=| image-size-guard\/(?:before|after):/.test(line) &&
    (mark === null || !line.includes(mark))
  return lists
    .flat()
    .filter((line) => !isForeign(line))
    .sort()
}

async function list(kind: string, ...args: string[]): Promise<string[]> {
  const { stdout } = await execa('docker', [kind, ...args])
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [`${kind} ${line}`]))
}
