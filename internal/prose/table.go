package prose

import (
	"regexp"
	"strings"
)

// maxCells is how many cells the tables of a text have together. A row is
// filled up to the width of its head, so that a text of ninety kilobytes could
// else become twenty million cells.
const maxCells = 20_000

// underHead is the line under a table's head, also within a quotation or list.
var underHead = regexp.MustCompile(`^[\s>]*(?:(?:[-*+]|[0-9]+[.)])\s+)*[|:\-\s]*-[|:\-\s]*$`)

// bounded keeps the tables of a text within maxCells: what goes beyond is shown
// as it was typed. The rest that costs much is bounded while goldmark reads it:
// see newParser.
func bounded(src string) string {
	lines := strings.Split(src, "\n")
	cells := 0
	for i := 0; i < len(lines); i++ {
		columns := strings.Count(lines[i], "|") + 1
		if columns == 1 || !underHead.MatchString(lines[i]) {
			continue
		}
		end := i + 1
		for cells <= maxCells && end < len(lines) && strings.TrimSpace(lines[end]) != "" {
			end++
		}
		if cells += columns * (end - i + 1); cells > maxCells {
			lines[i] = strings.Replace(lines[i], "|", `\|`, 1)
			continue
		}
		i = end
	}
	return strings.Join(lines, "\n")
}
