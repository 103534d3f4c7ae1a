package editorial

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"samenspraak/internal/consult"
)

// Mark is a word in a text that was looked for: the bytes From up to To, and
// which word of the question it is.
type Mark struct {
	From, To, Word int
}

// Sizes of a passage, in bytes.
const (
	passageLength = 220
	passageLead   = 70  // before the first mark, at most
	longestMark   = 100 // a longer one is no word
)

// Ellipsis stands in a passage where the text goes on.
const Ellipsis = "…"

// Passage is the part of a text that shows best why it was found: about 220
// characters with the most different words of the question, from the beginning
// of a sentence or a word to the end of one. Marks come in the order of the
// text. Without marks it is the text's beginning.
func Passage(text string, marks []Mark) []consult.Piece {
	marks = sound(text, marks)
	from, to := passageWindow(text, marks)
	for from < to && isSpaceAt(text, from) {
		from++
	}
	for from < to && isSpaceAt(text, to-1) {
		to--
	}
	var pieces []consult.Piece
	add := func(s string, marked bool) {
		if s != "" {
			pieces = append(pieces, consult.Piece{Text: s, Marked: marked})
		}
	}
	if strings.TrimSpace(text[:from]) != "" {
		add(Ellipsis+" ", false)
	}
	at := from
	for _, m := range marks {
		if m.From >= at && m.To <= to {
			add(text[at:m.From], false)
			add(text[m.From:m.To], true)
			at = m.To
		}
	}
	add(text[at:to], false)
	if strings.TrimSpace(text[to:]) != "" {
		add(" "+Ellipsis, false)
	}
	return pieces
}

// sound leaves out marks that cannot be shown.
func sound(text string, marks []Mark) []Mark {
	var kept []Mark
	end := 0
	for _, m := range marks {
		if m.From >= end && m.From < m.To && m.To <= len(text) && m.To-m.From <= longestMark &&
			isBorder(text, m.From) && isBorder(text, m.To) {
			kept = append(kept, m)
			end = m.To
		}
	}
	return kept
}

func isBorder(text string, at int) bool { return at == len(text) || utf8.RuneStart(text[at]) }

func isSpaceAt(text string, at int) bool { return strings.IndexByte(" \t\r\n", text[at]) >= 0 }

func passageWindow(text string, marks []Mark) (from, to int) {
	if len(text) <= passageLength {
		return 0, len(text)
	}
	reach := 0 // what must be in it
	if len(marks) > 0 {
		first := marks[densest(marks)]
		from, reach = passageBegin(text, first.From), first.To
	}
	return from, passageEnd(text, from, reach)
}

// densest is the mark from which on a passage holds most different words of the
// question, the first of them when there are several.
func densest(marks []Mark) int {
	best, most := 0, 0
	within := map[int]int{} // how often each word stands in the window
	next := 0
	for i, m := range marks {
		for next < len(marks) && marks[next].To-m.From <= passageLength-passageLead {
			within[marks[next].Word]++
			next++
		}
		if len(within) > most {
			best, most = i, len(within)
		}
		if next > i {
			if within[m.Word]--; within[m.Word] == 0 {
				delete(within, m.Word)
			}
		} else {
			next = i + 1
		}
	}
	return best
}

// passageBegin is the beginning of the sentence in which a mark stands, or
// where that is far, of a word before it.
func passageBegin(text string, mark int) int {
	low := max(0, mark-passageLead)
	if low == 0 {
		return 0
	}
	for at := mark - 1; at > low; at-- {
		if endsSentence(text, at-1) {
			return at
		}
	}
	if space := strings.IndexAny(text[low:mark], " \n"); space >= 0 {
		return low + space + 1
	}
	return mark
}

// passageEnd is the end of a sentence, or where none is near, of a word.
func passageEnd(text string, from, reach int) int {
	high := from + passageLength
	if high >= len(text) {
		return len(text)
	}
	for at := high; at > max(reach, from+passageLength*2/3); at-- {
		if endsSentence(text, at-1) {
			return at
		}
	}
	if space := strings.LastIndexAny(text[:high+1], " \n"); space >= max(reach, from+1) {
		return space
	}
	for high > reach && !isBorder(text, high) {
		high--
	}
	return max(high, reach)
}

// endsSentence says whether a sentence ends with the byte at a place: a stop
// before a space, or the end of a line.
func endsSentence(text string, at int) bool {
	switch text[at] {
	case '\n':
		return true
	case '.', '!', '?':
		if at+1 == len(text) {
			return true
		}
		next, _ := utf8.DecodeRuneInString(text[at+1:])
		return unicode.IsSpace(next)
	}
	return false
}
