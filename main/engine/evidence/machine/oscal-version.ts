/** Versions of OSCAL that can be written; 1.1.3 is what most tools read. */
export const oscalVersions = ['1.1.3', '1.2.1'] as const
export type OscalVersion = (typeof oscalVersions)[number]
