package prose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Op says in which of two versions a piece of text stands.
type Op string

// What can be with a piece. Left is what Shorten puts in the place of words
// that it left out.
const (
	Same Op = "same"
	Gone Op = "gone"
	New  Op = "new"
	Left Op = "left"
)

// Piece is a stretch of text in one or both of two versions.
type Piece struct {
	Op   Op
	Text string
}

// Diff is what changed between two versions, word by word: the pieces that are
// the same or gone make up the one before, those that are the same or new the
// one after, both with line ends of one sign. Nothing is cut inside a word, and
// what is gone stands before what is new in its place. First whole lines are
// compared and then the words of those that differ; a stretch with more than a
// thousand changed words is given as replaced, so that two texts without a
// word in common are quick too.
//
// It is written here since the usual library compares signs: made to compare
// words it has to number them as signs first, and it bounds its time by the
// clock, so that it can give two answers to one question.
func Diff(before, after string) []Piece {
	var c changes
	for _, s := range compare(lineTokens(unixLines(before)), lineTokens(unixLines(after))) {
		c.keep(strings.Join(s.same, ""))
		for _, s := range compare(wordTokens(strings.Join(s.gone, "")), wordTokens(strings.Join(s.new, ""))) {
			c.keep(strings.Join(s.same, ""))
			c.replace(strings.Join(s.gone, ""), strings.Join(s.new, ""))
		}
	}
	return c.pieces()
}

// changes are stretches that were replaced, each with what stayed the same
// before it; the text after the last one is kept too.
type changes []change

type change struct{ same, gone, new string }

func (c change) size() int { return max(len(c.gone), len(c.new)) }

// keep adds what stayed the same.
func (c *changes) keep(same string) {
	if n := len(*c); n > 0 && (*c)[n-1].size() == 0 {
		(*c)[n-1].same += same
		return
	}
	*c = append(*c, change{same: same})
}

// replace adds a change. A few words that stayed between two larger changes
// are taken into them: the whole reads better than its scraps.
func (c *changes) replace(gone, added string) {
	if gone == "" && added == "" {
		return
	}
	all := *c
	all[len(all)-1].gone, all[len(all)-1].new = gone, added
	for n := len(all); n > 1; n-- {
		last, one := all[n-2], all[n-1]
		scrap := 2*len(one.same) <= min(last.size(), one.size()) || strings.TrimSpace(one.same) == ""
		if !scrap || strings.Contains(one.same, "\n") {
			break
		}
		last.gone += one.same + one.gone
		last.new += one.same + one.new
		all[n-2] = last
		all = all[:n-1]
	}
	*c = all
}

func (c changes) pieces() []Piece {
	var pieces []Piece
	for _, one := range c {
		for _, p := range []Piece{{Same, one.same}, {Gone, one.gone}, {New, one.new}} {
			if p.Text != "" {
				pieces = append(pieces, p)
			}
		}
	}
	return pieces
}

// lineTokens are the lines of a text, each with its end.
func lineTokens(text string) []string {
	return slices.Collect(strings.Lines(text))
}

// wordTokens are the words of a text, and the signs and spaces between them.
func wordTokens(text string) []string {
	var tokens []string
	for text != "" {
		n := tokenLength(text)
		tokens = append(tokens, text[:n])
		text = text[n:]
	}
	return tokens
}

// joiners hold a word, a number, a time or an address together when they stand
// inside it.
const joiners = ".,:'’@/&_-"

func tokenLength(text string) int {
	first, n := utf8.DecodeRuneInString(text)
	kind := kindOf(first)
	if kind == otherSign {
		return n
	}
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		next, _ := utf8.DecodeRuneInString(text[n+size:])
		inside := kind == wordSign && strings.ContainsRune(joiners, r) && kindOf(next) == wordSign
		if kindOf(r) != kind && !inside {
			break
		}
		n += size
	}
	return n
}

type signKind int

const (
	otherSign signKind = iota
	wordSign
	spaceSign
	lineSign
)

func kindOf(r rune) signKind {
	switch {
	case r == utf8.RuneError:
		return otherSign
	case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
		return wordSign
	case r == '\n':
		return lineSign
	case unicode.IsSpace(r):
		return spaceSign
	}
	return otherSign
}

// Shorten leaves out the middle of long stretches that stayed the same, but
// for so many words on the side of each change.
func Shorten(pieces []Piece, context int) []Piece {
	var short []Piece
	for i, p := range pieces {
		if p.Op != Same || len(pieces) == 1 {
			short = append(short, p)
			continue
		}
		head, tail := context, context
		if i == 0 {
			head = 0
		}
		if i == len(pieces)-1 {
			tail = 0
		}
		short = append(short, cutMiddle(p, head, tail)...)
	}
	return short
}

// worthCutting is how many words must go for the sign in their place to be
// shorter to read.
const worthCutting = 5

func cutMiddle(p Piece, head, tail int) []Piece {
	tokens := wordTokens(p.Text)
	var words []int // where each word stands among the tokens
	for i, token := range tokens {
		if r, _ := utf8.DecodeRuneInString(token); kindOf(r) == wordSign {
			words = append(words, i)
		}
	}
	if len(words) < head+tail+worthCutting {
		return []Piece{p}
	}
	var out []Piece
	if head > 0 {
		out = append(out, Piece{Same, strings.Join(tokens[:words[head-1]+1], "")})
	}
	out = append(out, Piece{Left, ""})
	if tail > 0 {
		out = append(out, Piece{Same, strings.Join(tokens[words[len(words)-tail]:], "")})
	}
	return out
}
