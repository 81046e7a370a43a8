import { staging } from './accounts.ts'
import { add, createdAt, houseTags, tagList, type AwsEstate } from './item.ts'
import type { LegacyVolume } from './machines.ts'
import { keyArn } from './topology.ts'

/** A loose volume, and the encrypted one that takes its place when its event ends. */
export function addLegacyVolume(e: AwsEstate, v: LegacyVolume): void {
  for (const encrypted of [false, true]) {
    const name = encrypted ? v.name.replace('legacy', 'moved') : v.name
    const id = `vol-0${e.random.hex(`vol/${v.account.id}/${name}`, 16)}`
    const zone = `${v.region}a`
    const tags = {
      ...houseTags(v.account, name, v.account === staging ? 'simulation' : 'platform'),
      ManagedBy: 'by hand',
    }
    const created = createdAt(e.random, `vol/${v.account.id}/${v.name}`)
    add(e, {
      account: v.account,
      region: v.region,
      type: 'AWS::EC2::Volume',
      id,
      arn: `arn:aws:ec2:${v.region}:${v.account.id}:volume/${id}`,
      zone,
      created,
      ...(encrypted ? { gone: v.event } : { lives: v.event }),
      describe: () => ({
        tags,
        configuration: {
          attachments: [],
          availabilityZone: zone,
          createTime: created,
          encrypted,
          ...(encrypted ? { kmsKeyId: keyArn(e.random, v.account, v.region, 'ebs') } : { kmsKeyId: null }),
          size: e.random.int(`size/${v.name}`, 50, 400),
          snapshotId: '',
          state: 'available',
          volumeId: id,
          iops: 300,
          tags: tagList(tags),
          volumeType: 'gp2',
          fastRestored: null,
          multiAttachEnabled: false,
          throughput: null,
          outpostArn: null,
        },
      }),
    })
  }
}
