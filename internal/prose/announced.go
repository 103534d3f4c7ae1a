package prose

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"samenspraak/internal/editorial"
)

// bareHeading is a heading that promises files without a colon.
var bareHeading = regexp.MustCompile(`(?i)^(?:bijlagen?|attachments?)$`)

// announcements are the files that a text says to come with. A line without a
// title of its own announces what follows: the items of a list, or the next
// line. A list is announced once; a second time, only its next item is.
func announcements(lines []line) []editorial.AnnouncedFile {
	var found []editorial.AnnouncedFile
	known := map[ast.Node]bool{}
	for i, one := range lines {
		if !one.announces() {
			continue
		}
		if title, _ := editorial.AnnouncesFile(one.text); title != "" || one.linked {
			found = append(found, announced(lines, i))
			continue
		}
		titles := titlesAfter(lines, i, known)
		if len(titles) == 0 {
			titles = []int{i}
		}
		for _, j := range titles {
			found = append(found, announced(lines, j))
		}
	}
	return found
}

func (l line) announces() bool {
	_, ok := editorial.AnnouncesFile(l.text)
	return ok || l.head && bareHeading.MatchString(l.text)
}

// titlesAfter are the lines that an announcement without a title is about: the
// next one, or all items of the list that follows when it is not known yet.
func titlesAfter(lines []line, i int, known map[ast.Node]bool) []int {
	next := i + 1
	if next == len(lines) || lines[next].head || lines[next].announces() {
		return nil
	}
	list := lines[next].listed
	if list == nil || known[list] {
		return []int{next}
	}
	known[list] = true
	var items []int
	for j := next; j < len(lines); j++ {
		if lines[j].listed == list {
			items = append(items, j)
		}
	}
	return items
}

// announced is a line with a title. When it ends in a colon, the link may be
// on the next line.
func announced(lines []line, i int) editorial.AnnouncedFile {
	one := lines[i]
	a := editorial.AnnouncedFile{Text: one.text, Line: one.number, Linked: one.linked}
	if title, itself := editorial.AnnouncesFile(one.text); itself && title == "" {
		return a
	}
	if strings.HasSuffix(one.text, ":") && !a.Linked {
		a.Linked = i+1 < len(lines) && lines[i+1].linked && !lines[i+1].announces()
		a.Open = !a.Linked
	}
	return a
}
