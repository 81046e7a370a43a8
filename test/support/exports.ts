import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '../../shared/model/json.ts'

const ownAccount = '111122223333'
const region = 'eu-west-1'

export interface GroupOptions {
  /** Sources of the SSH rule; none for no rule. */
  readonly ssh?: readonly string[]
  readonly capturedAt?: string
  readonly account?: string
}

/** A security group as an AWS Config snapshot holds it. */
export function securityGroup(
  id: string,
  { ssh = [], capturedAt = '2026-07-01T08:00:00.000Z', account = ownAccount }: GroupOptions = {},
): JsonObject {
  return {
    relatedEvents: [],
    relationships: [],
    configuration: {
      description: 'test',
      groupName: id,
      groupId: id,
      ownerId: account,
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      ipPermissions:
        ssh.length === 0
          ? []
          : [
              {
                fromPort: 22,
                toPort: 22,
                ipProtocol: 'tcp',
                ipv6Ranges: [],
                prefixListIds: [],
                userIdGroupPairs: [],
                ipv4Ranges: ssh.map((cidrIp) => ({ cidrIp })),
                ipRanges: [...ssh],
              },
            ],
      ipPermissionsEgress: [],
      tags: [],
    },
    supplementaryConfiguration: {},
    tags: {},
    configurationItemVersion: '1.3',
    configurationItemCaptureTime: capturedAt,
    configurationStateId: Date.parse(capturedAt),
    awsAccountId: account,
    configurationItemStatus: 'OK',
    resourceType: 'AWS::EC2::SecurityGroup',
    resourceId: id,
    resourceName: id,
    ARN: `arn:aws:ec2:${region}:${account}:security-group/${id}`,
    awsRegion: region,
    availabilityZone: 'Not Applicable',
    configurationStateMd5Hash: '',
  }
}

/** Writes an AWS Config snapshot of one region and gives its path. */
export function writeSnapshot(dir: string, name: string, items: readonly JsonObject[]): string {
  const path = join(dir, name)
  writeFileSync(
    path,
    JSON.stringify({
      fileVersion: '1.0',
      configSnapshotId: '00000000-0000-4000-8000-000000000001',
      configurationItems: items,
    }),
  )
  return path
}
