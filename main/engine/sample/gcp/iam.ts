import {
  accountEmail,
  add,
  createdAt,
  dataLab,
  defaultAccount,
  fleetProd,
  projects,
  type GcpEstate,
  type Project,
} from './item.ts'

const accounts: readonly (readonly [Project, readonly string[]])[] = [
  [
    fleetProd,
    [
      'countersign-reader',
      'deployer',
      'planner',
      'ledger',
      'map-server',
      'pose-stream',
      'alert-sender',
      'gke-nodes',
    ],
  ],
  [dataLab, ['pipeline-runner', 'notebook', 'trainer', 'labeller', 'exporter', 'dataset-publisher']],
]
const roles: readonly (readonly [Project, string, readonly string[]])[] = [
  [
    fleetProd,
    'plannerOperator',
    ['compute.instances.get', 'compute.instances.list', 'compute.instances.reset'],
  ],
  [fleetProd, 'ledgerReader', ['cloudsql.instances.connect', 'cloudsql.instances.get']],
  [dataLab, 'datasetPublisher', ['storage.objects.create', 'storage.objects.get', 'storage.objects.list']],
  [dataLab, 'labelReviewer', ['storage.objects.get', 'bigquery.tables.getData']],
]

/** Service accounts with their keys, custom roles. */
export function addIam(estate: GcpEstate): void {
  for (const project of projects)
    addAccount(estate, project, 'Compute Engine default service account', defaultAccount(project), false)
  for (const [project, names] of accounts)
    for (const name of names)
      addAccount(estate, project, name, accountEmail(project, name), name === 'exporter')
  for (const [project, name, includedPermissions] of roles)
    add(estate, {
      project,
      name: `//iam.googleapis.com/projects/${project.id}/roles/${name}`,
      assetType: 'iam.googleapis.com/Role',
      describe: () => ({
        name: `projects/${project.id}/roles/${name}`,
        title: name,
        description: `${name} of Larkfield Robotics`,
        stage: 'GA',
        includedPermissions: [...includedPermissions],
      }),
    })
}

function addAccount(
  e: GcpEstate,
  project: Project,
  displayName: string,
  email: string,
  hasUserKey: boolean,
): void {
  const uniqueId = e.random.digits(`sa/${email}`, 21)
  const name = `//iam.googleapis.com/projects/${project.id}/serviceAccounts/${uniqueId}`
  add(e, {
    project,
    name,
    assetType: 'iam.googleapis.com/ServiceAccount',
    describe: () => ({
      name: `projects/${project.id}/serviceAccounts/${email}`,
      projectId: project.id,
      uniqueId,
      email,
      displayName,
      oauth2ClientId: uniqueId,
      disabled: false,
    }),
    policy: () => ({ bindings: [] }),
  })
  for (const kind of hasUserKey ? ['SYSTEM_MANAGED', 'USER_MANAGED'] : ['SYSTEM_MANAGED']) {
    const key = e.random.hex(`key/${email}/${kind}`, 40)
    const validAfterTime =
      kind === 'USER_MANAGED' ? '2026-05-04T10:00:00Z' : createdAt(e.random, `key/${email}`)
    add(e, {
      project,
      name: `${name}/keys/${key}`,
      assetType: 'iam.googleapis.com/ServiceAccountKey',
      parent: name,
      describe: () => ({
        name: `projects/${project.id}/serviceAccounts/${email}/keys/${key}`,
        keyAlgorithm: 'KEY_ALG_RSA_2048',
        keyOrigin: 'GOOGLE_PROVIDED',
        keyType: kind,
        validAfterTime,
        validBeforeTime: kind === 'USER_MANAGED' ? '9999-12-31T23:59:59Z' : '2028-01-10T08:00:00Z',
      }),
    })
  }
}
