import { expect, test } from '@jest/globals'
import { readMemory, readSize } from '../../../../src/config/values/size.ts'

test.each([
  ['10MB', 10_000_000],
  ['10 MiB', 10_485_760],
  ['1.5GB', 1_500_000_000],
  ['512k', 512_000],
  ['512kB', 512_000],
  ['512KB', 512_000],
  ['1KiB', 1024],
  ['200mb', 200_000_000],
  ['1.1GB', 1_100_000_000],
  ['0.5 GiB', 536_870_912],
  ['2TB', 2e12],
  ['1TiB', 2 ** 40],
  ['7B', 7],
  ['0', 0],
  ['0MB', 0],
  [' 10MB ', 10_000_000],
])('%j is %d bytes', (text, value) => {
  expect(readSize(text)).toEqual({ value })
})

test.each([
  ['abc', '"abc" is not a size; expected one such as 200MB, 10 MiB, 1.5GB, 512k or 0.', '200MB'],
  ['', '"" is not a size; expected one such as 200MB, 10 MiB, 1.5GB, 512k or 0.', '200MB'],
  ['10 XB', '"10 XB" is not a size; expected one such as 200MB, 10 MiB, 1.5GB, 512k or 0.', '200MB'],
  ['1,5GB', '"1,5GB" is not a size; expected one such as 200MB, 10 MiB, 1.5GB, 512k or 0.', '200MB'],
  ['0x10MB', '"0x10MB" is not a size; expected one such as 200MB, 10 MiB, 1.5GB, 512k or 0.', '200MB'],
  ['1e3MB', '"1e3MB" is not a size; expected one such as 200MB, 10 MiB, 1.5GB, 512k or 0.', '200MB'],
  ['500', '"500" has no unit; expected a size such as 200MB, 10 MiB, 1.5GB, 512k or 0.', '500MB'],
  ['10M', '"10M" could mean 10MB (powers of 1000) or 10MiB (powers of 1024); write which.', '10MB'],
  ['10K', '"10K" could mean 10kB (powers of 1000) or 10KiB (powers of 1024); write which.', '10kB'],
  ['1.5g', '"1.5g" could mean 1.5GB (powers of 1000) or 1.5GiB (powers of 1024); write which.', '1.5GB'],
  ['9100TB', '"9100TB" is more than 9007199254740991 bytes, the most that is counted.', null],
])('%j is refused with what was expected and the value to write', (text, wrong, write) => {
  expect(readSize(text)).toEqual({ wrong, write })
})

test('memory refuses k too, which docker run means as KiB, and less than an engine needs', () => {
  expect(readMemory('512MiB')).toEqual({ value: 536_870_912 })
  expect(readMemory('512k')).toEqual({
    wrong: '"512k" could mean 512kB (powers of 1000) or 512KiB (powers of 1024); write which.',
    write: '512kB',
  })
  expect(readMemory('1MB')).toEqual({
    wrong: '"1MB" is less than the 6 MiB that the engine needs to start a container.',
    write: '512MiB',
  })
})
