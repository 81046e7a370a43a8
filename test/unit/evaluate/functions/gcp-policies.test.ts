import { describe, expect, it } from 'vitest'
import { gcpLogAlerts } from '../../../../main/engine/evaluate/functions/gcp-alerts.ts'
import {
  gcpEscalations,
  gcpHolders,
  gcpHoldersOfBoth,
  gcpOutsiders,
  gcpPublicBindings,
} from '../../../../main/engine/evaluate/functions/gcp-iam.ts'
import { gcpConstraintInForce } from '../../../../main/engine/evaluate/functions/gcp-org-policy.ts'

const policy = (...bindings: [string, string[]][]) => ({
  bindings: bindings.map(([role, members]) => ({ role, members })),
})

describe('IAM policies', () => {
  it('names public bindings, whatever their condition', () => {
    expect(gcpPublicBindings(policy(['roles/a', ['user:x@y.example', 'allUsers']]))).toEqual([
      'roles/a: allUsers',
    ])
    const conditional = {
      bindings: [{ role: 'roles/b', members: ['allAuthenticatedUsers'], condition: { expression: 'x' } }],
    }
    expect(gcpPublicBindings(conditional)).toHaveLength(1)
    expect(gcpPublicBindings({})).toEqual([])
    expect(() => gcpPublicBindings(undefined)).toThrow(TypeError)
    expect(() => gcpPublicBindings({ bindings: [{ members: [] }] })).toThrow(TypeError)
  })
  it('finds who holds roles', () => {
    const one = policy(['roles/a', ['u', 'v']], ['roles/b', ['v', 'w']], ['roles/a', ['u']])
    expect(gcpHolders(one, ['roles/a'])).toEqual(['u', 'v'])
    expect(gcpHoldersOfBoth(one, ['roles/a'], ['roles/b'])).toEqual(['v'])
    expect(gcpHoldersOfBoth(one, ['roles/a'], ['roles/c'])).toEqual([])
  })
  it('knows strangers from the company', () => {
    const one = policy([
      'roles/a',
      [
        'user:a@company.example',
        'user:b@gmail.com',
        'group:c@partner.example',
        'domain:other.example',
        'serviceAccount:x@p.iam.gserviceaccount.com',
        'deleted:user:d@gmail.com?uid=1',
      ],
    ])
    expect(gcpOutsiders(one, [])).toEqual(['user:b@gmail.com'])
    expect(gcpOutsiders(one, ['Company.example'])).toEqual([
      'user:b@gmail.com',
      'group:c@partner.example',
      'domain:other.example',
    ])
    expect(gcpOutsiders(policy(['roles/a', ['user:mail@evil.example@gmail.com']]), ['evil.example'])).toEqual(
      [],
    )
  })
  it('sees how a role raises its holder', () => {
    expect(gcpEscalations(['storage.objects.get'])).toEqual([])
    expect(gcpEscalations(['iam.serviceAccounts.actAs'])).toEqual([])
    expect(gcpEscalations(['iam.serviceAccounts.actAs', 'run.jobs.create', 'a.b.c'])).toEqual([
      'iam.serviceAccounts.actAs',
      'run.jobs.create',
    ])
    for (const permission of [
      'resourcemanager.folders.setIamPolicy',
      'iam.roles.update',
      'iam.serviceAccounts.signJwt',
      'deploymentmanager.deployments.create',
    ])
      expect(gcpEscalations([permission])).toEqual([permission])
    expect(gcpEscalations(['storage.buckets.setIamPolicy'])).toEqual([])
  })
})

