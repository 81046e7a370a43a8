import { later } from '../calendar.ts'
import type { AccountDocument } from '../document.ts'
import { noteAffected, watch } from '../story/timeline.ts'
import { customer, dataLab, organisation, projects, type GcpEstate } from './item.ts'

interface Admin {
  readonly mail: string
  readonly given: string
  readonly family: string
  readonly isAdmin: boolean
  readonly without2Sv?: string
}
const people: readonly Admin[] = [
  { mail: 'ingrid.solberg.admin', given: 'Ingrid', family: 'Solberg', isAdmin: true },
  { mail: 'tom.okafor.admin', given: 'Tom', family: 'Okafor', isAdmin: true },
  { mail: 'lea.marchetti.admin', given: 'Léa', family: 'Marchetti', isAdmin: true },
  { mail: 'kenji.watanabe.admin', given: 'Kenji', family: 'Watanabe', isAdmin: true },
  { mail: 'sofia.nunez.admin', given: 'Sofía', family: 'Núñez', isAdmin: true },
  { mail: 'magnus.rye.admin', given: 'Magnus', family: 'Rye', isAdmin: true },
  {
    mail: 'dispatch.admin',
    given: 'Dispatch',
    family: 'Admin',
    isAdmin: true,
    without2Sv: 'gcp-admin-dispatch',
  },
  { mail: 'oncall.root', given: 'On-call', family: 'Root', isAdmin: true, without2Sv: 'gcp-admin-oncall' },
  { mail: 'samir.qureshi', given: 'Samir', family: 'Qureshi', isAdmin: false },
  { mail: 'grace.mbeki', given: 'Grace', family: 'Mbeki', isAdmin: false },
  { mail: 'noah.fischer', given: 'Noah', family: 'Fischer', isAdmin: false },
  { mail: 'yara.costa', given: 'Yara', family: 'Costa', isAdmin: false },
]

/** Directory API users and Security Command Center services, which Asset Inventory does not hold. */
export function gcpAccountDocuments(estate: GcpEstate): AccountDocument[] {
  const captureTime = later(estate.at, -33_000)
  const users = people.map((p): AccountDocument => {
    const id = estate.random.digits(`user/${p.mail}`, 21)
    const primaryEmail = `${p.mail}@larkfield.example`
    const story = watch(estate.at)
    const enrolled = p.without2Sv === undefined || !story.is(p.without2Sv)
    const name = `//admin.googleapis.com/customers/${customer}/users/${id}`
    noteAffected(estate.affected, story, name)
    return {
      provider: 'gcp',
      type: 'admin.googleapis.com/User',
      accountId: `organizations/${organisation}`,
      region: 'global',
      id: name,
      name: primaryEmail,
      captureTime,
      document: {
        kind: 'admin#directory#user',
        id,
        primaryEmail,
        name: { givenName: p.given, familyName: p.family, fullName: `${p.given} ${p.family}` },
        isAdmin: p.isAdmin,
        isDelegatedAdmin: false,
        suspended: false,
        archived: false,
        isEnrolledIn2Sv: enrolled,
        isEnforcedIn2Sv: enrolled,
        creationTime: '2023-04-12T08:00:00.000Z',
        customerId: customer,
        orgUnitPath: p.isAdmin ? '/Admins' : '/',
        isMailboxSetup: true,
      },
    }
  })
  const services = projects.flatMap((project) =>
    [
      'security-health-analytics',
      'event-threat-detection',
      'container-threat-detection',
      'web-security-scanner',
    ].map((service): AccountDocument => {
      const story = watch(estate.at)
      const isOff =
        project === dataLab &&
        ((service === 'security-health-analytics' && story.is('gcp-scc-health')) ||
          (service === 'event-threat-detection' && story.is('gcp-scc-threat')))
      const name = `projects/${project.id}/locations/global/securityCenterServices/${service}`
      noteAffected(estate.affected, story, `//securitycentermanagement.googleapis.com/${name}`)
      return {
        provider: 'gcp',
        type: 'securitycentermanagement.googleapis.com/SecurityCenterService',
        accountId: project.number,
        region: 'global',
        id: `//securitycentermanagement.googleapis.com/${name}`,
        name: `${project.id}/${service}`,
        captureTime,
        document: {
          name,
          intendedEnablementState: isOff ? 'DISABLED' : 'ENABLED',
          effectiveEnablementState: isOff ? 'DISABLED' : 'ENABLED',
          modules: {},
        },
      }
    }),
  )
  return [...users, ...services]
}
