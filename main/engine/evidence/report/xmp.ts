/** What a document says of itself: the same facts as in its information dictionary. */
export interface DocumentFacts {
  readonly Title: string
  readonly Author: string
  readonly Subject: string
  readonly Creator: string
  readonly Producer: string
  readonly CreationDate: Date
  readonly ModDate: Date
}

/** PDF/A-3 (ISO 19005-3), level A: all of level B, and tagged, with every character known. And PDF/UA-1 (ISO 14289-1). */
const conformance = { part: 3, level: 'A', accessible: 1 } as const

/** PDF/A takes only schemas it knows or that are described in the packet (ISO 19005-3 6.6.2.3.3); it does not know PDF/UA's. */
const accessibleSchema = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>`

const escaped = (text: string): string =>
  // XML 1.0 has no place for control characters, and nobody can read them in a title.
  text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
const second = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`

/** The XMP packet of a document (ISO 16684-1), in UTF-8 text. pdfkit's own does not escape what it holds. */
export function xmpPacket(facts: DocumentFacts): string {
  const description = (prefix: string, namespace: string, lines: readonly string[]): string =>
    `<rdf:Description rdf:about="" xmlns:${prefix}="${namespace}">\n${lines.join('\n')}\n</rdf:Description>`
  const words = (name: string, kind: 'Alt' | 'Seq', text: string): string =>
    `<dc:${name}><rdf:${kind}><rdf:li${kind === 'Alt' ? ' xml:lang="x-default"' : ''}>${escaped(text)}</rdf:li></rdf:${kind}></dc:${name}>`
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    description('pdfaid', 'http://www.aiim.org/pdfa/ns/id/', [
      `<pdfaid:part>${conformance.part}</pdfaid:part>`,
      `<pdfaid:conformance>${conformance.level}</pdfaid:conformance>`,
    ]),
    description('pdfuaid', 'http://www.aiim.org/pdfua/ns/id/', [
      `<pdfuaid:part>${conformance.accessible}</pdfuaid:part>`,
    ]),
    accessibleSchema,
    description('dc', 'http://purl.org/dc/elements/1.1/', [
      '<dc:format>application/pdf</dc:format>',
      words('title', 'Alt', facts.Title),
      words('creator', 'Seq', facts.Author),
      words('description', 'Alt', facts.Subject),
    ]),
    description('xmp', 'http://ns.adobe.com/xap/1.0/', [
      `<xmp:CreateDate>${second(facts.CreationDate)}</xmp:CreateDate>`,
      `<xmp:ModifyDate>${second(facts.ModDate)}</xmp:ModifyDate>`,
      `<xmp:CreatorTool>${escaped(facts.Creator)}</xmp:CreatorTool>`,
    ]),
    description('pdf', 'http://ns.adobe.com/pdf/1.3/', [
      `<pdf:Producer>${escaped(facts.Producer)}</pdf:Producer>`,
    ]),
    '</rdf:RDF>',
    '</x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n')
}
