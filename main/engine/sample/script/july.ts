import type { Decision } from './decision.ts'
import { assign, authorise, baseline, done, except, note, reject } from './write.ts'

/** Decisions from 29 June to 2 August. */
export const july: readonly Decision[] = [
  // 29 June: the estate as found, baseline 1
  baseline('06-29 10:05', 1, 'Configuration as found at the start of the observation period, read from all accounts. Findings that are open today stay open; approval fixes the reference for drift, not the risk.'),
  assign('06-29 09:20', 'aws-root-mfa-staging', 'tom'), assign('06-29 09:22', 'aws-policy-legacy-deploy', 'tom'), assign('06-29 09:24', 'aws-sg-lab-any', 'dmitri'), assign('06-29 09:25', 'aws-sg-vendor-ssh', 'dmitri'), assign('06-29 09:26', 'aws-sg-bench-cells', 'dmitri'), assign('06-29 09:27', 'aws-sg-field-kit', 'dmitri'), assign('06-29 09:27', 'aws-policies-sandbox', 'tom'),
  assign('06-29 09:28', 'aws-volumes-first-lot', 'tom'), assign('06-29 09:30', 'aws-rds-reporting-plain', 'sofia'), assign('06-29 09:31', 'aws-rds-features-public', 'sofia'), assign('06-29 09:33', 'aws-root-key-shared', 'tom'),
  assign('06-29 09:35', 'azure-mfa-plant-admin', 'ingrid'), assign('06-29 09:36', 'azure-nsg-rdp', 'dmitri'), assign('06-29 09:37', 'azure-storage-brochure', 'ingrid'), assign('06-29 09:38', 'azure-tde-mes-history', 'sofia'),
  assign('06-29 09:42', 'gcp-default-sa-editor', 'lea'), assign('06-29 09:43', 'gcp-fw-rdp', 'lea'), assign('06-29 09:44', 'gcp-audit-config', 'lea'),
  note('06-29 09:50', 'aws-root-mfa-staging', 'tom', 'Hardware key ordered on 24 June; the card holder is on leave until 13 July.'),
  note('06-29 09:52', 'aws-volumes-last-lot', 'tom', 'Volumes of the retired calibration rigs. Owner of the data still to be found before anything is deleted.'),
  // 6 July
  assign('07-06 09:15', 'aws-sg-jumphost-ssh', 'dmitri'), note('07-06 09:18', 'aws-sg-jumphost-ssh', 'dmitri', 'Opened on Friday for a supplier’s remote session; the supplier’s address was not known then.'),
  except('07-06 09:30', 'aws-policy-data-lake', 'tom', '2026-08-31', 'Lake administrators move tables between two catalogues until the end of August; a narrow policy stops the migration tool.', 'Session recording on the two administrator roles, weekly review of their trail events by Priya Raman.'),
  except('07-06 09:40', 'aws-bucket-press-kit', 'tom', '2027-01-01', 'The press kit is published on purpose and holds nothing but released pictures.', 'Only the release pipeline can write; a weekly job compares the content with the list of released files.'),
  except('07-06 09:48', 'gcp-bucket-datasets', 'lea', '2027-01-01', 'Open data sets for universities, published under a licence.', 'A person checks every file before it is copied; the bucket has no write access for people.'),
  except('07-06 09:55', 'azure-mfa-breakglass', 'ingrid', '2027-01-01', 'Emergency account for the loss of the MFA service.', 'Password of 40 characters in a sealed envelope in the safe; every sign-in raises an alert to three people.'),
  done('07-07 10:30', 'aws-sg-jumphost-ssh', 'dmitri', 'Removed 0.0.0.0/0 from the SSH rule of ops-jumphost; the supplier now comes through the office address.'),
  done('07-08 11:00', 'gcp-admin-dispatch', 'lea', 'Enrolled dispatch.admin in 2-step verification with a security key.'), done('07-09 13:00', 'azure-mfa-plant-admin', 'ingrid', 'Registered two FIDO2 keys for plant.admin.'), done('07-10 10:00', 'aws-trail-validation', 'tom', 'Switched on log file validation for larkfield-staging-trail.'),
  // 13 July
  assign('07-13 09:12', 'aws-role-telemetry-inline', 'tom'), assign('07-13 09:14', 'azure-nsg-ssh', 'dmitri'), assign('07-13 09:15', 'aws-bucket-telemetry-public', 'tom'),
  note('07-13 09:25', 'aws-bucket-telemetry-public', 'tom', '="public" export for a trade fair, said the ticket. Nobody had asked for the whole bucket. @Priya, +1: please add to the lessons page, "as is", with commas, quotes and all.'),
  except('07-13 09:40', 'aws-efs-cad-share', 'tom', '2026-11-01', 'CAD share cannot be encrypted in place; the new file system is part of the October move.', 'Share is reachable from the design subnet only; nightly copy is encrypted.'),
  except('07-13 09:46', 'aws-listener-partner-gw', 'tom', '2026-12-01', 'Three depots run scanners that speak TLS 1.0 at most; replacements arrive in November.', 'Listener accepts the depots’ fixed addresses only; payloads are encrypted by the application.'),
  done('07-14 08:40', 'azure-nsg-ssh', 'dmitri', 'Deleted the rule allow-ssh-vendor of nsg-plc-bridge after the visit.'), done('07-14 09:45', 'aws-root-mfa-staging', 'tom', 'Registered a hardware key for the root user of 222233334444; key in the safe, log book page 12.'), done('07-15 09:00', 'aws-bucket-telemetry-public', 'tom', 'Removed the public statement and closed public access of the bucket.'),
  done('07-16 14:00', 'azure-activity-log', 'ingrid', 'Exported the activity log of corporate to log-corporate.', ['9d03a8f7-62be-4c1d-b7e0-3f58c1a4d926']), done('07-16 21:00', 'aws-volumes-first-lot', 'tom', 'Copied three volumes to encrypted ones and deleted the old.', ['legacy-vol-a*']), done('07-17 10:00', 'gcp-ssl-policy', 'lea', 'Raised legacy-clients to TLS 1.2.'),
  done('07-18 20:30', 'azure-tde-mes-history', 'sofia', 'Switched on transparent data encryption for mes-history.'),
  // 20 July
  assign('07-20 09:10', 'aws-sg-rdp-v6', 'dmitri'), assign('07-20 09:12', 'aws-bucket-demo-day', 'tom'), assign('07-20 09:14', 'gcp-owner-external', 'lea'),
  done('07-21 09:30', 'gcp-owner-external', 'lea', 'Took Owner from the outside engineer; gave Run Developer for two services.'), done('07-21 11:00', 'aws-listener-fleet-api', 'tom', 'Set the listener of fleet-api to ELBSecurityPolicy-TLS13-1-2-2021-06.'), done('07-22 09:00', 'azure-acr-admin', 'ingrid', 'Switched off the admin user of larkfieldedge.'),
  done('07-22 09:40', 'aws-role-telemetry-inline', 'tom', 'Replaced the inline policy of telemetry-ingest by two log actions.'), done('07-22 10:30', 'azure-web-tls', 'ingrid', 'Least TLS version of app-supplier-portal set to 1.2.'), done('07-23 15:00', 'aws-root-key-shared', 'tom', 'Deleted the access key of the root user of 333344445555.'), done('07-24 10:00', 'azure-ca-report-only', 'ingrid', 'Switched the policy from report-only to on.'),
  // 27 July
  authorise('07-27 09:20', 'aws-tags-owner', 'CHG-1042', '*ags*'), reject('07-27 09:24', 'aws-sg-web-8443', 'none: asked Dmitri Vance, no change found'), note('07-27 09:30', 'aws-sg-rdp-v6', 'priya', 'Region eu-central-1 of staging was denied to the collector today. The finding stays open: no read, no verdict.'),
  assign('07-27 09:35', 'gcp-fw-ssh', 'lea'), done('07-28 10:00', 'gcp-fw-ssh', 'lea', 'Deleted allow-ssh-temp.'), done('07-28 10:15', 'azure-storage-brochure', 'ingrid', 'Brochures moved to the content network; public access of larkbrochure off.'), done('07-29 12:30', 'aws-bucket-lab-scratch', 'tom', 'Public access block of larkfield-lab-scratch on; ACL removed.'),
  done('07-29 14:30', 'gcp-default-sa-first', 'lea', 'notebook-01 runs as the notebook account.', ['notebook-01', '*notebook-01']), done('07-30 09:15', 'aws-account-block-staging', 'tom', 'Public access block of the whole staging account on, now that no public bucket is left.'), done('07-30 10:30', 'gcp-audit-config', 'lea', 'Data access logs on for all services of larkfield-data-lab.'), done('07-30 14:00', 'aws-rds-features-public', 'sofia', 'Moved ml-features to the data subnets and took its public address away.'),
]
