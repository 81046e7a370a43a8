import { beforeAll, describe, expect, it } from 'vitest'
import { judge, type Judged } from './oracle.ts'
import { readCapture, type Read } from './read-capture.ts'
import { useSample } from './sample-fixture.ts'

const providers = ['aws', 'azure', 'gcp'] as const
const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const

describe('the sample’s story', () => {
  const sample = useSample()
  let captures: ReadonlyMap<string, Read>[] = []
  let weeks: Map<string, Judged>[] = []
  beforeAll(() => {
    const { dir, manifest } = sample()
    captures = manifest.captures.map((capture) => readCapture(dir, capture))
    weeks = captures.map((capture) => judge(capture))
  })
  const cell = (week: number, key: string): Judged => weeks[week]?.get(key) ?? { judged: 0, bad: new Set() }
  const weeksOf = (key: string, idPart: string): number[] =>
    weeks.flatMap((_, week) => ([...cell(week, key).bad].some((id) => id.includes(idPart)) ? [week] : []))
  const idOf = (type: string, name: string): string =>
    [...(captures[3]?.values() ?? [])].find((r) => r.type === type && r.name === name)?.id ?? 'nothing'

  it.each(numbers.flatMap((n) => providers.map((p) => `${n} ${p}`)))(
    'misconfiguration %s appears and clears',
    (key) => {
      const bad = new Map<string, number[]>()
      weeks.forEach((_, week) => {
        for (const id of cell(week, key).bad) bad.set(id, [...(bad.get(id) ?? []), week])
      })
      expect(bad.size).toBeGreaterThan(0)
      // Clears: misconfigured in some week, read and sound (or gone) in a later one.
      expect([...bad.values()].some((seen) => (seen.at(-1) ?? 12) < 12)).toBe(true)
    },
  )

  it('is mostly compliant: every control passes for 75 % or more wherever there are ten items to judge', () => {
    for (const key of weeks[0]?.keys() ?? [])
      for (let week = 0; week < 13; week++) {
        const { judged, bad } = cell(week, key)
        if (judged >= 10) expect(1 - bad.size / judged, `${key} in week ${week}`).toBeGreaterThanOrEqual(0.75)
      }
    const total = weeks.map((week) =>
      [...week.values()].reduce(
        (sum, { judged, bad }) => ({ judged: sum.judged + judged, bad: sum.bad + bad.size }),
        { judged: 0, bad: 0 },
      ),
    )
    for (const { judged, bad } of total) expect(bad / judged).toBeGreaterThan(0.02)
    const share = (week: number): number => (total[week]?.bad ?? 0) / (total[week]?.judged ?? 1)
    expect(share(12)).toBeLessThan(share(0) * 0.6)
  })

  it('opens, closes and reopens where the script says', () => {
    expect(weeksOf('3 aws', idOf('AWS::EC2::SecurityGroup', 'ops-jumphost'))).toEqual([1, 7])
    expect(weeksOf('4 aws', 'larkfield-robot-telemetry-exports')).toEqual([2])
    expect(weeksOf('4 aws', 'larkfield-demo-day-2026')).toEqual([3])
    expect(weeksOf('1 aws', '222233334444')).toEqual([0, 1, 2])
    expect(weeksOf('1 aws', '333344445555')).toEqual([9])
    expect(weeksOf('2 aws', 'policy/data-lake-admin')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(weeksOf('2 aws', 'role/telemetry-ingest')).toEqual([2, 3, 7, 8])
    expect(weeksOf('5 azure', 'mes-history/transparentDataEncryption')).toEqual([0, 1, 2, 9])
    expect(weeksOf('8 azure', 'registries/larkfieldedge')).toEqual([0, 1, 2, 3, 10, 11])
    expect(weeksOf('3 azure', 'nsg-robot-arm')).toEqual([11, 12])
    expect(weeksOf('3 gcp', 'allow-ssh-temp')).toEqual([4, 9])
    expect(weeksOf('7 gcp', 'networks/default')).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('leaves the RDP group of the denied region unread for two weeks, not closed', () => {
    const id = idOf('AWS::EC2::SecurityGroup', 'legacy-rdp-gateway')
    expect(captures.map((capture) => capture.has(`AWS::EC2::SecurityGroup ${id}`))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      true,
      true,
      true,
      true,
      true,
      true,
      true,
    ])
    expect(weeksOf('3 aws', id)).toEqual([3])
  })

  it('adds, deletes and replaces resources', () => {
    const has = (part: string): boolean[] =>
      captures.map((capture) => [...capture.values()].some((r) => r.id.endsWith(part)))
    expect(has('db:fleet-reporting').lastIndexOf(true)).toBe(8)
    expect(has('db:fleet-reporting-v2').indexOf(true)).toBe(9)
    expect(has('virtualMachines/vm-legacy-erp-02').lastIndexOf(true)).toBe(6)
    expect(has('instances/planner-06').indexOf(true)).toBe(9)
    expect(has('topics/robot-pose-v1').lastIndexOf(true)).toBe(7)
  })

  it('leaves an untouched resource byte for byte as it was', () => {
    const config = (week: number, id: string) => captures[week]?.get(id)?.config
    const id = `AWS::RDS::DBInstance arn:aws:rds:eu-west-1:111122223333:db:fleet-core`
    for (let week = 1; week < 13; week++)
      expect(JSON.stringify(config(week, id))).toBe(JSON.stringify(config(0, id)))
    const changed = captures
      .slice(1)
      .map(
        (capture, i) =>
          [...capture].filter(
            ([key, read]) =>
              captures[i]?.has(key) === true &&
              JSON.stringify(captures[i]?.get(key)?.config) !== JSON.stringify(read.config),
          ).length,
      )
    for (const count of changed) expect(count).toBeLessThan(80)
  })
})
