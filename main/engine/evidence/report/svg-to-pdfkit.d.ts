declare module 'svg-to-pdfkit' {
  /** Draws an SVG document into a pdfkit document at x, y (points from the top left). */
  export default function svgToPdf(
    document: PDFKit.PDFDocument,
    svg: string,
    x?: number,
    y?: number,
    options?: {
      width?: number
      height?: number
      assumePt?: boolean
      fontCallback?: (family: string, bold: boolean, italic: boolean) => string
      warningCallback?: (message: string) => void
    },
  ): void
}