describe('gcpConstraintInForce', () => {
  const v2 = (spec: object, name = 'organizations/1/policies/compute.requireOsLogin') => [
    { config: { name, spec } },
  ]
  const name = 'compute.requireOsLogin'
  it.each([
    [{ rules: [{ enforce: true }] }, true],
    [{ rules: [{ enforce: false }] }, false],
    [{ rules: [{ denyAll: true }] }, true],
    [{ rules: [{ allowAll: true }] }, false],
    [{ rules: [{ values: { allowedValues: ['a'] } }] }, true],
    [{ rules: [{ values: {} }] }, false],
    [{ rules: [{ enforce: true, condition: { expression: 'x' } }, { enforce: false }] }, false],
    [{ rules: [{ enforce: false, condition: { expression: 'x' } }, { enforce: true }] }, true],
    [{ reset: true }, false],
  ])('%j is in force: %s', (spec, expected) => {
    expect(gcpConstraintInForce(v2(spec), name)).toBe(expected)
  })
  it('asks for the constraint by its whole name', () => {
    expect(gcpConstraintInForce(v2({ rules: [{ enforce: true }] }), 'compute.requireOs')).toBe(false)
    expect(gcpConstraintInForce([], name)).toBe(false)
  })
  it('does not take a dry run for the policy', () => {
    const dry = [
      { config: { name: `organizations/1/policies/${name}`, dryRunSpec: { rules: [{ enforce: true }] } } },
    ]
    expect(gcpConstraintInForce(dry, name)).toBe(false)
  })
  it('reads the older content', () => {
    const v1 = (more: object) => [{ constraint: `constraints/${name}`, ...more }]
    expect(gcpConstraintInForce(v1({ booleanPolicy: { enforced: true } }), name)).toBe(true)
    expect(gcpConstraintInForce(v1({ booleanPolicy: {} }), name)).toBe(false)
    expect(gcpConstraintInForce(v1({ listPolicy: { allValues: 2 } }), name)).toBe(true)
    expect(gcpConstraintInForce(v1({ listPolicy: { allValues: 1 } }), name)).toBe(false)
    expect(gcpConstraintInForce(v1({ restoreDefault: {} }), name)).toBe(false)
  })
  it('throws on what is no policy', () => {
    expect(() => gcpConstraintInForce([7], name)).toThrow(TypeError)
    expect(() => gcpConstraintInForce([{}], name)).toThrow(TypeError)
  })
})

describe('gcpLogAlerts', () => {
  const methods = ['compute.routes.insert', 'compute.routes.delete']
  const metric = (filter: string, name = 'routes') => ({ config: { name, filter } })
  const alert = (condition: object, more: object = {}) => ({
    config: { displayName: 'alert', notificationChannels: ['c'], conditions: [condition], ...more },
  })
  const watching = (name: string) =>
    alert({
      conditionThreshold: {
        filter: `metric.type="logging.googleapis.com/user/${name}" AND resource.type="global"`,
      },
    })
  const whole =
    'resource.type="gce_route" AND (protoPayload.methodName:"compute.routes.delete" OR protoPayload.methodName="v1.compute.routes.insert")'
  const names = (filter: string, ...policies: object[]) =>
    gcpLogAlerts([metric(filter)], policies, 'gce_route', methods)
  it('joins metric and policy', () => {
    expect(names(whole, watching('routes'))).toEqual(['routes'])
    expect(names(whole, watching('routes-2'))).toEqual([])
    expect(names(whole)).toEqual([])
  })
  it('wants every method, or none, or a part for several', () => {
    expect(names('resource.type="gce_route"', watching('routes'))).toEqual(['routes'])
    expect(
      names('resource.type="gce_route" AND protoPayload.methodName:"compute.routes"', watching('routes')),
    ).toEqual(['routes'])
    expect(
      names(
        'resource.type="gce_route" AND protoPayload.methodName=~"compute\\.routes\\..*"',
        watching('routes'),
      ),
    ).toEqual(['routes'])
    expect(
      names(
        'resource.type="gce_route" AND protoPayload.methodName="v1.compute.routes.delete"',
        watching('routes'),
      ),
    ).toEqual([])
    expect(names('resource.type="gce_instance"', watching('routes'))).toEqual([])
  })
  it('counts policies only that tell someone', () => {
    expect(names(whole, { config: { ...watching('routes').config, enabled: false } })).toEqual([])
    expect(names(whole, { config: { ...watching('routes').config, notificationChannels: [] } })).toEqual([])
  })
  it('knows alerts on the log itself and PromQL', () => {
    expect(names('x', alert({ conditionMatchedLog: { filter: whole } }))).toEqual(['alert'])
    const query = 'rate(logging_googleapis_com:user_routes{monitored_resource="global"}[5m]) > 0'
    expect(names(whole, alert({ conditionPrometheusQueryLanguage: { query } }))).toEqual(['routes'])
  })
  it('leaves out a metric that is switched off', () => {
    const off = { config: { name: 'routes', filter: whole, disabled: true } }
    expect(gcpLogAlerts([off], [watching('routes')], 'gce_route', methods)).toEqual([])
  })
  it('throws on a metric without a filter', () => {
    expect(() => gcpLogAlerts([{ config: { name: 'x' } }], [], 'gce_route', methods)).toThrow(TypeError)
  })
})
