// Package letter writes every mail: subject, plain text, HTML and calendar
// entry, from typed values and without any input or output. A letter is a
// function from its own facts to blocks, which are rendered once to text and
// once to HTML; words stand in the catalogue under letter. What somebody typed
// never becomes a mark or a link in either part.
package letter

import (
	"fmt"
	"maps"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// Input is everything a letter can tell. Addresses of pages are absolute and
// ours; all other text may be hostile.
type Input struct {
	Mail           consult.Mail
	Standing       *consult.Standing // nil for mail that is not about an occasion
	Meeting        consult.Meeting   // what the standing is at; empty without one
	Reply          *consult.Reply    // the reply the mail tells of; nil: the one that counts
	Region         consult.Region
	Municipalities []string // those that exist now, by name
	From           string   // the address mail is sent from
	Link           string   // the recipient's own page
	Mine           []Mine   // the links of all who share the address; nil: Link alone
	SiteURL        string   // without a slash at the end
	Now            time.Time
}

// Mine is the link to all invitations of one of those who share an address.
type Mine struct{ Name, Organisation, Link string }

// ToName is whom the mail is to by name; nobody when it is to several at once.
func (in Input) ToName() string {
	if len(in.Mine) > 0 {
		return ""
	}
	return in.Mail.Name
}

// Letter is a finished mail in words. Calendar is nil when no entry goes along;
// Method is then empty, and PUBLISH, REQUEST or CANCEL otherwise.
type Letter struct {
	Subject  string
	Text     string
	HTML     string
	Calendar []byte
	Method   string
}

// sheet is what a letter says apart from the frame that all share. Subject and
// preheader stand in the list of mails, the preheader behind the subject; why
// says at the foot why the reader gets it.
type sheet struct {
	subject, preheader, heading string
	body                        []block
	why                         string
}

// written is the letters of some purposes, beside the functions that write them.
type written = map[consult.Purpose]func(Input) sheet

// letters is the letter of each purpose.
var letters = func() written {
	all := written{}
	for _, some := range []written{invitedLetters, answeredLetters, sentLetters, changedLetters, accountLetters} {
		maps.Copy(all, some)
	}
	return all
}()

// from joins what gathers the facts of a letter and what writes it.
func from[F any](gather func(Input) F, write func(F) sheet) func(Input) sheet {
	return func(in Input) sheet { return write(gather(in)) }
}

// Write writes a letter in the language of its mail. It returns an error for a
// purpose without a letter, for mail about a meeting without its Standing, and
// for what no calendar program could read.
func Write(in Input) (Letter, error) {
	writes, known := letters[in.Mail.Purpose]
	switch {
	case !known:
		return Letter{}, fmt.Errorf("letter %s: no such letter", in.Mail.Purpose)
	case in.Standing == nil && in.Mail.Purpose.About() == consult.OfOccasion:
		return Letter{}, fmt.Errorf("letter %s: the invitee is not known", in.Mail.Purpose)
	}
	body, method, err := in.entry()
	if err != nil {
		return Letter{}, fmt.Errorf("letter %s: %w", in.Mail.Purpose, err)
	}
	f := in.frame(writes(in))
	html, err := f.html()
	if err != nil {
		return Letter{}, fmt.Errorf("letter %s: %w", in.Mail.Purpose, err)
	}
	return Letter{Subject: f.Subject, Text: f.text(), HTML: html, Calendar: body, Method: string(method)}, nil
}

func (in Input) lang() i18n.Lang { return i18n.Parse(in.Mail.Language) }
