import { spawnSync } from 'node:child_process'
import { expect, test } from '@jest/globals'
import {
  containerLabels,
  containerMark,
  createMark,
  directoryMark,
  directoryName,
  imageMark,
  imageName,
} from '../../../src/effects/mark.ts'
import { currentOwner, ownerState } from '../../../src/effects/owner.ts'

test('a mark can be read back from everything that carries it', async () => {
  const mark = await createMark(1_700_000_000_000, 60_000)
  expect(mark.deadline).toBe(1_700_000_660)
  const { repository, tag } = imageName(mark, 'before', 3)
  expect(imageMark(`${repository}:${tag}`)).toEqual(mark)
  expect(containerMark(containerLabels(mark))).toEqual(mark)
  expect(directoryMark(directoryName(mark))).toEqual(mark)
  expect(tag).toMatch(/^[\w][\w.-]{0,127}$/)
})

test.each(['python:3.12', 'image-size-guard/python:3.11-slim', 'image-size-guard/before:latest'])(
  'the image %s is none of a run',
  (reference) => {
    expect(imageMark(reference)).toBeNull()
  },
)

test('this process is alive, one that ended is gone, one of elsewhere is unknown', async () => {
  const owner = await currentOwner()
  expect(await ownerState(owner)).toBe('alive')
  const ended = spawnSync('true').pid
  expect(await ownerState(owner.replace(`-${process.pid}-`, `-${ended}-`))).toBe('gone')
  expect(await ownerState(owner.replace(/-\d+$/, '-1'))).toBe('gone')
  expect(await ownerState('0123456789ab-1-1')).toBe('unknown')
})
