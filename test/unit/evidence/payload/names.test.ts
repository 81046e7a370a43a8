import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainName, safeName } from '../../../../main/engine/evidence/payload/files.ts'

describe('safeName', () => {
  it('keeps a name that is fit already', () => {
    expect(safeName('aws-s3-bucket-public-access')).toBe('aws-s3-bucket-public-access')
    expect(safeName('111122223333')).toBe('111122223333')
  })
  it('changes what a manifest, a shell or a disk would stumble over, and tells changed names apart', () => {
    for (const name of ['organizations/1', '../etc', 'a b', '50%', 'con', 'Größe', '', '.hidden', 'ends.']) {
      expect(safeName(name)).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
      expect(safeName(name)).not.toBe(name)
    }
    expect(safeName('organizations/1')).not.toBe(safeName('organizations_1'))
  })
  it('never gives two names that one disk takes for the same', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 120 }), fc.string({ maxLength: 120 }), (a, b) => {
        expect(safeName(a)).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,89}$/)
        if (a !== b) expect(safeName(a).toLowerCase()).not.toBe(safeName(b).toLowerCase())
      }),
    )
  })
})

describe('plainName', () => {
  it('keeps the extension and only plain characters', () => {
    expect(plainName('Screen shot of policy (final).PDF')).toBe('Screen_shot_of_policy_final.pdf')
    expect(plainName('../../x')).toBe('x')
    expect(plainName('顧客')).toBe('file')
  })
})
