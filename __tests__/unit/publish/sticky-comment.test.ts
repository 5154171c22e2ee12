import { beforeEach, describe, expect, test } from '@jest/globals'
import { GitHubError } from '../../../src/effects/github.ts'
import { createMarker, readMarker, writeMarker } from '../../../src/publish/marker.ts'
import { putStickyComment, type StickyComment } from '../../../src/publish/sticky-comment.ts'
import { createJumpingClock, type JumpingClock } from '../../doubles/clock.ts'
import { createMemoryGitHub, type MemoryGitHub } from '../../doubles/github.ts'

const bot = 'github-actions[bot]'
let github: MemoryGitHub
let clock: JumpingClock
beforeEach(() => {
  github = createMemoryGitHub()
  clock = createJumpingClock()
})

const markerOf = (run = 12, attempt = 1, key = 'key') =>
  createMarker(key, 'size.yml', { number: run, attempt })
const bodyOf = (text: string, run = 11, key = 'key') => `${writeMarker(markerOf(run, 1, key))}\n${text}`
const sticky = (facts: Partial<StickyComment> = {}): StickyComment => ({
  pullRequest: 7,
  headSha: 'a'.repeat(40),
  marker: markerOf(),
  create: true,
  render: () => 'new',
  ...facts,
})
const put = (facts: Partial<StickyComment> = {}) => putStickyComment(sticky(facts), github, clock)
const texts = () => github.stored.map(({ body }) => body.replace(/^<!--.*-->\n/, ''))
const writes = () => github.calls.filter((call) => ['create', 'update', 'delete'].includes(call))

describe('which comment is written', () => {
  test('none yet: it is created, the marker first', async () => {
    const { url, leftAlone } = await put()
    expect([url, leftAlone]).toEqual([github.stored[0]?.url, null])
    expect(readMarker(github.stored[0]?.body ?? '')).toMatchObject({ run: 12, attempt: 1 })
    expect(texts()).toEqual(['new'])
  })

  test('none yet and none to create: nothing is written', async () => {
    expect(await put({ create: false })).toEqual({ url: null, leftAlone: null })
    expect(writes()).toEqual([])
  })

  test('ours is updated in place, whether or not one is to be created', async () => {
    const { url } = github.add(bot, bodyOf('old'))
    expect(await put({ create: false })).toEqual({ url, leftAlone: null })
    expect([texts(), writes()]).toEqual([['new'], ['update']])
  })

  test.each([
    ['somebody else', 'mallory', bodyOf('theirs')],
    ['a user with the name of the app', 'github-actions', bodyOf('theirs')],
    ['another app', 'other[bot]', bodyOf('theirs')],
    ['us with another key', bot, bodyOf('theirs', 11, 'other key')],
    ['us with the marker quoted', bot, `> ${bodyOf('theirs')}`],
    ['us without a marker', bot, 'theirs'],
  ])('a comment by %s is left alone', async (_name, author, body) => {
    github.add(author, body)
    await put()
    expect(github.stored[0]?.body).toBe(body)
    expect([github.stored.length, writes()]).toEqual([2, ['create']])
  })

  test('duplicates of a race: the oldest is updated first, then the others of ours are deleted', async () => {
    for (const text of ['one', 'two', 'three']) github.add(bot, bodyOf(text))
    github.add('mallory', bodyOf('foreign'))
    await put()
    expect([texts(), writes()]).toEqual([
      ['new', 'foreign'],
      ['update', 'delete', 'delete'],
    ])
  })

  test('a comment that is deleted meanwhile gives way to the next of ours', async () => {
    github.add(bot, bodyOf('one'))
    const { url } = github.add(bot, bodyOf('two'))
    github.before = (request, time) => {
      if (request === 'update' && time === 1) github.stored.splice(0, 1)
    }
    expect((await put()).url).toBe(url)
    expect(texts()).toEqual(['new'])
  })

  test.each([
    [true, ['new']],
    [false, []],
  ])('the only one deleted meanwhile, create %j', async (create, left) => {
    github.add(bot, bodyOf('one'))
    github.before = (request) => {
      if (request === 'update') github.stored.splice(0)
    }
    await put({ create })
    expect(texts()).toEqual(left)
  })
})

