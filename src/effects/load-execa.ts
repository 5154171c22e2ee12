/** What starts other programs, loaded with the first one: comparing images that are there already needs none. */
export function loadExeca(): Promise<typeof import('execa')> {
  return import('execa')
}
