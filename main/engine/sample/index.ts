/** The stage's face: writes the built-in sample engagement as provider-shaped exports. */
export { generateSample } from './generate.ts'
export type { ManifestCapture, ManifestFile, SampleManifest } from './manifest.ts'
export type {
  Decision,
  DriftSelector,
  FindingSelector,
  SessionScript,
  WeekScript,
} from './script/decision.ts'