describe('who comes first', () => {
  test.each([
    ['a later run', 13, 1],
    ['a later attempt', 12, 2],
  ])("%s's comment stays", async (_name, run, attempt) => {
    const { url } = github.add(bot, `${writeMarker(markerOf(run, attempt))}\nlater`)
    const result = await put()
    expect(result).toEqual({ url, leftAlone: `run ${run}, attempt ${attempt}, is later than this one` })
    expect(writes()).toEqual([])
  })

  test("a later run's duplicate keeps all of them as they are", async () => {
    github.add(bot, bodyOf('old', 3))
    github.add(bot, bodyOf('later', 20))
    await put()
    expect(texts()).toEqual(['old', 'later'])
  })

  test.each([12, 1])('an equal or earlier stamp (run %d) is overwritten', async (run) => {
    github.add(bot, bodyOf('old', run))
    await put()
    expect(texts()).toEqual(['new'])
  })

  test('a pull request that has moved on is not written to', async () => {
    github.head = 'c'.repeat(40)
    const { url } = github.add(bot, bodyOf('old'))
    expect(await put()).toEqual({
      url,
      leftAlone: `the pull request has moved on from ${'a'.repeat(40)} to ${'c'.repeat(40)}`,
    })
    expect(writes()).toEqual([])
  })

  test('without a measured head the stamp alone decides', async () => {
    await put({ headSha: null })
    expect(github.calls).not.toContain('headSha')
    expect(texts()).toEqual(['new'])
  })
})

describe('two runs that create at the same time', () => {
  const raceWith = (run: number) => {
    github.before = (request) => {
      if (request === 'create') github.add(bot, bodyOf('other', run))
    }
  }

  test('the later run folds into the older comment and deletes its own', async () => {
    raceWith(11)
    const { url } = await put()
    expect([texts(), url]).toEqual([['new'], 'https://github.example/c/1'])
    expect(writes()).toEqual(['create', 'update', 'delete'])
  })

  test('the earlier run only deletes its own', async () => {
    raceWith(13)
    const { url, leftAlone } = await put()
    expect([texts(), url]).toEqual([['other'], 'https://github.example/c/1'])
    expect(leftAlone).toBe('run 13, attempt 1, is later than this one')
  })

  test('a younger one is left to the run that made it', async () => {
    github.after = (request) => {
      if (request === 'create') github.add(bot, bodyOf('younger', 13))
    }
    await put()
    expect(texts()).toEqual(['new', 'younger'])
  })
})

describe('a create that is answered with an error', () => {
  const lost = (status: number | null) => () => {
    throw new GitHubError('Server Error', status, null)
  }

  test.each([500, 502, 504, null])('%j, but it has worked: one comment', async (status) => {
    github.after = (request) => {
      if (request === 'create') lost(status)()
    }
    const { url } = await put()
    expect([texts(), url]).toEqual([['new'], 'https://github.example/c/1'])
    expect(clock.sleeps).toEqual([2000])
  })

  test('and has not worked: created on the second try', async () => {
    github.before = (request, time) => {
      if (request === 'create' && time === 1) lost(502)()
    }
    await put()
    expect([texts(), writes()]).toEqual([['new'], ['create', 'create']])
  })

  test('and shows in the list only later: found there, and no second one is left', async () => {
    let hidden = 1
    const comments = github.comments
    github.after = (request, time) => {
      if (request === 'create' && time === 1) lost(502)()
    }
    github.comments = async (number) => {
      const all = await comments(number)
      const made = all.some(({ body }) => body.endsWith('new'))
      if (!made || hidden-- <= 0) return all
      return []
    }
    await put()
    expect(texts()).toEqual(['new'])
  })

  test('again and again: given up after four tries, with the error', async () => {
    github.before = (request) => {
      if (request === 'create') lost(500)()
    }
    await expect(put()).rejects.toMatchObject({ status: 500 })
    expect(writes()).toHaveLength(4)
  })

  test.each([403, 422, 404])('%d is not tried again', async (status) => {
    github.before = (request) => {
      if (request === 'create') lost(status)()
    }
    await expect(put()).rejects.toMatchObject({ status })
    expect([writes(), clock.sleeps]).toEqual([['create'], []])
  })
})

describe('a comment that is too long', () => {
  const render = (mostBytes: number) => 'x'.repeat(mostBytes)
  const refuseOver = (most: number, names: string[]) => {
    const check = (body: string) => {
      if (body.length > most) throw new GitHubError('Validation Failed: Body is too long', 422, null)
    }
    const { createComment, updateComment } = github
    github.createComment = async (number, body) => {
      names.push(`create ${body.length}`)
      check(body)
      return createComment(number, body)
    }
    github.updateComment = async (id, body) => {
      names.push(`update ${body.length}`)
      check(body)
      return updateComment(id, body)
    }
  }

  test('fills its budget with the marker counted in', async () => {
    await put({ render })
    expect(Buffer.byteLength(github.stored[0]?.body ?? '')).toBe(60_000)
  })

  test.each(['create', 'update'])('is made smaller on %s', async (request) => {
    if (request === 'update') github.add(bot, bodyOf('old'))
    const names: string[] = []
    refuseOver(20_000, names)
    await put({ render })
    expect(names).toEqual([60_000, 30_000, 12_000].map((size) => `${request} ${size}`))
    expect(github.stored).toHaveLength(1)
  })

  test('and never short enough is an error', async () => {
    refuseOver(10, [])
    await expect(put({ render })).rejects.toMatchObject({ status: 422 })
  })
})
