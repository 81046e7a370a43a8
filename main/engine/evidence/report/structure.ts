import { refTo, textString, type PdfObjects } from './objects.ts'

/** Standard structure types (ISO 32000-1 14.8.4) that the documents use; the first row holds others and no text of its own. */
export type Role =
  | 'Document'
  | 'Sect'
  | 'Div'
  | 'TOC'
  | 'TOCI'
  | 'L'
  | 'LI'
  | 'Table'
  | 'TR'
  | 'H1'
  | 'H2'
  | 'P'
  | 'Lbl'
  | 'LBody'
  | 'TH'
  | 'TD'
  | 'Reference'
  | 'Link'
  | 'Code'
  | 'Figure'

const grouping: ReadonlySet<Role> = new Set([
  'Document',
  'Sect',
  'Div',
  'TOC',
  'TOCI',
  'L',
  'LI',
  'Table',
  'TR',
])

export interface ElementFacts {
  /** What a picture shows, in words. */
  readonly alt?: string
  /** Attribute dictionary (ISO 32000-1 14.8.5) in PDF syntax, e.g. `<</O/Table/Scope/Column>>`. */
  readonly attributes?: string
}

/** One element of the structure tree, open until it is closed; then it is in the file and only its number is kept. */
export interface Element {
  readonly id: number
  readonly role: Role
  readonly parent: number
  readonly facts: ElementFacts
  /** Numbers of child elements, or PDF syntax of marked content and objects. */
  readonly kids: (number | string)[]
  /** Object number of the page of its first content. */
  page: number | null
}

/** The structure tree of a tagged PDF (ISO 32000-1 14.7), written as the pages are. */
export interface Structure {
  open(parent: Element | null, role: Role, facts?: ElementFacts): Element
  close(element: Element): void
  /** A new piece of the element's content on the current page; its MCID. */
  content(element: Element): number
  /** Makes an annotation of the current page part of the element; its StructParent key. */
  annotation(element: Element, annotation: number): number
  /** A page begins; its StructParents key. */
  beginPage(page: number): number
  /** Writes the root. @returns its object number */
  finish(): number
}

export function openStructure(objects: PdfObjects): Structure {
  const root = objects.reserve()
  const top: number[] = []
  /** By key: the object that names the element, or elements, of an annotation or a page. */
  const parents: number[] = []
  let page = 0
  let key = 0
  let owners: number[] = []
  const endPage = (): void => {
    const id = parents[key]
    if (page !== 0 && id !== undefined) objects.put(id, `[${owners.map(refTo).join(' ')}]`)
    owners = []
  }
  return {
    open(parent, role, facts = {}) {
      const element: Element = {
        id: objects.reserve(),
        role,
        parent: parent?.id ?? root,
        facts,
        kids: [],
        page: null,
      }
      ;(parent?.kids ?? top).push(element.id)
      return element
    },
    close({ id, role, parent, facts, kids, page: first }) {
      const k = kids.map((kid) => (typeof kid === 'number' ? refTo(kid) : kid))
      objects.put(
        id,
        `<</S/${role}/P ${refTo(parent)}${first === null ? '' : `/Pg ${refTo(first)}`}` +
          `${facts.alt === undefined ? '' : `/Alt ${textString(facts.alt)}`}` +
          `${facts.attributes === undefined ? '' : `/A${facts.attributes}`}` +
          `${k.length === 0 ? '' : `/K[${k.join(' ')}]`}>>`,
      )
    },
    content(element) {
      if (grouping.has(element.role)) throw new Error(`${element.role} holds no content of its own`)
      const mcid = owners.length
      owners.push(element.id)
      element.page ??= page
      element.kids.push(element.page === page ? String(mcid) : `<</Type/MCR/Pg ${refTo(page)}/MCID ${mcid}>>`)
      return mcid
    },
    annotation(element, annotation) {
      element.page ??= page
      element.kids.push(`<</Type/OBJR/Pg ${refTo(page)}/Obj ${refTo(annotation)}>>`)
      return parents.push(element.id) - 1
    },
    beginPage(number) {
      endPage()
      page = number
      key = parents.push(objects.reserve()) - 1
      return key
    },
    finish() {
      endPage()
      const tree = objects.reserve()
      objects.put(tree, `<</Nums[${parents.map((id, at) => `${at} ${refTo(id)}`).join(' ')}]>>`)
      objects.put(
        root,
        `<</Type/StructTreeRoot/K[${top.map(refTo).join(' ')}]/ParentTree ${refTo(tree)}/ParentTreeNextKey ${parents.length}>>`,
      )
      return root
    },
  }
}
