package service

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"samenspraak/internal/consult"
	"samenspraak/internal/editorial"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// Search finds what visitors may see now and has every word asked for, in any
// form. Words of four letters and more are found as the beginning of longer
// ones too. Nothing in the text is an operator: a sign only parts words.
func (s *Service) Search(ctx context.Context, q consult.SearchQuery) (consult.SearchResult, error) {
	now := s.now()
	words, dropped := questionWords(q.Text)
	q.Limit, q.Offset = min(max(q.Limit, 1), consult.MaxSearchHits), min(max(q.Offset, 0), consult.SearchDepth)
	var r consult.SearchResult
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		r, err = tx.Search(q, words, now)
		return err
	})
	r.Dropped = dropped
	for _, w := range words {
		r.Asked = append(r.Asked, w.Text)
	}
	m := marker{words: words, known: map[string]int{}}
	for i, h := range r.Hits {
		r.Hits[i].Passage = editorial.Passage(h.Text, m.marks(h.Text))
	}
	return r, err
}

// longestQuestion is in bytes; nobody types more to find something.
const longestQuestion = 1000

// questionWords are the words that a question asks for, and whether it had more
// than are searched for.
func questionWords(text string) (words []consult.SearchWord, dropped bool) {
	if len(text) > longestQuestion {
		text, dropped = text[:longestQuestion], true
	}
	var typed []string
	for w := range i18n.Words(text) {
		typed = append(typed, w.Text)
	}
	telling := i18n.Telling(typed)
	if len(telling) > consult.MaxSearchWords {
		telling, dropped = telling[:consult.MaxSearchWords], true
	}
	for _, w := range telling {
		words = append(
			words, consult.SearchWord{Text: strings.ToValidUTF8(w, ""), Stem: i18n.Stem(w), Prefix: prefixOf(w)},
		)
	}
	return words, dropped
}

// shortestPrefix is in letters: with fewer nearly everything would be found.
const shortestPrefix = 4

// prefixOf is what longer words may begin with; empty for a short word, and for
// one with a digit: who asks for 2027 does not mean 20271.
func prefixOf(word string) string {
	folded := i18n.Fold(word)
	if utf8.RuneCountInString(folded) < shortestPrefix || strings.ContainsAny(folded, "0123456789") {
		return ""
	}
	return folded
}

// marker finds the words of a question in a text, as the index does.
type marker struct {
	words []consult.SearchWord
	known map[string]int // which word of the question a word is; -1: none
}

func (m *marker) marks(text string) []editorial.Mark {
	var marks []editorial.Mark
	for w := range i18n.Words(text) {
		n, known := m.known[w.Text]
		if !known {
			n = m.which(w.Text)
			m.known[w.Text] = n
		}
		if n >= 0 {
			marks = append(marks, editorial.Mark{From: w.From, To: w.To, Word: n})
		}
	}
	return marks
}

func (m *marker) which(word string) int {
	stem := i18n.Stem(word)
	all := append(i18n.Tails(stem), stem)
	return slices.IndexFunc(m.words, func(q consult.SearchWord) bool {
		return slices.ContainsFunc(
			all, func(s string) bool { return s == q.Stem || q.Prefix != "" && strings.HasPrefix(s, q.Prefix) },
		)
	})
}
