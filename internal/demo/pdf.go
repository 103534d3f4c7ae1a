package demo

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// pageLines is how many lines of text a page holds under its title.
const pageLines = 48

// pdf writes a small real file: as many pages of A4 as a text needs, with the
// title and the language by which readers announce it.
func pdf(title, text string) ([]byte, error) {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R /Lang (nl-NL) /ViewerPreferences << /DisplayDocTitle true >> >>",
		"", // the pages, when their number is known
		"<< /Title " + utf16Text(title) + " /Creator (Samenspraak) >>",
		font("Helvetica"), font("Helvetica-Bold"),
	}
	var kids []string
	heading := title
	for page := range slices.Chunk(wrapped(text, 92), pageLines) {
		content, err := charmap.Windows1252.NewEncoder().String(pageContent(heading, page))
		if err != nil {
			return nil, fmt.Errorf("letters of %q: %w", title, err)
		}
		heading = title + " (vervolg)"
		kids = append(kids, fmt.Sprintf("%d 0 R", len(objects)+1))
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>", len(objects)+2),
			fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(kids))
	return assemble(objects), nil
}

// pageContent draws a page: its title and its lines.
func pageContent(title string, lines []string) string {
	var page strings.Builder
	page.WriteString("BT /F2 18 Tf 60 770 Td (" + literal(title) + ") Tj /F1 10 Tf 14 TL 0 -20 Td\n")
	for _, line := range lines {
		page.WriteString("T* (" + literal(line) + ") Tj\n")
	}
	page.WriteString("ET")
	return page.String()
}

// utf16Text is a text outside of a page, where any letter may stand
// (ISO 32000-1, 7.9.2.2).
func utf16Text(s string) string {
	var hex strings.Builder
	hex.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		_, _ = fmt.Fprintf(&hex, "%04X", unit)
	}
	return hex.String() + ">"
}

func font(name string) string {
	return "<< /Type /Font /Subtype /Type1 /BaseFont /" + name + " /Encoding /WinAnsiEncoding >>"
}

// literal is a text between the brackets of a PDF string.
func literal(s string) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s)
}

// assemble numbers the objects and writes the table of where each begins.
func assemble(objects []string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	starts := make([]int, len(objects))
	for n, object := range objects {
		starts[n] = out.Len()
		_, _ = fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n+1, object)
	}
	table := out.Len()
	_, _ = fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, start := range starts {
		_, _ = fmt.Fprintf(&out, "%010d 00000 n \n", start)
	}
	_, _ = fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return out.Bytes()
}

// wrapped breaks a text into lines, without the signs of its headings and bold
// words.
func wrapped(text string, width int) []string {
	lines := []string{""}
	for paragraph := range strings.Lines(strings.NewReplacer("### ", "", "## ", "", "**", "").Replace(text)) {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if len([]rune(line))+len([]rune(word)) >= width {
				lines, line = append(lines, line), ""
			}
			line = strings.TrimSpace(line + " " + word)
		}
		lines = append(lines, line)
	}
	return lines
}
