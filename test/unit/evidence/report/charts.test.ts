import { createElement } from 'react'
import { describe, expect, it } from 'vitest'
import { svgToPng } from '../../../../main/engine/evidence/charts/png.ts'
import { normaliseSvg, renderChart } from '../../../../main/engine/evidence/charts/render.ts'
import { SeverityChart } from '../../../../shared/charts/severity-chart.ts'
import { countTicks } from '../../../../shared/charts/stack-chart.ts'
import { dateTicks, mergeSeries, TrendChart } from '../../../../shared/charts/trend-chart.ts'
import { paperTheme } from '../../../../shared/charts/theme.ts'

const day = 86_400_000
const from = Date.parse('2026-07-01T00:00:00Z')
const to = Date.parse('2026-10-01T00:00:00Z')
const at = (week: number): number => Date.parse('2026-07-06T06:00:00Z') + week * 7 * day
const trend = (gaps: { from: number; to: number }[], weeks = [0, 1, 2, 4, 5]) =>
  createElement(TrendChart, {
    series: [
      { key: 'soc2', title: 'SOC 2' },
      { key: 'iso', title: 'ISO & friends' },
    ],
    gaps,
    from,
    to,
    theme: paperTheme,
    width: 720,
    height: 300,
    points: weeks.map((week) => ({
      at: at(week),
      partial: week === 1,
      values: { soc2: 0.5 + week / 50, iso: week === 0 ? null : 0.6 },
    })),
  })

describe('renderChart', () => {
  it('draws the same bytes each time, also when asked twice at once, and leaves no globals behind', async () => {
    const [first, second] = await Promise.all([renderChart(trend([])), renderChart(trend([]))])
    expect(second).toBe(first)
    expect(first).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    expect('window' in globalThis).toBe(false)
    expect('document' in globalThis).toBe(false)
  })
  it('breaks the lines at a missed capture and shades it', async () => {
    const whole = await renderChart(trend([]))
    const broken = await renderChart(trend([{ from: at(3) - 6 * 3_600_000, to: at(4) - 6 * 3_600_000 }]))
    const moves = (svg: string) =>
      [...svg.matchAll(/<path[^>]*stroke="#0b4f6c"[^>]*\sd="([^"]*)"/g)].map(
        (match) => match[1]?.match(/M/g)?.length,
      )
    expect(moves(whole)).toEqual([1])
    expect(moves(broken)).toEqual([2])
    expect(broken.split(`fill="${paperTheme.gap}"`).length).toBeGreaterThan(
      whole.split(`fill="${paperTheme.gap}"`).length,
    )
  })
  it('marks partial scans and names every series in its legend, escaped', async () => {
    const svg = await renderChart(trend([]))
    expect(svg).toContain('partial scan')
    expect(svg).toContain('ISO &amp; friends')
  })
  it('draws an engagement without a scan', async () => {
    expect(await renderChart(trend([], []))).toContain('<svg')
    expect(
      await renderChart(
        createElement(SeverityChart, { points: [], theme: paperTheme, width: 720, height: 240 }),
      ),
    ).toContain('<svg')
  })
  it('goes on with the next chart after one that throws', async () => {
    const bad = createElement(() => {
      throw new Error('no such chart')
    })
    await expect(renderChart(bad)).rejects.toThrow('no such chart')
    expect(await renderChart(trend([]))).toContain('<svg')
  })
})

it('stacks bars in proportion to the counts', async () => {
  const svg = await renderChart(
    createElement(SeverityChart, {
      theme: paperTheme,
      width: 720,
      height: 240,
      points: [
        { label: '6 Jul', missed: false, critical: 10, high: 20, medium: 0, low: 40 },
        { label: '13 Jul', missed: true, critical: 0, high: 0, medium: 0, low: 0 },
      ],
    }),
  )
  const height = (colour: string): number =>
    Math.max(
      ...[...svg.matchAll(new RegExp(`<path[^>]*fill="${colour}"[^>]*>`, 'g'))].map((match) =>
        Number(/\sheight="([\d.]+)"/.exec(match[0])?.[1] ?? 0),
      ),
    )
  const { critical, high, low } = paperTheme.severity
  expect(height(high) / height(critical)).toBeCloseTo(2, 1)
  expect(height(low) / height(critical)).toBeCloseTo(4, 1)
  expect(svg).toContain('13 Jul ×')
})

it('numbers ids by place and keeps references to them', () => {
  expect(
    normaliseSvg(
      '<svg><clipPath id="recharts7-clip"></clipPath><path class="x" clip-path="url(#recharts7-clip)" fill="url(#other)"></path></svg>',
    ),
  ).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg"><clipPath id="c1"></clipPath><path clip-path="url(#c1)" fill="url(#other)"></path></svg>\n',
  )
})

it('rasterises words too, not only lines', async () => {
  const words = (text: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><text x="5" y="25" font-size="16" font-family="Inter">${text}</text></svg>`
  const [some, none, again] = [
    await svgToPng(words('Compliance')),
    await svgToPng(words('')),
    await svgToPng(words('Compliance')),
  ]
  expect(Buffer.from(some).equals(Buffer.from(again))).toBe(true)
  expect(some.length).toBeGreaterThan(none.length * 2)
})

it('spaces ticks roundly', () => {
  expect(countTicks(0.5)).toEqual([0, 1])
  expect(countTicks(122)).toEqual([0, 50, 100, 150])
  expect(countTicks(7)).toEqual([0, 2, 4, 6, 8])
  expect(dateTicks(from, to).map((tick) => new Date(tick).getUTCDay())).toEqual(Array(13).fill(1))
  expect(dateTicks(from, from + 365 * day).length).toBeLessThanOrEqual(14)
})

it('draws lines that coincide once, under all their names', () => {
  const series = ['a', 'b', 'c'].map((key) => ({ key, title: key.toUpperCase() }))
  const points = [0.5, 0.6].map((value, index) => ({
    at: index,
    partial: false,
    values: { a: value, b: value, c: 0.5 },
  }))
  expect(mergeSeries(series, points)).toEqual([
    { key: 'a', title: 'A, B' },
    { key: 'c', title: 'C' },
  ])
  expect(mergeSeries(series, [])).toEqual(series)
})
