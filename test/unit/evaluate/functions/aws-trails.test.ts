import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { awsEventAlarms } from '../../../../main/engine/evaluate/functions/aws-event-alarms.ts'
import {
  awsManagementEvents,
  awsUnloggedBuckets,
} from '../../../../main/engine/evaluate/functions/aws-trails.ts'
import { listWithout, mapValues } from '../../../../main/engine/evaluate/functions/lists.ts'
import { timeIn } from '../../../../main/engine/evaluate/functions/time-in.ts'
import {
  recordsBucket,
  recordsManagement,
} from '../../../../main/engine/evaluate/functions/trail-selectors.ts'
import type { JsonObject, JsonValue } from '../../../../shared/model/json.ts'

const basic = (selector: JsonObject): JsonObject => ({ EventSelectors: [selector] })
const advanced = (...fields: JsonObject[]): JsonObject => ({
  AdvancedEventSelectors: [{ FieldSelectors: fields }],
})
const field = (Field: string, operator: string, ...values: string[]): JsonObject => ({
  Field,
  [operator]: values,
})
const management = field('eventCategory', 'Equals', 'Management')
const data = field('eventCategory', 'Equals', 'Data')
const objects = field('resources.type', 'Equals', 'AWS::S3::Object')

describe('recordsManagement', () => {
  it.each([
    [basic({ IncludeManagementEvents: true, ReadWriteType: 'All' }), true],
    // The API reference gives All as the value of a selector that does not say.
    [basic({ IncludeManagementEvents: true }), true],
    [basic({ IncludeManagementEvents: false, ReadWriteType: 'All' }), false],
    [basic({ ReadWriteType: 'All' }), false],
    [basic({ IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' }), false],
    [advanced(management), true],
    [advanced(management, field('readOnly', 'Equals', 'false')), false],
    [advanced(management, field('readOnly', 'Equals', 'true', 'false')), true],
    [advanced(management, field('eventName', 'NotEquals', 'AssumeRole')), false],
    [advanced(management, field('eventSource', 'Equals', 'iam.amazonaws.com')), false],
    [advanced(data, objects), false],
    [{}, false],
  ])('%j: %s', (selectors, expected) => {
    expect(recordsManagement(selectors, [])).toBe(expected)
  })
  it('minds what is left out only where it is asked for', () => {
    for (const selectors of [
      basic({ IncludeManagementEvents: true, ExcludeManagementEventSources: ['kms.amazonaws.com'] }),
      advanced(management, field('eventSource', 'NotEquals', 'kms.amazonaws.com', 'rdsdata.amazonaws.com')),
    ]) {
      expect(recordsManagement(selectors, ['iam.amazonaws.com'])).toBe(true)
      expect(recordsManagement(selectors, ['kms.amazonaws.com'])).toBe(false)
      expect(recordsManagement(selectors, 'every')).toBe(false)
    }
  })
  it('throws on selectors that are none', () => {
    expect(() => recordsManagement({ EventSelectors: ['All'] }, [])).toThrow(TypeError)
  })
})

describe('recordsBucket', () => {
  const values = (...Values: string[]): JsonObject =>
    basic({ ReadWriteType: 'All', DataResources: [{ Type: 'AWS::S3::Object', Values }] })
  it.each([
    [values('arn:aws:s3'), true],
    [values('arn:aws:s3:::'), true],
    [values('arn:aws:s3:::orders/'), true],
    [values('arn:aws:s3:::mail/', 'arn:aws:s3:::orders/'), true],
    [values('arn:aws:s3:::orders/inbox/'), false],
    [values('arn:aws:s3:::orders-old/'), false],
    [values('arn:aws-cn:s3'), false],
    [basic({ DataResources: [{ Type: 'AWS::Lambda::Function', Values: ['arn:aws:s3'] }] }), false],
    [advanced(data, objects), true],
    [advanced(data, objects, field('readOnly', 'Equals', 'false')), false],
    [advanced(data, objects, field('resources.ARN', 'StartsWith', 'arn:aws:s3:::orders/')), true],
    [advanced(data, objects, field('resources.ARN', 'StartsWith', 'arn:aws:s3:::or')), true],
    [advanced(data, objects, field('resources.ARN', 'StartsWith', 'arn:aws:s3:::orders/inbox/')), false],
    [advanced(data, objects, field('resources.ARN', 'NotStartsWith', 'arn:aws:s3:::logs/')), true],
    [advanced(data, objects, field('resources.ARN', 'NotStartsWith', 'arn:aws:s3:::or')), false],
    [advanced(data, objects, field('resources.ARN', 'NotStartsWith', 'arn:aws:s3:::orders/tmp/')), false],
    [advanced(data, objects, field('resources.ARN', 'NotEquals', 'arn:aws:s3:::orders/tmp')), false],
    [advanced(data, objects, field('resources.ARN', 'EndsWith', '.csv')), false],
    [advanced(data, objects, field('eventName', 'Equals', 'GetObject')), false],
    [advanced(management), false],
  ])('%j: %s', (selectors, expected) => {
    expect(recordsBucket(selectors, 'orders', 'aws', 'read')).toBe(expected)
  })
})

const arn = 'arn:aws:cloudtrail:eu-west-1:444455556666:trail/main'
const topic = 'arn:aws:sns:eu-west-1:444455556666:security'
const at = (id: string, config: JsonObject): JsonObject => ({
  arn: id,
  accountId: '444455556666',
  region: 'eu-west-1',
  config,
})
const account = (more: Record<string, JsonValue> = {}): JsonObject => ({
  'AWS::CloudTrail::Trail': [
    at(arn, {
      trailARN: arn,
      isMultiRegionTrail: true,
      s3BucketName: 'trail',
      cloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:444455556666:log-group:trail:*',
    }),
  ],
  'AWS::CloudTrail::TrailStatus': [at(`${arn}/status`, { IsLogging: true })],
  'AWS::CloudTrail::EventSelectors': [
    at(`${arn}/event-selectors`, {
      EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }],
    }),
  ],
  'AWS::S3::Bucket': [
    at('arn:aws:s3:::trail', { name: 'trail' }),
    at('arn:aws:s3:::orders', { name: 'orders' }),
  ],
  'AWS::Logs::MetricFilter': [
    at('filter', {
      filterName: 'root',
      filterPattern: '{ $.userIdentity.type = Root }',
      logGroupName: 'trail',
      metricTransformations: [{ metricNamespace: 'Security', metricName: 'root', metricValue: '1' }],
    }),
  ],
  'AWS::CloudWatch::Alarm': [
    at('alarm', {
      actionsEnabled: true,
      alarmActions: [topic],
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      namespace: 'Security',
      metricName: 'root',
    }),
  ],
  'AWS::SNS::TopicSubscriptions': [
    at(`${topic}/subscriptions`, { Subscriptions: [{ SubscriptionArn: `${topic}:1`, Protocol: 'email' }] }),
  ],
  ...more,
})
const root = '{ $.userIdentity.type = "Root" && $.eventType != "AwsServiceEvent" }'

describe('awsManagementEvents and awsUnloggedBuckets', () => {
  it('say what is recorded', () => {
    expect(awsManagementEvents(account())).toEqual({ covered: true, trails: [arn] })
    expect(awsUnloggedBuckets(account(), 'write')).toEqual({ gaps: ['orders'] })
  })
  it('say nothing of a trail that was not fully read', () => {
    expect(awsManagementEvents(account({ 'AWS::CloudTrail::EventSelectors': [] }))).toEqual({ trails: [] })
    expect(awsUnloggedBuckets(account({ 'AWS::CloudTrail::TrailStatus': [] }), 'read')).toEqual({})
  })
  it('know that a stopped trail records nothing, whatever its selectors', () => {
    const stopped = account({
      'AWS::CloudTrail::TrailStatus': [at(`${arn}/status`, { IsLogging: false })],
      'AWS::CloudTrail::EventSelectors': [],
    })
    expect(awsManagementEvents(stopped)).toEqual({ covered: false, trails: [] })
  })
  it('refuse what they do not know', () => {
    expect(() => awsUnloggedBuckets(account(), 'both')).toThrow(TypeError)
    expect(() => awsManagementEvents({})).toThrow(/not among the rule's types/)
    expect(() => awsManagementEvents('x')).toThrow(TypeError)
  })
})

describe('awsEventAlarms', () => {
  const standing = (more: Record<string, JsonValue> = {}): JsonValue | undefined =>
    awsEventAlarms(account(more), root)['standing']
  it('follows the whole chain', () => {
    expect(awsEventAlarms(account(), root)).toEqual({ standing: 'covered', gaps: [], filters: ['root'] })
  })
  it.each(['AWS::CloudTrail::Trail', 'AWS::Logs::MetricFilter', 'AWS::CloudWatch::Alarm'])(
    'breaks without %s',
    (type) => {
      expect(standing({ [type]: [] })).toBe('gaps')
    },
  )
  it('breaks at a topic without a subscriber, and asks for a topic that is not on record', () => {
    expect(
      standing({ 'AWS::SNS::TopicSubscriptions': [at(`${topic}/subscriptions`, { Subscriptions: [] })] }),
    ).toBe('gaps')
    expect(standing({ 'AWS::SNS::TopicSubscriptions': [] })).toBe('elsewhere')
  })
  it('gives no standing where a trail was not fully read', () => {
    expect(standing({ 'AWS::CloudTrail::TrailStatus': [] })).toBeUndefined()
    expect(standing({ 'AWS::CloudTrail::EventSelectors': [] })).toBeUndefined()
  })
  it('counts an alarm of the filter’s region only', () => {
    const [alarm] = account()['AWS::CloudWatch::Alarm'] as JsonObject[]
    expect(standing({ 'AWS::CloudWatch::Alarm': [{ ...alarm, region: 'us-east-1' }] })).toBe('gaps')
  })
  it('takes a missing filter pattern as the empty one, which matches everything', () => {
    const [filter] = account()['AWS::Logs::MetricFilter'] as { config: JsonObject }[]
    const { filterPattern: _, ...config } = filter?.config ?? {}
    expect(standing({ 'AWS::Logs::MetricFilter': [at('filter', config)] })).toBe('covered')
  })
  it('leaves criteria beside the pattern to a person', () => {
    const [filter] = account()['AWS::Logs::MetricFilter'] as { config: JsonObject }[]
    const config = { ...filter?.config, fieldSelectionCriteria: '@aws.region = "eu-west-1"' }
    expect(standing({ 'AWS::Logs::MetricFilter': [at('filter', config)] })).toBe('unread')
  })
  it('throws on documents that are none', () => {
    expect(() => standing({ 'AWS::Logs::MetricFilter': [at('filter', {})] })).toThrow(TypeError)
    expect(() => standing({ 'AWS::CloudWatch::Alarm': ['alarm'] })).toThrow(TypeError)
  })
})

describe('lists and times', () => {
  it('subtracts lists as a loop with `in` does', () => {
    const texts = fc.array(fc.string({ maxLength: 2 }), { maxLength: 20 })
    fc.assert(
      fc.property(texts, texts, (list, without) => {
        expect(listWithout(list, without)).toEqual(list.filter((one) => !without.includes(one)))
      }),
    )
    expect(() => listWithout(['a', 1], [])).toThrow(TypeError)
    expect(() => listWithout(['a'], [null])).toThrow(TypeError)
    expect(() => listWithout('a', [])).toThrow(TypeError)
  })
  it('gives a map’s values in the order of its keys', () => {
    expect(mapValues({ b: 1, a: { x: 2 } })).toEqual([{ x: 2 }, 1])
    expect(mapValues({})).toEqual([])
    expect(() => mapValues([1])).toThrow(TypeError)
  })
  it('finds the time in a sentence', () => {
    expect(timeIn('User initiated (2026-01-15 10:00:00 GMT)')).toBe('2026-01-15T10:00:00.000Z')
    expect(timeIn('at 2026-01-15T10:00:00Z and later 2027-01-01T00:00:00Z')).toBe('2026-01-15T10:00:00.000Z')
    expect(timeIn('')).toBe('')
    expect(timeIn('Server.SpotInstanceTermination')).toBe('')
    expect(() => timeIn(undefined)).toThrow(TypeError)
  })
})
