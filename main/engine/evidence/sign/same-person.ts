import type { CertificateFacts } from '../../../../shared/model/signing.ts'

/**
 * True when two certificates can't stand for preparer and reviewer: the same certificate, the same key,
 * or the same name however it is capitalised or spaced. Segregation of duties: nobody reviews their own work.
 */
export function samePerson(a: CertificateFacts, b: CertificateFacts): boolean {
  return (
    a.fingerprint === b.fingerprint ||
    a.publicKeyHash === b.publicKeyHash ||
    plainName(a.name) === plainName(b.name)
  )
}

function plainName(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
}
