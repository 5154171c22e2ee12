/** What the name of a file says of the package that it is; raw bytes, the version empty where it says none. */
export interface ArchiveName {
  readonly manager: 'java' | 'go'
  readonly name: string
  readonly version: string
}

/**
 * In: the name of a Java archive, as Maven and Gradle write it: `ARTIFACT-VERSION[-CLASSIFIER].jar`. Out: the two
 * apart. Both may have hyphens: the version begins at the last part that begins with a digit, or before the time
 * stamp of a snapshot (`-20240131.120000-1`). Plug-ins of Eclipse are `NAME_VERSION.jar`.
 */
export function archiveName(file: string): ArchiveName {
  const stem = file.replace(/\.(?:jar|war|ear)$/, '')
  const [, name, version] =
    /^(.+?)-(\d[\w.]*-\d{8}\.\d{6}-\d+(?:-[a-z].*)?)$/i.exec(stem) ??
    /^(.+)-(\d.*)$/.exec(stem) ??
    /^(.+)_(\d+\.\d[^_]*)$/.exec(stem) ??
    []
  return { manager: 'java', name: name ?? stem, version: version ?? '' }
}
