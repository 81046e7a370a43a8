import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { normalise, rawItemFromProviderJson } from '../../../main/engine/normalise/index.ts'
import { secretPaths } from '../../../main/engine/normalise/redact/table.ts'
import { isSecretName } from '../../../main/engine/normalise/redact/names.ts'
import type { JsonObject } from '../../../shared/model/json.ts'
import type { Provider } from '../../../shared/model/provider.ts'

const key = new Uint8Array(32).fill(9)
const digest = (text: string, by = key): string =>
  `redacted:hmac-sha256:${createHmac('sha256', by).update(text).digest('hex').slice(0, 16)}`

function item(provider: Provider, type: string, config: JsonObject, id = 'one'): JsonObject {
  if (provider === 'aws')
    return {
      ARN: 'arn:aws:x:::one',
      resourceType: type,
      resourceId: id,
      awsAccountId: '111122223333',
      awsRegion: 'eu-west-1',
      configuration: config,
    }
  if (provider === 'azure')
    return {
      id: `/subscriptions/1/resourceGroups/g/providers/${type}/${id}`,
      name: id,
      type,
      properties: config,
    }
  return { name: `//x/projects/p/${id}`, asset_type: type, resource: { data: config } }
}
const run = (provider: Provider, type: string, config: JsonObject, id?: string, by = key) =>
  normalise(rawItemFromProviderJson(provider, item(provider, type, config, id)), { redactionKey: by })
const configOf = (provider: Provider, type: string, config: JsonObject, id?: string) =>
  run(provider, type, config, id).document['config']

