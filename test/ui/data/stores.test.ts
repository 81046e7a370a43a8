import { describe, expect, it, vi } from 'vitest'
import type { Progress } from '../../../shared/contract/contract.ts'
import type { Job } from '../../../renderer/data/jobs.ts'

vi.stubGlobal('countersign', { connectEngine: () => Promise.resolve(), onEvent: () => () => {} })
const { paceOf, withProgress } = await import('../../../renderer/data/jobs.ts')
const { pageSize, pagesFor } = await import('../../../renderer/data/pages.ts')
const { parseRoute, routeTo, withParams } = await import('../../../renderer/data/route.ts')
const { createStore } = await import('../../../renderer/data/store.ts')
const { viewOfCode, viewOfError } = await import('../../../renderer/data/errors.ts')

const progress = (done: number, total: number | null, stage: Progress['stage'] = 'collect'): Progress => ({
  job: '1',
  method: 'scan.import',
  stage,
  done,
  total,
  unit: 'bytes',
  note: '',
})
const job: Job = {
  id: 1,
  method: 'scan.import',
  title: '',
  state: 'running',
  progress: null,
  startedAt: 0,
  stageAt: 0,
  stageFrom: 0,
  error: null,
}

describe('the pace of a job', () => {
  it('is measured within its stage', () => {
    const first = withProgress(job, progress(0, 1000), 1_000)
    const later = withProgress(first, progress(400, 1000), 3_000)
    expect(paceOf(later, 3_000)).toEqual({ rate: 200, left: 3_000 })
    const next = withProgress(later, progress(50, 100, 'seal'), 4_000)
    expect(next).toMatchObject({ stageAt: 4_000, stageFrom: 50 })
    expect(paceOf(next, 4_100)).toBeNull()
  })

  it('says nothing of time left without a total', () => {
    const running = withProgress(withProgress(job, progress(0, null), 0), progress(10, null), 1_000)
    expect(paceOf(running, 1_000)).toEqual({ rate: 10, left: null })
  })
})

describe('pages of a long list', () => {
  it('are those in sight, at most two', () => {
    expect(pagesFor(0, 30)).toEqual([0])
    expect(pagesFor(pageSize - 10, pageSize + 20)).toEqual([0, 1])
    expect(pagesFor(5 * pageSize, 5 * pageSize + 20)).toEqual([5])
    expect(pagesFor(0, 10 * pageSize)).toEqual([0, 1])
    expect(pagesFor(-5, -1)).toEqual([0])
  })
})

describe('addresses', () => {
  it('go there and back', () => {
    const { screen, params } = parseRoute(routeTo('findings', { text: 'a&b=c?', open: '4' }))
    expect(screen).toBe('findings')
    expect(params.get('text')).toBe('a&b=c?')
    expect(params.get('open')).toBe('4')
  })

  it('that are unknown lead to the start', () => {
    expect(parseRoute('#/nowhere').screen).toBe('start')
    expect(parseRoute('').screen).toBe('start')
  })

  it('are changed in parts', () => {
    expect(withParams(new URLSearchParams('a=1&b=2'), { a: null, c: '3', b: '' }).toString()).toBe('c=3')
  })
})

it('a store tells of changes only', () => {
  const store = createStore(1)
  const heard = vi.fn<() => void>()
  const stop = store.subscribe(heard)
  store.set(1)
  store.set((before) => before + 1)
  expect(store.get()).toBe(2)
  expect(heard).toHaveBeenCalledTimes(1)
  stop()
  store.set(3)
  expect(heard).toHaveBeenCalledTimes(1)
})

describe('errors in words', () => {
  it('name what a refused file looks like', () => {
    const view = viewOfCode('file_unknown_format', { path: 'report.pdf', looksLike: 'pdf' })
    expect(view.what).toBe('report.pdf is not a cloud export that Countersign knows; it looks like a PDF.')
    expect(JSON.parse(view.details)).toMatchObject({
      code: 'file_unknown_format',
      params: { looksLike: 'pdf' },
    })
  })

  it('never show a stack as the message', () => {
    const view = viewOfError(new Error('secret internals'))
    expect(view.what).not.toContain('secret')
    expect(view.details).toContain('secret internals')
  })
})
