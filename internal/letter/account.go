package letter

import (
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

var accountLetters = written{
	consult.ForMine:      from(accountOf, mine),
	consult.ForStaffLink: from(accountOf, staffLink),
}

// account is what a letter with a link that somebody asked for tells.
type account struct {
	lang   i18n.Lang
	region string
	links  []button // one each for all who share the address
	shared bool
	reset  bool   // the account of staff was there before
	valid  string // until when the link works, empty: not said
}

func accountOf(in Input) account {
	f := account{
		lang: in.lang(), region: in.region(), shared: len(in.Mine) > 0, reset: in.Mail.Facts.LinkKind == "reset",
	}
	if until := in.Mail.Facts.LinkUntil; !until.IsZero() {
		f.valid = i18n.DateTime(f.lang, until)
	}
	for _, one := range in.Mine {
		words := i18n.T(
			f.lang, "letter.button.mine_of", "Name", harmless(one.Name), "Organisation", harmless(one.Organisation),
		)
		f.links = append(f.links, button{words, one.Link})
	}
	if !f.shared {
		f.links = []button{{Href: in.Link}}
	}
	return f
}

func mine(f account) sheet {
	s := sheet{
		subject:   i18n.T(f.lang, "letter.mine.subject", "Region", f.region),
		preheader: i18n.T(f.lang, "letter.mine.preheader"),
		heading:   i18n.T(f.lang, "letter.mine.heading"), why: i18n.T(f.lang, "letter.mine.why"),
		body: []block{paragraph(i18n.T(f.lang, "letter.mine.tells", "Region", f.region))},
	}
	if f.shared {
		s.body = append(s.body, paragraph(i18n.T(f.lang, "letter.mine.shared")))
	} else {
		f.links[0].Text = i18n.T(f.lang, "letter.button.mine")
	}
	for _, one := range f.links {
		s.body = append(s.body, one)
	}
	if f.valid != "" {
		s.preheader = i18n.T(f.lang, "letter.valid", "Valid", f.valid)
		s.body = append(s.body, paragraph(s.preheader))
	}
	s.body = append(s.body, small(i18n.T(f.lang, "letter.mine.ignore")))
	return s
}

func staffLink(f account) sheet {
	s := sheet{
		subject:   i18n.T(f.lang, "letter.staff_link.subject", "Region", f.region),
		preheader: i18n.T(f.lang, "letter.staff_link.preheader"),
		heading:   i18n.T(f.lang, "letter.staff_link.heading"), why: i18n.T(f.lang, "letter.staff_link.why"),
	}
	tells := i18n.T(f.lang, "letter.staff_link.tells", "Region", f.region)
	if f.reset {
		s.subject = i18n.T(f.lang, "letter.staff_link.subject_reset", "Region", f.region)
		s.heading = i18n.T(f.lang, "letter.staff_link.heading_reset")
		tells = i18n.T(f.lang, "letter.staff_link.tells_reset", "Region", f.region)
	}
	s.body = []block{paragraph(tells)}
	for _, one := range f.links {
		one.Text = i18n.T(f.lang, "letter.button.staff")
		s.body = append(s.body, one)
	}
	if f.valid != "" {
		s.preheader = i18n.T(f.lang, "letter.staff_link.valid", "Valid", f.valid)
		s.body = append(s.body, paragraph(s.preheader))
	}
	s.body = append(s.body, small(i18n.T(f.lang, "letter.staff_link.ignore")))
	return s
}
