import { canaries, launchUserData } from '../canaries.ts'
import { prod, shared, staging, type AwsAccount } from './accounts.ts'
import { add, createdAt, houseTags, tagList, type AwsEstate } from './item.ts'

/** Launch templates and build projects. */
export function addBuild(estate: AwsEstate): void {
  for (const [account, region] of [
    [prod, 'eu-west-1'],
    [prod, 'us-east-1'],
    [staging, 'eu-west-1'],
    [staging, 'eu-central-1'],
  ] as const)
    addLaunchTemplate(estate, account, region)
  for (const [account, name] of [
    [shared, 'fleet-build'],
    [shared, 'firmware-build'],
    [staging, 'sim-build'],
  ] as const)
    addBuildProject(estate, account, name)
}

function addLaunchTemplate(e: AwsEstate, account: AwsAccount, region: string): void {
  const id = `lt-0${e.random.hex(`lt/${account.id}/${region}`, 16)}`
  const arn = `arn:aws:ec2:${region}:${account.id}:launch-template/${id}`
  add(e, {
    account,
    region,
    type: 'AWS::EC2::LaunchTemplate',
    id,
    name: `${account.name}-worker`,
    arn,
    zone: 'Regional',
    created: createdAt(e.random, arn),
    describe: () => ({
      configuration: {
        LaunchTemplateName: `${account.name}-worker`,
        LatestVersionNumber: '3',
        DefaultVersionNumber: '3',
        LaunchTemplateId: id,
        LaunchTemplateData: {
          ImageId: `ami-0${e.random.hex(`ami/${region}`, 16)}`,
          InstanceType: 'm6i.large',
          MetadataOptions: { HttpTokens: 'required' },
          ...(account === staging && region === 'eu-west-1' ? { UserData: launchUserData } : {}),
        },
      },
    }),
  })
}

function addBuildProject(e: AwsEstate, account: AwsAccount, name: string): void {
  const arn = `arn:aws:codebuild:eu-west-1:${account.id}:project/${name}`
  const variables = [
    { name: 'REGISTRY', value: `${shared.id}.dkr.ecr.eu-west-1.amazonaws.com`, type: 'PLAINTEXT' },
  ]
  if (name === 'sim-build')
    variables.push({ name: 'GIT_TOKEN', value: canaries.buildToken, type: 'PLAINTEXT' })
  const tags = houseTags(account, name, 'platform')
  add(e, {
    account,
    region: 'eu-west-1',
    type: 'AWS::CodeBuild::Project',
    id: arn,
    name,
    arn,
    created: createdAt(e.random, arn),
    describe: () => ({
      tags,
      configuration: {
        name,
        arn,
        source: {
          type: 'CODECOMMIT',
          location: `https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/${name}`,
          gitCloneDepth: 1,
          insecureSsl: false,
        },
        artifacts: { type: 'NO_ARTIFACTS' },
        serviceRole: `arn:aws:iam::${account.id}:role/codebuild`,
        timeoutInMinutes: 60,
        encryptionKey: `arn:aws:kms:eu-west-1:${account.id}:alias/aws/s3`,
        created: createdAt(e.random, arn),
        badge: { badgeEnabled: false },
        environment: {
          type: 'LINUX_CONTAINER',
          image: 'aws/codebuild/standard:7.0',
          computeType: 'BUILD_GENERAL1_MEDIUM',
          environmentVariables: variables,
          privilegedMode: false,
        },
        tags: tagList(tags),
      },
    }),
  })
}
