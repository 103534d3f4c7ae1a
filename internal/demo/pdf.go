package demo

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// pdf writes a small real file: one page of A4 with a title and as much of a
// text as it holds.
func pdf(title, text string) ([]byte, error) {
	var page bytes.Buffer
	page.WriteString("BT /F2 18 Tf 60 770 Td (" + literal(title) + ") Tj /F1 10 Tf 14 TL 0 -20 Td\n")
	for _, line := range wrapped(text, 92, 48) {
		page.WriteString("T* (" + literal(line) + ") Tj\n")
	}
	page.WriteString("ET")
	content, err := charmap.Windows1252.NewEncoder().Bytes(page.Bytes())
	if err != nil {
		return nil, fmt.Errorf("letters of %q: %w", title, err)
	}
	return assemble([]string{
		"<< /Type /Catalog /Pages 2 0 R /Lang (nl) >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		font("Helvetica"), font("Helvetica-Bold"),
	}), nil
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
	_, _ = fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return out.Bytes()
}

// wrapped breaks a text into lines, without the signs of its headings and bold
// words, and returns the first of them.
func wrapped(text string, width, most int) []string {
	var lines []string
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
	return lines[:min(most, len(lines))]
}
