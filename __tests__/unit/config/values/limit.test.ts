import { expect, test } from '@jest/globals'
import { readLimit } from '../../../../src/config/values/limit.ts'

const bytes = (limit: number) => ({ unit: 'bytes', limit })
const percent = (limit: number) => ({ unit: 'percent', limit })

test.each([
  ['max-size', '200MB', [bytes(200_000_000)]],
  ['max-increase', '2%', [percent(2)]],
  ['max-increase', '0.5 %', [percent(0.5)]],
  ['max-increase', '2%, 10MB', [percent(2), bytes(10_000_000)]],
  ['max-increase', '10 MiB,2 %', [bytes(10_485_760), percent(2)]],
  ['max-increase', '0', [bytes(0)]],
  ['max-increase', '0%', [percent(0)]],
  ['max-increase', '250%', [percent(250)]],
  ['min-decrease', '0', [bytes(0)]],
  ['min-decrease', '10%, 5MB', [percent(10), bytes(5_000_000)]],
  ['max-wasted', '0', [bytes(0)]],
  ['max-wasted', '5%', [percent(5)]],
] as const)('%s: %s', (name, text, value) => {
  expect(readLimit(name, text)).toEqual({ value })
})

const forms = '200MB, 10 MiB, 1.5GB, 512k or 0'
test.each([
  ['max-size', '0', '"0" is a limit that every image crosses; expected a size above 0.', '200MB'],
  ['max-size', '0MB', '"0MB" is a limit that every image crosses; expected a size above 0.', '200MB'],
  [
    'max-size',
    '5%',
    `"5%" is a percentage, and of what? Expected a size such as ${forms}; a limit on growth is max-increase.`,
    '200MB',
  ],
  ['max-size', 'big', `"big" is not a size; expected one such as ${forms}.`, '200MB'],
  ['max-size', '-5MB', '"-5MB" is negative; expected 0 or more.', '5MB'],
  [
    'max-increase',
    '-5%',
    '"-5%" is negative; expected 0 or more. That an image must shrink is min-decrease: 5%.',
    '0',
  ],
  [
    'max-increase',
    'much',
    `"much" is neither a size nor a percentage; expected one such as ${forms}, 2% or 0.5 %.`,
    '2%',
  ],
  [
    'max-increase',
    '2',
    `"2" is neither a size nor a percentage; expected one such as ${forms}, 2% or 0.5 %.`,
    '2MB',
  ],
  [
    'max-increase',
    '2%, 3%',
    '"2%, 3%" gives more than one bound of a kind; expected a size, a percentage, or one of each.',
    '2%, 10MB',
  ],
  [
    'max-size',
    '1MB,2MB',
    '"1MB,2MB" gives more than one bound of a kind; expected a size, a percentage, or one of each.',
    '200MB',
  ],
  ['min-decrease', '120%', '"120%" is a limit that every image crosses; expected less than 100%.', '10%'],
  ['min-decrease', '100%', '"100%" is a limit that every image crosses; expected less than 100%.', '10%'],
  ['min-decrease', '-1MB', '"-1MB" is negative; expected 0 or more.', '1MB'],
  ['max-wasted', '100%', '"100%" can never be crossed; expected less than 100% of the image.', '5%'],
] as const)('%s: %s is refused', (name, text, wrong, write) => {
  expect(readLimit(name, text)).toEqual({ wrong, write })
})
