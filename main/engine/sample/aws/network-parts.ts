import { createdAt, type AwsEstate, type Relationship } from './item.ts'
import { vpcId, type Vpc } from './topology.ts'

// What the parts of a VPC share: their ARNs, ids, birth and place.
export const arn = (v: Vpc, kind: string, id: string): string =>
  `arn:aws:ec2:${v.region}:${v.account.id}:${kind}/${id}`
export const inVpc = (estate: AwsEstate, v: Vpc): Relationship => ({
  resourceType: 'AWS::EC2::VPC',
  resourceId: vpcId(estate.random, v),
  name: 'Is contained in Vpc',
})
export const born = (estate: AwsEstate, v: Vpc): string =>
  createdAt(estate.random, `vpc/${v.account.id}/${v.region}/${v.name}`)
export const idOf = (estate: AwsEstate, v: Vpc, prefix: string, what: string): string =>
  `${prefix}-0${estate.random.hex(`${what}/${v.account.id}/${v.region}/${v.name}`, 16)}`
