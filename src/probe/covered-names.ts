/**
 * The file names that a program name covers. A plain name covers itself, its versioned forms (`gcc-12`,
 * `gcc-12.2`, `python3.11`) and both with a target in front (`x86_64-linux-gnu-gcc-12`), as GNU toolchains
 * and distributions name them; an exact one covers itself only.
 */
export function coveredNames(name: string, exact: boolean): (candidate: string) => boolean {
  if (exact) return (candidate) => candidate === name
  return (candidate) => {
    // The name may also occur inside the target: `ar` in `aarch64-linux-gnu-ar`.
    for (let at = candidate.indexOf(name); at !== -1; at = candidate.indexOf(name, at + 1)) {
      const target = candidate.slice(0, at)
      const version = candidate.slice(at + name.length)
      const covered = target === '' || targetPrefix.test(target)
      if (covered && (version === '' || versionSuffix.test(version))) return true
    }
    return false
  }
}

const versionSuffix = /^-?\d+(\.\d+)*$/

// The processor of a GNU target, then up to three more parts: `avr-`, `arm-none-eabi-`, `x86_64-linux-gnu-`.
const targetPrefix =
  /^(x86_64|amd64|i[3-6]86|aarch64(_be)?|arm[a-z0-9]*|thumb\w*|riscv(32|64)|s390x?|p(ower)?pc(64)?(le|el)?|powerpc64(le)?|mips[a-z0-9]*|loongarch64|sparc(64|v9)?|m68k|alpha|hppa(64)?|ia64|sh4|avr|bpf|xtensa|or1k|wasm32|wasm64|nvptx|amdgcn|microblaze(el)?|nios2|arc)(-[A-Za-z0-9_.]+){0,3}-$/
