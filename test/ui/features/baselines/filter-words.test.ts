import { describe, expect, it } from 'vitest'
import { filterWords, toFilter } from '../../../../renderer/features/baselines/filter-words.ts'

describe('which resources a baseline moved', () => {
  it('leaves empty fields out, so that nothing typed means all', () => {
    expect(toFilter({ provider: 'all', account: ' ', type: '', text: '' })).toEqual({})
    expect(toFilter({ provider: 'aws', account: '', type: ' AWS::S3::Bucket ', text: '' })).toEqual({
      provider: 'aws',
      type: 'AWS::S3::Bucket',
    })
  })

  it('says a stored filter in words', () => {
    expect(filterWords('{}')).toBe('All resources')
    expect(
      filterWords(JSON.stringify(toFilter({ provider: 'gcp', account: '611', type: '', text: 'edge' }))),
    ).toBe('Google Cloud, account 611, “edge” in name or id')
    expect(filterWords('not json')).toBe('not json')
  })
})
