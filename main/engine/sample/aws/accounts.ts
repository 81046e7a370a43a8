/** The organisation o-larkfield1: three accounts, home region eu-west-1. */
export interface AwsAccount {
  readonly id: string
  readonly name: 'prod' | 'staging' | 'shared'
  readonly regions: readonly string[]
}

export const prod: AwsAccount = {
  id: '111122223333',
  name: 'prod',
  regions: ['eu-west-1', 'eu-central-1', 'us-east-1'],
}
export const staging: AwsAccount = {
  id: '222233334444',
  name: 'staging',
  regions: ['eu-west-1', 'eu-central-1'],
}
export const shared: AwsAccount = { id: '333344445555', name: 'shared', regions: ['eu-west-1', 'us-east-1'] }
export const awsAccounts: readonly AwsAccount[] = [prod, staging, shared]

export const organisationId = 'o-larkfield1'
