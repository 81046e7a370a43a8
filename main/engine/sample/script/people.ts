/** The people of the sample; all invented. */
export const people = {
  priya: {
    name: 'Priya Raman',
    role: 'Cloud security owner; leads the Monday review and prepares the package',
  },
  tom: { name: 'Tom Okafor', role: 'Platform lead, AWS' },
  ingrid: { name: 'Ingrid Solberg', role: 'Plant and office IT lead, Azure' },
  lea: { name: 'Léa Marchetti', role: 'Data lab lead, GCP' },
  dmitri: { name: 'Dmitri Vance', role: 'Network engineer' },
  sofia: { name: 'Sofía Núñez', role: 'Database engineer' },
  helena: {
    name: 'Helena Strand',
    role: 'Chief information security officer; approves baselines and exceptions',
  },
  marcus: { name: 'Marcus Adeyemi', role: 'Audit partner at Hartwell Lime; reviews and countersigns' },
} as const
export type PersonKey = keyof typeof people
export interface Person {
  readonly name: string
  readonly role: string
}
