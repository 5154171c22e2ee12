import { expect, test } from '@jest/globals'
import { coveredNames } from '../../../src/probe/covered-names.ts'

test.each([
  [
    'gcc',
    [
      'gcc',
      'gcc-12',
      'gcc-12.2',
      'x86_64-linux-gnu-gcc',
      'x86_64-linux-gnu-gcc-12',
      'arm-none-eabi-gcc',
      'avr-gcc',
      'x86_64-alpine-linux-musl-gcc',
      'i686-w64-mingw32-gcc',
    ],
  ],
  ['g++', ['g++', 'g++-12', 'aarch64-linux-gnu-g++-12']],
  ['python', ['python', 'python3', 'python3.11']],
  ['cc', ['cc', 'cc1']],
  ['ar', ['ar', 'aarch64-linux-gnu-ar', 'sparc64-linux-gnu-ar-2']],
])('%s covers its versioned and target-prefixed forms', (name, forms) => {
  expect(forms.filter(coveredNames(name, false))).toEqual(forms)
  expect(forms.filter(coveredNames(name, true))).toEqual([name])
})

test.each([
  [
    'gcc',
    [
      'gcc-ar',
      'gcc-ar-12',
      'c89-gcc',
      'libgcc',
      'gccgo',
      'gcc.1.gz',
      'my-gcc',
      'gcc-',
      'gcc-12-base',
      'linux-gnu-gcc',
    ],
  ],
  ['g++', ['gcc', 'g', 'gg', 'x86_64-linux-gnu-gcc']],
  ['make', ['cmake', 'make.py', 'makefile', 'automake-1.16', 'x86_64-linux-gnu-cmake']],
])('%s does not cover other programs', (name, others) => {
  expect(others.filter(coveredNames(name, false))).toEqual([])
})
