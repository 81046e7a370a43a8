/** Short names of the ten common misconfigurations, by the number rules carry. */
export const misconfigurationWords: Readonly<Record<number, string>> = {
  1: 'Root account without MFA',
  2: 'Wildcard permissions',
  3: 'SSH or RDP open to any address',
  4: 'Public storage',
  5: 'Data unencrypted at rest',
  6: 'Audit logging disabled',
  7: 'Network not segmented',
  8: 'Default credentials active',
  9: 'TLS 1.0 or 1.1 enabled',
  10: 'Security monitoring disabled',
}
