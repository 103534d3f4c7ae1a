package editorial

import (
	"regexp"
	"strings"
	"unicode"

	"samenspraak/internal/dutch"
)

var announceLine = regexp.MustCompile(`(?i)^\s*(?:[-*>•]\s*)?(?:bijlagen?|attachments?)(?:\s+[0-9]+)?\s*:(.*)$`)

// AnnouncesFile says whether a line announces a file, as "Bijlage: <title>"
// does, and gives the title, which may be empty.
func AnnouncesFile(line string) (title string, ok bool) {
	part := announceLine.FindStringSubmatch(line)
	if part == nil {
		return "", false
	}
	return strings.TrimSpace(part[1]), true
}

var (
	// pointing are the words by which a link says no more than that it is one.
	pointing = dutch.WordSet("hier deze dit link meer verder lees here this more")
	// around are the words that may stand about them without saying more.
	around = dutch.WordSet("kijk klik lezen te vinden vindt u je kunt kun is het de op via en voor bekijk " +
		"bekijken informatie pagina " +
		"click read see the on for and to page information find you can")
)

// SaysNothing says whether the words of a link leave open where it goes: "hier",
// "hier lezen", "klik hier", "lees meer". Somebody who hears the links of a
// page without the words around them cannot choose (WCAG 2.4.4).
func SaysNothing(words string) bool {
	points := false
	between := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '-' }
	for word := range strings.FieldsFuncSeq(strings.ToLower(words), between) {
		if !pointing[word] && !around[word] {
			return false
		}
		points = points || pointing[word]
	}
	return points
}
