import { describe, expect, it } from 'vitest'
import {
  hoursIn,
  hoursText,
  orderProblem,
  slaIn,
  textOf,
} from '../../../../renderer/features/settings/sla-form.ts'
import { defaultSla, slaSchema } from '../../../../shared/model/finding.ts'

describe('hours as typed', () => {
  it('takes numbers above zero only', () => {
    expect(hoursIn('48')).toBe(48)
    expect(hoursIn(' 1,5 ')).toBe(1.5)
    for (const bad of ['', '0', '-4', '1e3', 'two', '1.2.3', '999999']) expect(hoursIn(bad), bad).toBeNull()
    expect(hoursText('168')).toBe('7 days')
    expect(hoursText('x')).toBe('')
  })

  it('comes back as it went in, in the contract’s shape', () => {
    expect(slaIn(textOf(defaultSla))).toEqual(defaultSla)
    expect(slaSchema.safeParse(slaIn(textOf(defaultSla))).success).toBe(true)
    expect(slaIn({ ...textOf(defaultSla), low: '' })).toBeNull()
  })

  it('warns when a graver finding has longer', () => {
    expect(orderProblem(defaultSla)).toBeNull()
    expect(orderProblem({ ...defaultSla, critical: 500 })).toBe(
      'A critical finding would have longer than a high one.',
    )
  })
})