describe('by type', () => {
  const secret = 'canary-4711'
  const rows: readonly (readonly [Provider, string, JsonObject, readonly string[], string?])[] = [
    [
      'aws',
      'AWS::Lambda::Function',
      { environment: { variables: { DB: secret, URL: 'x' } } },
      ['/config/environment/variables/DB', '/config/environment/variables/URL'],
    ],
    [
      'aws',
      'AWS::Lambda::Function',
      { Environment: { Variables: { DB: secret } } },
      ['/config/Environment/Variables/DB'],
    ],
    ['aws', 'AWS::EC2::Instance', { userData: secret }, ['/config/userData']],
    [
      'aws',
      'AWS::EC2::LaunchTemplate',
      { LaunchTemplateData: { UserData: secret } },
      ['/config/LaunchTemplateData/UserData'],
    ],
    ['aws', 'AWS::AutoScaling::LaunchConfiguration', { userData: secret }, ['/config/userData']],
    [
      'aws',
      'AWS::ECS::TaskDefinition',
      { ContainerDefinitions: [{ Name: 'c', Environment: [{ Name: 'A', Value: secret }] }] },
      ['/config/ContainerDefinitions/0/Environment/0/Value'],
    ],
    [
      'aws',
      'AWS::CodeBuild::Project',
      { environment: { environmentVariables: [{ name: 'T', value: secret, type: 'PLAINTEXT' }] } },
      ['/config/environment/environmentVariables/0/value'],
    ],
    [
      'aws',
      'AWS::ElasticBeanstalk::Environment',
      {
        optionSettings: [
          { namespace: 'aws:elasticbeanstalk:application:environment', optionName: 'K', value: secret },
          { namespace: 'aws:elb:listener:443', optionName: 'SSLPolicy', value: 'visible' },
        ],
      },
      ['/config/optionSettings/0/value'],
    ],
    [
      'aws',
      'AWS::CloudFormation::Stack',
      { parameters: [{ parameterKey: 'P', parameterValue: secret }] },
      ['/config/parameters/0/parameterValue'],
    ],
    [
      'aws',
      'AWS::RDS::DBInstance',
      { pendingModifiedValues: { masterUserPassword: secret } },
      ['/config/pendingModifiedValues/masterUserPassword'],
    ],
    [
      'aws',
      'AWS::EC2::VPNConnection',
      { options: { tunnelOptions: [{ preSharedKey: secret }] } },
      ['/config/options/tunnelOptions/0/preSharedKey'],
    ],
    [
      'azure',
      'Microsoft.Web/sites',
      {
        siteConfig: {
          appSettings: [{ name: 'A', value: secret }],
          connectionStrings: [{ name: 'C', connectionString: secret }],
        },
      },
      ['/config/siteConfig/appSettings/0/value', '/config/siteConfig/connectionStrings/0/connectionString'],
    ],
    [
      'azure',
      'Microsoft.Web/sites/config',
      { A: secret, B: 'x' },
      ['/config/A', '/config/B'],
      'config/appsettings',
    ],
    [
      'azure',
      'microsoft.web/sites/config',
      { Main: { value: secret, type: 'SQLAzure' } },
      ['/config/Main/value'],
      'config/connectionstrings',
    ],
    [
      'azure',
      'Microsoft.Web/sites/config',
      { publishingUsername: '$x', publishingPassword: secret },
      ['/config/publishingPassword'],
      'config/web',
    ],
    [
      'azure',
      'Microsoft.Compute/virtualMachines',
      { osProfile: { adminUsername: 'a', adminPassword: secret, customData: secret } },
      ['/config/osProfile/adminPassword', '/config/osProfile/customData'],
    ],
    [
      'azure',
      'Microsoft.Compute/virtualMachines/extensions',
      { settings: { fileUris: ['u'], commandToExecute: secret } },
      ['/config/settings/commandToExecute'],
    ],
    [
      'azure',
      'Microsoft.ContainerInstance/containerGroups',
      { containers: [{ properties: { environmentVariables: [{ name: 'A', value: secret }] } }] },
      ['/config/containers/0/properties/environmentVariables/0/value'],
    ],
    [
      'azure',
      'Microsoft.App/containerApps',
      {
        template: { containers: [{ env: [{ name: 'A', value: secret }] }] },
        configuration: { secrets: [{ name: 's', value: secret }] },
      },
      ['/config/template/containers/0/env/0/value', '/config/configuration/secrets/0/value'],
    ],
    [
      'azure',
      'Microsoft.Storage/storageAccounts/listKeys',
      { keys: [{ keyName: 'key1', value: secret, permissions: 'Full' }] },
      ['/config/keys/0/value'],
    ],
    [
      'azure',
      'Microsoft.Cache/redis',
      { accessKeys: { primaryKey: secret, secondaryKey: secret } },
      ['/config/accessKeys/primaryKey', '/config/accessKeys/secondaryKey'],
    ],
    [
      'azure',
      'Microsoft.DocumentDB/databaseAccounts',
      { primaryMasterKey: secret },
      ['/config/primaryMasterKey'],
    ],
    [
      'azure',
      'Microsoft.Insights/components',
      { InstrumentationKey: secret },
      ['/config/InstrumentationKey'],
    ],
    [
      'gcp',
      'compute.googleapis.com/Instance',
      {
        metadata: {
          items: [
            { key: 'startup-script', value: secret },
            { key: 'ssh-keys', value: secret },
            { key: 'enable-oslogin', value: 'TRUE' },
            { key: 'my-agent', value: secret },
          ],
        },
      },
      ['/config/metadata/items/0/value', '/config/metadata/items/1/value', '/config/metadata/items/3/value'],
    ],
    [
      'gcp',
      'compute.googleapis.com/Project',
      { commonInstanceMetadata: { items: [{ key: 'sshKeys', value: secret }] } },
      ['/config/commonInstanceMetadata/items/0/value'],
    ],
    [
      'gcp',
      'cloudfunctions.googleapis.com/CloudFunction',
      { environmentVariables: { A: secret } },
      ['/config/environmentVariables/A'],
    ],
    [
      'gcp',
      'cloudfunctions.googleapis.com/Function',
      { serviceConfig: { environmentVariables: { A: secret } } },
      ['/config/serviceConfig/environmentVariables/A'],
    ],
    [
      'gcp',
      'run.googleapis.com/Service',
      {
        template: {
          containers: [
            {
              env: [
                { name: 'A', value: secret },
                { name: 'B', valueSource: { secretKeyRef: { secret: 'projects/p/secrets/s' } } },
              ],
            },
          ],
        },
      },
      ['/config/template/containers/0/env/0/value'],
    ],
    [
      'gcp',
      'run.googleapis.com/Service',
      { spec: { template: { spec: { containers: [{ env: [{ name: 'A', value: secret }] }] } } } },
      ['/config/spec/template/spec/containers/0/env/0/value'],
    ],
    ['gcp', 'sqladmin.googleapis.com/Instance', { rootPassword: secret }, ['/config/rootPassword']],
    [
      'gcp',
      'container.googleapis.com/Cluster',
      { masterAuth: { username: 'admin', password: secret } },
      ['/config/masterAuth/password'],
    ],
    [
      'gcp',
      'cloudbuild.googleapis.com/BuildTrigger',
      { build: { steps: [{ env: [`TOKEN=${secret}`, 'EMPTY='] }] } },
      ['/config/build/steps/0/env/0'],
    ],
    ['gcp', 'iam.googleapis.com/ServiceAccountKey', { privateKeyData: secret }, ['/config/privateKeyData']],
  ]
  it.each(rows.map((row) => ({ row, title: `${row[0]} ${row[1]} ${row[3].join(' ')}` })))(
    '$title',
    ({ row: [provider, type, config, pointers, id] }) => {
      const { document, redacted } = run(provider, type, config, id)
      expect(JSON.stringify(document)).not.toContain(secret)
      expect(redacted).toEqual(pointers)
      expect(JSON.stringify(document)).toContain(digest(secret))
    },
  )

  it('leaves names, switches and neighbours readable', () => {
    expect(
      configOf('gcp', 'cloudbuild.googleapis.com/BuildTrigger', {
        build: { steps: [{ env: [`TOKEN=${secret}`] }] },
      }),
    ).toEqual({ build: { steps: [{ env: [`TOKEN=${digest(secret)}`] }] } })
    expect(
      configOf('gcp', 'compute.googleapis.com/Instance', {
        metadata: { items: [{ key: 'serial-port-enable', value: 'true' }] },
      }),
    ).toEqual({ metadata: { items: [{ key: 'serial-port-enable', value: 'true' }] } })
    expect(
      configOf('aws', 'AWS::ECS::TaskDefinition', {
        ContainerDefinitions: [
          { Secrets: [{ Name: 'A', ValueFrom: 'arn:aws:secretsmanager:x' }], Environment: [] },
        ],
      }),
    ).toEqual({
      ContainerDefinitions: [
        { Secrets: [{ Name: 'A', ValueFrom: 'arn:aws:secretsmanager:x' }], Environment: [] },
      ],
    })
  })

  it('goes into JSON text before it looks at paths, and redacts values that are JSON text whole', () => {
    expect(
      configOf('aws', 'AWS::Lambda::Function', {
        environment: JSON.stringify({ variables: { DB: secret } }),
      }),
    ).toEqual({ environment: { variables: { DB: digest(secret) } } })
    expect(
      configOf('aws', 'AWS::Lambda::Function', { environment: { variables: { DB: '{"password":"x"}' } } }),
    ).toEqual({ environment: { variables: { DB: digest('{"password":"x"}') } } })
  })

  it('redacts values that are no text', () => {
    expect(
      configOf('aws', 'AWS::Lambda::Function', {
        environment: { variables: { PIN: 1234, ON: true, LIST: ['a'] } },
      }),
    ).toEqual({
      environment: { variables: { PIN: digest('1234'), ON: digest('true'), LIST: digest('["a"]') } },
    })
  })

  it('knows types of each cloud, Azure ones in lower case', () => {
    for (const type of Object.keys(secretPaths))
      expect(type).toMatch(/^(?:AWS::\w+::\w+|microsoft\.[a-z./#]+|[a-z.]+\.googleapis\.com\/[A-Za-z]+)$/)
  })
})

describe('the digest', () => {
  const config = (value: string) => run('aws', 'AWS::EC2::Instance', { userData: value }).document['config']
  it('is the same for the same secret and shows a change', () => {
    expect(config('a')).toEqual(config('a'))
    expect(config('a')).not.toEqual(config('b'))
    expect(config('a')).toEqual({ userData: digest('a') })
  })
  it('depends on the key', () => {
    expect(
      run('aws', 'AWS::EC2::Instance', { userData: 'a' }, 'one', new Uint8Array(32).fill(1)).document[
        'config'
      ],
    ).toEqual({ userData: digest('a', new Uint8Array(32).fill(1)) })
  })
  it('leaves a digest as it is', () => {
    expect(config(digest('a'))).toEqual({ userData: digest('a') })
  })
})

describe('by name', () => {
  it.each([
    'password',
    'AdminPassword',
    'DB_PASSWORD',
    'clientSecret',
    'secretAccessKey',
    'SecretString',
    'apiKey',
    'api_key',
    'primaryKey',
    'primaryMasterKey',
    'secondaryConnectionString',
    'sasToken',
    'private_key',
    'privateKeyData',
    'token',
    'accessToken',
    'auth_token',
    'sharedKey',
    'Authorization',
    'keyString',
    'passphrase',
    'accountKey',
  ])('%s is a secret', (name) => {
    expect(isSecretName(name)).toBe(true)
  })
  it.each([
    'passwordPolicy',
    'MinimumPasswordLength',
    'passwordLastUsed',
    'disablePasswordAuthentication',
    'secretArn',
    'secretName',
    'accessKeyId',
    'publicKey',
    'kmsKeyId',
    'httpTokens',
    'nextToken',
    'key',
    'keyName',
    'partitionKey',
    'hasPassword',
    'requirePassword',
    'canvas',
    'encryptionKey',
    'apiKeySource',
    'tokens',
  ])('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false)
  })
  it('shows references to where a secret is kept, and what is no text', () => {
    const config = {
      password: '{{resolve:secretsmanager:x}}',
      clientSecret: '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s)',
      secret: 'arn:aws:secretsmanager:eu-west-1:1:secret:x',
      token: '',
      enablePassword: true,
      passwordList: ['a'],
    }
    expect(configOf('aws', 'AWS::Any::Thing', config)).toEqual(config)
  })
})

describe('by shape', () => {
  const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAK\n-----END RSA PRIVATE KEY-----'
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'
  const awsKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  it.each([
    [`key: ${pem}!`, pem],
    [`cookie ${jwt}`, jwt],
    [
      'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc123==;EndpointSuffix=core.windows.net',
      'abc123==',
    ],
    ['Server=tcp:db;User ID=app;Password=hunter2;Encrypt=true', 'hunter2'],
    ['Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=Zm9v', 'Zm9v'],
    ['https://x.blob.core.windows.net/c?sv=2022&sig=abcdefghijklmnop%3D&se=1', 'abcdefghijklmnop%3D'],
    ['postgres://app:s3cr3t@db.example:5432/x', 's3cr3t'],
    [`aws_access_key_id=AKIAIOSFODNN7EXAMPLE aws_secret_access_key=${awsKey}`, awsKey],
    ['git clone with ghp_0123456789abcdefghijABCDEFGHIJ456789', 'ghp_0123456789abcdefghijABCDEFGHIJ456789'],
    ['curl -H "Authorization: Bearer abcdefghijklmnopqrstuv"', 'abcdefghijklmnopqrstuv'],
  ])('%s', (text, secret) => {
    const { document, redacted } = run('gcp', 'x.googleapis.com/Y', { note: text, list: [text] })
    expect(document['config']).toEqual({
      note: text.replace(secret, digest(secret)),
      list: [text.replace(secret, digest(secret))],
    })
    expect(redacted).toEqual(['/config/note', '/config/list/0'])
  })
  it.each([
    'AKIAIOSFODNN7EXAMPLE',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    'arn:aws:s3:::bucket/key',
    'https://example.com/path?sign=1&v=2',
    'user@example.com',
    'mailto:a@b.example',
    '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----',
    'IIwUc2FF9nrH3U856beLym8t6M2ZBgwZJ5MLu3OWGAo=',
    'Basic',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExhcmtmaWVsZFNhbXBsZUtleU5vdEZvclVzZQ x',
    'The password = policy is strong'.replace(' = ', ' '),
  ])('leaves %s', (text) => {
    expect(run('gcp', 'x.googleapis.com/Y', { note: text })).toMatchObject({
      document: { config: { note: text } },
      redacted: [],
    })
  })
  it('writes pointers by RFC 6901', () => {
    expect(run('gcp', 'x.googleapis.com/Y', { 'a/b~c': { password: 'x' } }).redacted).toEqual([
      '/config/a~1b~0c/password',
    ])
  })
  it('reads tags too', () => {
    const normal = normalise(
      rawItemFromProviderJson('aws', {
        ...item('aws', 'AWS::EC2::Instance', {}),
        tags: { note: 'Password=hunter2' },
      }),
      { redactionKey: key },
    )
    expect(normal.document['tags']).toEqual({ note: `Password=${digest('hunter2')}` })
  })
})
