import type { JsonObject } from '../../../../shared/model/json.ts'
import { organisation, type GcpItem, type Policy } from './item.ts'

/** Ancestors from the asset's project (or folder) up to the organisation. */
function ancestors(item: GcpItem): string[] {
  if (item.project !== null)
    return [
      `projects/${item.project.number}`,
      `folders/${item.project.folder}`,
      `organizations/${organisation}`,
    ]
  const folder = item.name.match(/\/(folders\/\d+)$/)?.[1]
  return folder === undefined ? [`organizations/${organisation}`] : [folder, `organizations/${organisation}`]
}

const etag = (item: GcpItem): string => Buffer.from(String(Date.parse(item.policyUpdated))).toString('base64')

/** Protocol-buffer spelling (`asset_type`), as `ExportAssets` writes to a file; or JSON spelling (`assetType`), as the API answers. */
export type Spelling = 'snake' | 'camel'

function policyJson(item: GcpItem, policy: Policy, spelling: Spelling): JsonObject {
  const audit = (policy.audit ?? []).map(({ service, logs }): JsonObject => {
    const list = logs.map(({ type, exempted }): JsonObject =>
      spelling === 'snake'
        ? { log_type: type, ...(exempted === undefined ? {} : { exempted_members: [...exempted] }) }
        : { logType: type, ...(exempted === undefined ? {} : { exemptedMembers: [...exempted] }) },
    )
    return spelling === 'snake' ? { service, audit_log_configs: list } : { service, auditLogConfigs: list }
  })
  return {
    version: 1,
    etag: etag(item),
    bindings: policy.bindings.map(({ role, members }) => ({ role, members: [...members] })),
    ...(audit.length === 0 ? {} : spelling === 'snake' ? { audit_configs: audit } : { auditConfigs: audit }),
  }
}

/** The RESOURCE content of an asset. */
export function resourceAsset(item: GcpItem, spelling: Spelling): JsonObject {
  const { version, uri, name } = item.discovery
  const tail = { parent: item.parent, data: item.data, location: item.location }
  return spelling === 'snake'
    ? {
        name: item.name,
        asset_type: item.assetType,
        resource: { version, discovery_document_uri: uri, discovery_name: name, ...tail },
        ancestors: ancestors(item),
        update_time: item.updated,
      }
    : {
        name: item.name,
        assetType: item.assetType,
        resource: { version, discoveryDocumentUri: uri, discoveryName: name, ...tail },
        ancestors: ancestors(item),
        updateTime: item.updated,
      }
}

/** The IAM_POLICY content of an asset that has a policy. */
export function policyAsset(item: GcpItem, policy: Policy, spelling: Spelling): JsonObject {
  return spelling === 'snake'
    ? {
        name: item.name,
        asset_type: item.assetType,
        iam_policy: policyJson(item, policy, spelling),
        ancestors: ancestors(item),
        update_time: item.policyUpdated,
      }
    : {
        name: item.name,
        assetType: item.assetType,
        iamPolicy: policyJson(item, policy, spelling),
        ancestors: ancestors(item),
        updateTime: item.policyUpdated,
      }
}
