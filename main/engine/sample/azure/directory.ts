import type { AccountDocument } from '../document.ts'
import { later } from '../calendar.ts'
import { noteAffected, watch } from '../story/timeline.ts'
import { tenantId, type AzureEstate } from './item.ts'

interface Person {
  readonly name: string
  readonly upn: string
  readonly isAdmin: boolean
  /** While this event holds the person has no MFA method. */
  readonly withoutMfa?: string
  readonly since?: string
}
const at = (upn: string): string => `${upn}@larkfield.example`
const people: readonly Person[] = [
  { name: 'Ingrid Solberg', upn: at('ingrid.solberg.adm'), isAdmin: true },
  { name: 'Tom Okafor', upn: at('tom.okafor.adm'), isAdmin: true },
  { name: 'Priya Raman', upn: at('priya.raman.adm'), isAdmin: true },
  { name: 'Léa Marchetti', upn: at('lea.marchetti.adm'), isAdmin: true },
  { name: 'Dmitri Vance', upn: at('dmitri.vance.adm'), isAdmin: true },
  { name: 'Sofía Núñez', upn: at('sofia.nunez.adm'), isAdmin: true },
  { name: 'Aoife O’Dowd', upn: at('aoife.odowd.adm'), isAdmin: true },
  { name: 'Kenji Watanabe', upn: at('kenji.watanabe.adm'), isAdmin: true },
  { name: 'Magnus Rye', upn: at('magnus.rye.adm'), isAdmin: true },
  { name: 'Plant Admin', upn: at('plant.admin'), isAdmin: true, withoutMfa: 'azure-mfa-plant-admin' },
  {
    name: 'Nadia Haddad',
    upn: at('nadia.haddad'),
    isAdmin: true,
    withoutMfa: 'azure-mfa-new-admin',
    since: '2026-08-26T09:00:00.000Z',
  },
  { name: 'Emergency 01', upn: at('emergency-01'), isAdmin: true, withoutMfa: 'azure-mfa-breakglass' },
  ...[
    'Owen Blake',
    'Yara Costa',
    'Ivo Lindqvist',
    'Hannah Weiss',
    'Samir Qureshi',
    'Grace Mbeki',
    'Noah Fischer',
    'Tess Vermeer',
    'Łukasz Zając',
    '"Bo" Ström, Jr.',
    'מיכל ברק',
  ].map((name, i) => ({ name, upn: at(`user.${String(i + 1).padStart(2, '0')}`), isAdmin: false })),
]

/** Microsoft Graph: who has registered for MFA, conditional access, security defaults. Region is the tenant's. */
export function azureDirectoryDocuments(estate: AzureEstate): AccountDocument[] {
  const root = `/tenants/${tenantId}/providers/Microsoft.Graph`
  const captureTime = later(estate.at, -41_000)
  const wrap = (
    type: string,
    id: string,
    name: string,
    document: AccountDocument['document'],
  ): AccountDocument => ({
    provider: 'azure',
    type: `Microsoft.Graph/${type}`,
    accountId: tenantId,
    region: 'global',
    id: `${root}/${type}/${id}`,
    name,
    captureTime,
    document,
  })
  const users = people
    .filter((p) => p.since === undefined || p.since <= estate.at)
    .map((p) => {
      const id = estate.random.guid(`graph/${p.upn}`)
      const story = watch(estate.at)
      const isRegistered = p.withoutMfa === undefined || !story.is(p.withoutMfa)
      noteAffected(estate.affected, story, `${root}/userRegistrationDetails/${id}`)
      return wrap('userRegistrationDetails', id, p.upn, {
        id,
        userPrincipalName: p.upn,
        userDisplayName: p.name,
        userType: 'member',
        isAdmin: p.isAdmin,
        isSsprRegistered: isRegistered,
        isSsprEnabled: true,
        isSsprCapable: isRegistered,
        isMfaRegistered: isRegistered,
        isMfaCapable: isRegistered,
        isPasswordlessCapable: p.isAdmin && isRegistered,
        methodsRegistered: isRegistered
          ? p.isAdmin
            ? ['fido2SecurityKey', 'microsoftAuthenticatorPush']
            : ['microsoftAuthenticatorPush', 'softwareOneTimePasscode']
          : [],
        isSystemPreferredAuthenticationMethodEnabled: true,
        systemPreferredAuthenticationMethods: isRegistered ? ['Fido2'] : [],
        userPreferredMethodForSecondaryAuthentication: isRegistered ? 'push' : 'none',
      })
    })
  const policy = (
    displayName: string,
    event: string | null,
    includeRoles: string[],
    includeUsers: string[],
  ): AccountDocument => {
    const id = estate.random.guid(`ca/${displayName}`)
    const story = watch(estate.at)
    const state = event !== null && story.is(event) ? 'enabledForReportingButNotEnforced' : 'enabled'
    noteAffected(estate.affected, story, `${root}/conditionalAccessPolicies/${id}`)
    return wrap('conditionalAccessPolicies', id, displayName, {
      id,
      displayName,
      state,
      createdDateTime: '2025-09-02T08:00:00Z',
      modifiedDateTime: null,
      sessionControls: null,
      conditions: {
        clientAppTypes: ['all'],
        applications: { includeApplications: ['All'], excludeApplications: [], includeUserActions: [] },
        users: {
          includeUsers,
          excludeUsers: [],
          includeGroups: [],
          excludeGroups: [],
          includeRoles,
          excludeRoles: [],
        },
      },
      grantControls: {
        operator: 'OR',
        builtInControls: ['mfa'],
        customAuthenticationFactors: [],
        termsOfUse: [],
      },
    })
  }
  // Role template ids of Entra (Global Administrator and Privileged Role Administrator) are the same everywhere.
  const adminRoles = ['62e90394-69f5-4237-9190-012177145e10', 'e8611ab8-c189-46e8-94e1-60213ab1f814']
  return [
    ...users,
    policy('Require MFA for administrators', 'azure-ca-report-only', adminRoles, []),
    policy('Require MFA for everyone', null, [], ['All']),
    wrap('identitySecurityDefaultsEnforcementPolicy', 'default', 'Security defaults', {
      id: '00000000-0000-0000-0000-000000000005',
      displayName: 'Security Defaults',
      description: 'Security defaults of the tenant',
      isEnabled: false,
    }),
  ]
}
