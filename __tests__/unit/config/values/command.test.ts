import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readCommand, readVector } from '../../../../src/config/values/command.ts'
import { shellWord } from '../../../../src/config/values/shell-word.ts'

test.each([
  ['python --version', ['python', '--version']],
  ['  gcc   --version  ', ['gcc', '--version']],
  [`python -c "import a; print('x')"`, ['python', '-c', "import a; print('x')"]],
  [`sh -c 'a | b > $c'`, ['sh', '-c', 'a | b > $c']],
  [`a "" ''`, ['a', '', '']],
  [`a 'b'"c"d`, ['a', 'bcd']],
  [String.raw`a b\ c \$HOME \* \~`, ['a', 'b c', '$HOME', '*', '~']],
  [String.raw`a "\$x \" \\ \n \a"`, ['a', String.raw`$x " \ \n \a`]],
  ['a#b c~d', ['a#b', 'c~d']],
  ['a $ "$" b$', ['a', '$', '$', 'b$']],
  ['a --x=y {b,c} k=v %', ['a', '--x=y', '{b,c}', 'k=v', '%']],
  ['a\tb', ['a', 'b']],
  ['test é "ü 😀"', ['test', 'é', 'ü 😀']],
  ['a ! [', ['a', '!', '[']],
])('%s is words', (line, argv) => {
  expect(readCommand(line)).toEqual({ value: { argv, entrypoint: 'none' } })
})

test.each([
  ['gcc --version | grep 14', 'an operator (|)'],
  ['a || b', 'an operator (||)'],
  ['a && b', 'an operator (&&)'],
  ['a &', 'an operator (&)'],
  ['a;b', 'an operator (;)'],
  ['a < b', 'an operator (<)'],
  ['a 2>&1', 'an operator (>)'],
  ['(a)', 'an operator (()'],
  ['a)', 'an operator ())'],
  ['a `b`', 'a command substitution (`)'],
  ['a "`b`"', 'a command substitution (`)'],
  ['a $(b)', 'a command substitution ($()'],
  ['a "x$(b)"', 'a command substitution ($()'],
  ['a $HOME', 'a variable ($HOME)'],
  ['a "b$HOME"', 'a variable ($HOME)'],
  [`a "\${HOME}"`, `a variable (\${HOME})`],
  ['a $1 $?', 'a variable ($1)'],
  ['X=1 a', 'a variable (X=)'],
  ['a ~', 'a home directory (~)'],
  ['ls ~/x', 'a home directory (~)'],
  ['ls *.c', 'a pattern (*)'],
  ['ls a?', 'a pattern (?)'],
  ['ls a[0-9]', 'a pattern ([)'],
  ['a # b', 'a comment (#)'],
  ['! a', 'a negation (!)'],
  ['a\nb', 'a line break'],
])('%j needs a shell', (line, what) => {
  expect(readCommand(line)).toEqual({
    wrong: `${JSON.stringify(line)} needs a shell for ${what}, and commands run without one. Quote it, or name the shell.`,
    write: JSON.stringify(['sh', '-c', line]),
  })
})

test('the line to write is escaped, and is a good one itself', () => {
  const reading = readCommand(`echo "a" | sed 's/"/\\\\/'`)
  expect(reading).toHaveProperty('write', String.raw`["sh","-c","echo \"a\" | sed 's/\"/\\\\/'"]`)
  expect(readCommand(String('write' in reading ? reading.write : ''))).toEqual({
    value: { argv: ['sh', '-c', `echo "a" | sed 's/"/\\\\/'`], entrypoint: 'none' },
  })
})

test('a line that starts with - goes to the entry point of the image', () => {
  expect(readCommand('--help')).toEqual({ value: { argv: ['--help'], entrypoint: 'image' } })
  expect(readCommand('-c "a b"')).toEqual({ value: { argv: ['-c', 'a b'], entrypoint: 'image' } })
})

test('a JSON array is taken as it is', () => {
  expect(readCommand('["sh", "-c", "a | $b"]')).toEqual({
    value: { argv: ['sh', '-c', 'a | $b'], entrypoint: 'none' },
  })
  expect(readCommand('["--help"]')).toEqual({ value: { argv: ['--help'], entrypoint: 'none' } })
})

const form = 'expected ["PROGRAM", "ARGUMENT", …].'
test.each([
  ['', 'the command is empty; expected a program and its arguments.', 'python --version'],
  ["''", `"''" has an empty program name.`, 'python --version'],
  ['echo "a', '"echo \\"a" has a quote (") that is not closed.', 'echo "a"'],
  ["echo it's", `"echo it's" has a quote (') that is not closed.`, "echo it's'"],
  ['echo a\\', '"echo a\\\\" has a backslash at its end.', 'echo a'],
  ['a\0', 'the command has a NUL character in it.', null],
  ['[]', `the array names no program; ${form}`, '["python","--version"]'],
  ['[""]', `the array names no program; ${form}`, '["python","--version"]'],
  ['["a", 1]', `the array holds something else than text; ${form}`, '["python","--version"]'],
  ['[ -f /x ]', `"[ -f /x ]" starts with [ and is not a JSON array; ${form}`, '["[","-f","/x","]"]'],
])('%j is refused', (line, wrong, write) => {
  expect(readCommand(line)).toEqual({ wrong, write })
})

test('a vector with a NUL in it is refused', () => {
  expect(readVector(['a', 'b\0'])).toEqual({ wrong: 'the command has a NUL character in it.', write: null })
})

test('any words, quoted for a shell, come back as they were', () => {
  const word = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''))
  fc.assert(
    fc.property(fc.array(word), (rest) => {
      const line = ['program', ...rest].map((text) => `'${text.replaceAll("'", `'\\''`)}'`).join(' ')
      fc.pre(!/[\r\n]/.test(line))
      expect(readCommand(line)).toEqual({ value: { argv: ['program', ...rest], entrypoint: 'none' } })
    }),
  )
})

test('a word is shown as one would type it', () => {
  expect(['a', '--b=c', 'a b', '$x', ''].map(shellWord)).toEqual(['a', '--b=c', "'a b'", '\\$x', "''"])
})
