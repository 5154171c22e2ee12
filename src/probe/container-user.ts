/** Numeric owner of files in a container. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

/**
 * The numbers that a container's user stands for, as the engine reads them: `name`, `uid`, `name:group`,
 * `uid:gid`, empty for root; a user without a group has the one in passwd, else 0. `passwd` and `group` are
 * the contents of those files in the image; null when a name is in neither.
 */
export function resolveOwner(user: string, passwd: string, group: string): Owner | null {
  const [name = '', groupName] = user.split(':')
  const account = fields(passwd).find(([login, , uid]) =>
    name === '' ? uid === '0' : login === name || uid === name,
  )
  const uid = name === '' ? 0 : toNumber(account?.[2] ?? name)
  const gid =
    groupName === undefined || groupName === '' ? toNumber(account?.[3] ?? '0') : toGroup(groupName, group)
  return uid === null || gid === null ? null : { uid, gid }
}

/** True when `resolveOwner` needs the files of the image. */
export function needsAccounts(user: string): boolean {
  return user !== '' && !/^\d+:\d+$/.test(user)
}

function toGroup(name: string, group: string): number | null {
  const entry = fields(group).find(([title, , gid]) => title === name || gid === name)
  return toNumber(entry?.[2] ?? name)
}

function fields(file: string): string[][] {
  return file.split('\n').map((line) => line.split(':'))
}

function toNumber(text: string): number | null {
  return /^\d{1,10}$/.test(text) ? Number(text) : null
}
