import { expect, test } from '@jest/globals'
import { classify, type RunFacts } from '../../../src/probe/classify.ts'

const started = '2026-01-02T03:04:05.000000006Z'
const never = '0001-01-01T00:00:00Z'
const runc =
  'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: '
const laterRunc =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: '
const mountHint =
  ': unknown: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type'

function facts(change: Partial<RunFacts>): RunFacts {
  return {
    program: 'gcc',
    refusal: null,
    state: null,
    killed: null,
    stderr: '',
    memoryBytes: null,
    ...change,
  }
}

function exited(exitCode: number, stderr = '', oomKilled = false): Partial<RunFacts> {
  return { state: { status: 'exited', exitCode, error: '', oomKilled, startedAt: started }, stderr }
}

function refused(status: number | null, message: string): Partial<RunFacts> {
  return { refusal: { status, message } }
}

test.each<[string, Partial<RunFacts>, string]>([
  // The program itself, refused at the start.
  [
    'missing by name',
    refused(400, `${runc}exec: "gcc": executable file not found in $PATH: unknown`),
    'not_found',
  ],
  [
    'missing by name, later runc',
    refused(400, `${laterRunc}exec: "gcc": executable file not found in $PATH: unknown`),
    'not_found',
  ],
  [
    'missing by name, crun',
    refused(
      400,
      'failed to create task for container: OCI runtime create failed: crun: executable file `gcc` not found in $PATH: No such file or directory: unknown',
    ),
    'not_found',
  ],
  [
    'missing by path',
    {
      program: '/bin/gcc',
      ...refused(400, `${runc}exec: "/bin/gcc": stat /bin/gcc: no such file or directory: unknown`),
    },
    'not_found',
  ],
  [
    'below a file',
    {
      program: '/bin/p/x',
      ...refused(400, `${runc}exec: "/bin/p/x": stat /bin/p/x: not a directory${mountHint}`),
    },
    'not_found',
  ],
  [
    'another program missing',
    refused(400, `${runc}exec: "cc": executable file not found in $PATH: unknown`),
    'engine_error',
  ],
  [
    'a quoted name',
    { program: 'a"b', ...refused(400, `${runc}exec: "a\\"b": executable file not found in $PATH: unknown`) },
    'not_found',
  ],
  [
    'not executable',
    { program: '/bin/dir', ...refused(400, `${runc}exec: "/bin/dir": permission denied: unknown`) },
    'not_executable',
  ],
  [
    'a directory, later runc',
    { program: '/bin/dir', ...refused(400, `${laterRunc}exec: "/bin/dir": is a directory: unknown`) },
    'not_executable',
  ],
  // The surroundings.
  [
    'bind of a directory onto a file',
    refused(
      400,
      `${runc}error during container init: error mounting "/tmp/r" to rootfs at "/etc/passwd": mount /tmp/r:/etc/passwd (via /proc/self/fd/6), flags: 0x5000: not a directory${mountHint}`,
    ),
    'mount_error',
  ],
  [
    'a mount wins over the words of a missing program',
    refused(400, `${runc}error mounting "/exec: "gcc": executable file not found in $PATH" to rootfs`),
    'mount_error',
  ],
  [
    'bind source missing',
    refused(400, 'invalid mount config for type "bind": bind source path does not exist: /tmp/none'),
    'mount_error',
  ],
  [
    'unknown user',
    refused(500, 'unable to find user nope: no matching entries in passwd file'),
    'user_error',
  ],
  [
    'unknown group',
    refused(400, 'unable to find group nope: no matching entries in group file'),
    'user_error',
  ],
  [
    'working directory is a file',
    refused(400, 'Cannot mkdir: /etc/passwd is not a directory'),
    'workdir_error',
  ],
  [
    'working directory is relative',
    refused(400, "the working directory 'rel' is invalid, it needs to be an absolute path"),
    'workdir_error',
  ],
  [
    'working directory is closed',
    refused(
      400,
      `${laterRunc}chdir to cwd ("/secret") set in config.json failed: permission denied: unknown`,
    ),
    'workdir_error',
  ],
  [
    'network cannot be set up',
    refused(
      500,
      'failed to create endpoint quirky_bose on network bridge: failed to add the host (veth1) <=> sandbox (veth2) pair interfaces: operation not supported',
    ),
    'network_error',
  ],
  [
    'network cannot be set up, later engine',
    refused(500, 'failed to set up container networking: driver failed programming external connectivity'),
    'network_error',
  ],
  ['unknown network', refused(404, 'network nope not found'), 'network_error'],
  ['image missing', refused(404, 'No such image: nosuch:1'), 'image_missing'],
  [
    'wrong platform',
    refused(
      404,
      'image with reference x:1 was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64',
    ),
    'platform_mismatch',
  ],
  ['unknown runtime', refused(400, 'Unknown runtime specified nope'), 'engine_error'],
  ['no answer', refused(null, 'socket hang up'), 'engine_error'],
  ['no state', {}, 'engine_error'],
  // A start that was accepted and never happened.
  [
    'never started',
    { state: { status: 'created', exitCode: 128, error: '', oomKilled: false, startedAt: never } },
    'engine_error',
  ],
  [
    'never started, with the words',
    {
      state: {
        status: 'created',
        exitCode: 127,
        error: `${runc}exec: "gcc": executable file not found in $PATH: unknown`,
        oomKilled: false,
        startedAt: never,
      },
    },
    'not_found',
  ],
  // After the start.
  ['exit 0', exited(0), 'ran'],
  ['exit 125', exited(125), 'ran'],
  ['exit 255', exited(255), 'ran'],
  ['missing inside a shell', { program: 'sh', ...exited(127, 'sh: 1: gcc: not found\n') }, 'ran'],
  [
    'wrong architecture inside a shell',
    { program: 'sh', ...exited(126, 'sh: 1: /x: Exec format error\n') },
    'ran',
  ],
  ['too many processes', { program: 'sh', ...exited(2, 'sh: 1: Cannot fork\n') }, 'ran'],
  [
    'library missing, glibc',
    exited(
      127,
      'gcc: error while loading shared libraries: libmpc.so.3: cannot open shared object file: No such file or directory\n',
    ),
    'missing_library',
  ],
  [
    'library missing, musl',
    exited(
      127,
      'Error loading shared library libmpc.so.3: No such file or directory (needed by /usr/bin/gcc)\n',
    ),
    'missing_library',
  ],
  [
    'the words of a loader, another exit code',
    exited(1, 'gcc: error while loading shared libraries: libmpc.so.3: x\n'),
    'ran',
  ],
  ['interpreter missing', exited(1, 'exec /usr/bin/gcc: no such file or directory\n'), 'missing_interpreter'],
  [
    'interpreter missing, runc 1.2',
    exited(255, 'exec /usr/bin/gcc: no such file or directory\n'),
    'missing_interpreter',
  ],
  [
    'interpreter missing, runc 1.0',
    exited(1, 'standard_init_linux.go:228: exec user process caused: no such file or directory\n'),
    'missing_interpreter',
  ],
  [
    'interpreter missing, crun',
    exited(
      127,
      '{"msg":"exec container process `/usr/bin/gcc`: No such file or directory","level":"error"}\n',
    ),
    'missing_interpreter',
  ],
  ['wrong architecture', exited(1, 'exec /usr/bin/gcc: exec format error\n'), 'bad_format'],
  ['wrong architecture, runc 1.2', exited(255, 'exec /usr/bin/gcc: exec format error\n'), 'bad_format'],
  ['not executable after the start', exited(255, 'exec /usr/bin/gcc: permission denied\n'), 'not_executable'],
  ['the same words of another program', exited(1, 'exec /usr/bin/as: exec format error\n'), 'ran'],
  ['the same words among others', exited(1, 'exec /usr/bin/gcc: exec format error\nbye\n'), 'ran'],
  ['out of memory', exited(137, '', true), 'oom'],
  ['out of memory in a child', exited(3, 'Killed\n', true), 'oom'],
  ['out of memory, unnoticed by the engine', { ...exited(137), memoryBytes: 16_000_000 }, 'oom'],
  [
    'our kill of a container with a limit',
    { ...exited(137), memoryBytes: 16_000_000, killed: 'timeout' },
    'timeout',
  ],
  ['out of memory wins over our kill', { ...exited(137, '', true), killed: 'timeout' }, 'oom'],
  ['our kill', { ...exited(137), killed: 'timeout' }, 'timeout'],
  ['our kill came as it ended', { ...exited(0), killed: 'timeout' }, 'timeout'],
  ['printed too much', { ...exited(137), killed: 'output-limit' }, 'signalled'],
  ['killed by somebody', exited(137), 'signalled'],
  ['crashed', exited(139), 'signalled'],
])('%s', (_name, change, outcome) => {
  expect(classify(facts(change)).outcome).toBe(outcome)
})

test('a class keeps what the program chose, and nothing that the engine invented', () => {
  expect(classify(facts(exited(3)))).toEqual({ outcome: 'ran', exitCode: 3, signal: null, detail: '' })
  expect(classify(facts(exited(139)))).toMatchObject({ exitCode: 139, signal: 'SIGSEGV' })
  expect(classify(facts(exited(128 + 40)))).toMatchObject({ signal: 'signal 40' })
  expect(classify(facts(refused(400, `${runc}exec: "gcc": executable file not found in $PATH`)))).toEqual({
    outcome: 'not_found',
    exitCode: null,
    signal: null,
    detail: 'the engine did not find it in PATH',
  })
  expect(
    classify(facts(exited(127, 'gcc: error while loading shared libraries: libmpc.so.3: cannot open\n')))
      .detail,
  ).toBe('the shared library libmpc.so.3 is missing or unusable')
})
