package letter

import (
	"slices"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

var sentLetters = written{
	consult.ForChoice:     from(sentOf, choice),
	consult.ForConsortium: from(sentOf, consortium),
}

// sent is what a letter about what another does tells: a stand-in who does not
// come, a consortium that does.
type sent struct {
	meeting
	by string
}

func sentOf(in Input) sent { return sent{meeting: meetingOf(in), by: harmless(in.Mail.Facts.By)} }

func choice(f sent) sheet {
	return sheet{
		subject:   i18n.T(f.lang, "letter.choice.subject", "Title", f.title, "Day", f.day),
		preheader: i18n.T(f.lang, "letter.choice.preheader"), heading: i18n.T(f.lang, "letter.choice.heading"),
		body: slices.Concat([]block{paragraph(i18n.T(f.lang, "letter.choice.tells", "By", f.by, "Title", f.title))},
			f.ask(), []block{f.where, f.more()}),
		why: i18n.T(f.lang, "letter.choice.why", "Organisation", f.organisation),
	}
}

func consortium(f sent) sheet {
	return sheet{
		subject:   i18n.T(f.lang, "letter.consortium.subject", "By", f.by, "Title", f.title, "Day", f.day),
		preheader: i18n.T(f.lang, "letter.consortium.preheader"), heading: i18n.T(f.lang, "letter.consortium.heading"),
		body: slices.Concat([]block{
			paragraph(
				i18n.T(f.lang, "letter.consortium.tells", "By", f.by, "Organisation", f.organisation, "Title", f.title),
			),
		},
			f.ask(), []block{f.where, f.more()}),
		why: i18n.T(f.lang, "letter.invited.why", "Organisation", f.organisation),
	}
}
