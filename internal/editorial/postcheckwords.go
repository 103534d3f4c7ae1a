package editorial

import (
	"strings"
	"unicode"

	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
)

// maxSentence is how many words a sentence may have before its writer is asked
// to part it.
const maxSentence = 35

// sentences looks for what is hard to read or must not be there.
func (c *postCheck) sentences() {
	for _, s := range c.passages() {
		if n := countWords(s.Text); n > maxSentence {
			c.ask(Finding{
				Key: "check.sentence_long", Args: []any{"Words", n, "Max", maxSentence},
				Field: s.field, Line: s.Line, Quote: excerpt(s.Text),
			})
		}
		if number, found := dutch.CitizenNumber(s.Text); found {
			c.ask(Finding{Key: "check.citizen_number", Field: s.field, Line: s.Line, Quote: number})
		}
	}
}

// countWords leaves signs that stand alone out.
func countWords(s string) int {
	n := 0
	for word := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			n++
		}
	}
	return n
}

var (
	formal   = dutch.WordSet("u uw uwe uzelf")
	informal = dutch.WordSet("je jij jou jouw jouwe jullie jezelf")
)

// address looks for a text that says je, or both u and je. What somebody is
// quoted to have said is as it was said.
func (c *postCheck) address() {
	if c.Text.Language != "nl" {
		return
	}
	var polite bool
	var familiar Finding
	for _, s := range c.ownWords() {
		for _, word := range words(s.Text) {
			polite = polite || formal[strings.ToLower(word)]
			if familiar.Quote == "" && informal[strings.ToLower(word)] {
				familiar = Finding{
					Args: []any{"Word", strings.ToLower(word)}, Field: s.field, Line: s.Line, Quote: excerpt(s.Text),
				}
			}
		}
	}
	if familiar.Quote == "" {
		return
	}
	familiar.Key = "check.address_informal"
	if polite {
		familiar.Key = "check.address_mixed"
	}
	c.ask(familiar)
}

// words are the words of a text; what is tied by a hyphen is one, so that
// U-bocht is not u, and an initial is none.
func words(text string) []string {
	all := strings.FieldsFunc(dutch.Initials.ReplaceAllString(text, ""), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune("-’'", r)
	})
	for i, word := range all {
		all[i] = strings.Trim(word, "’'")
	}
	return all
}

// ownWords are the passages without what is quoted in them, also when the
// quotation runs over more than one sentence.
func (c *postCheck) ownWords() []passage {
	var own []passage
	block, open := 0, false
	for _, s := range c.passages() {
		if s.Block != block {
			block, open = s.Block, false
		}
		if !s.Quoted {
			s.Text, open = unquoted(s.Text, open)
			own = append(own, s)
		}
	}
	return own
}

// unquoted leaves out what stands between quotation marks; open says whether a
// quotation was begun before, and is still going on after.
func unquoted(text string, open bool) (own string, still bool) {
	var b strings.Builder
	single := false
	runes := []rune(text)
	for i, r := range runes {
		switch {
		case r == '“' || r == '„' || r == '«':
			open = true
		case r == '”' || r == '»':
			open = false
		case r == '"':
			open = !open
		case r == '‘':
			single = true
		case r == '’' && single && (i+1 == len(runes) || !unicode.IsLetter(runes[i+1])):
			single = false
		case !open && !single:
			b.WriteRune(r)
		}
	}
	return b.String(), open
}

// quotes looks for words of somebody whose name or role is not given.
func (c *postCheck) quotes() {
	for _, q := range c.Outline.Quotes {
		f := Finding{Field: "body", Line: q.Line, Quote: excerpt(q.Words)}
		name, role, _ := strings.Cut(q.By, ",")
		switch {
		case strings.TrimSpace(name) == "":
			f.Key = "check.quote_name"
			c.ask(f)
		case strings.TrimSpace(role) == "":
			f.Key, f.Quote = "check.quote_role", q.By
			c.ask(f)
		}
	}
}

// minRepeated is how many words a sentence has whose repetition is no chance.
const minRepeated = 8

// repeated looks for sentences that another answer has too: they will be
// mended in one place and forgotten in the other.
func (c *postCheck) repeated() {
	if c.Kind != consult.FAQ {
		return
	}
	theirs := map[string]int{}
	for i, other := range c.Others {
		for _, s := range other.Sentences {
			for _, run := range runs(s.Text) {
				if _, known := theirs[run]; !known {
					theirs[run] = i
				}
			}
		}
	}
	told := map[int]bool{}
	for _, s := range c.Outline.Sentences {
		for _, run := range runs(s.Text) {
			i, known := theirs[run]
			if !known || told[i] {
				continue
			}
			told[i] = true
			c.ask(Finding{
				Key: "check.answer_repeated", Args: []any{"Title", c.Others[i].Title, "Path", c.Others[i].Path},
				Field: "body", Line: s.Line, Quote: excerpt(s.Text),
			})
		}
	}
}

// runs are all minRepeated words that follow each other in a sentence: one that
// was copied and then polished still shares some.
func runs(sentence string) []string {
	all := strings.Fields(alike(sentence))
	var found []string
	for i := 0; i+minRepeated <= len(all); i++ {
		found = append(found, strings.Join(all[i:i+minRepeated], " "))
	}
	return found
}

// alike is a sentence without what does not make it another one.
func alike(s string) string { return strings.ToLower(strings.Join(words(s), " ")) }
