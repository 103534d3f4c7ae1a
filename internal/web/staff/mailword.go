package staff

import (
	"regexp"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page"
)

// purposeText is what a mail is for, in words.
func purposeText(lang i18n.Lang, p consult.Purpose) string {
	return i18n.T(lang, "mail.purpose."+string(p))
}

func mailStateText(lang i18n.Lang, s consult.MailState) string {
	return i18n.T(lang, "mail.state."+string(s))
}

var mailKinds = map[consult.MailState]struct {
	kind page.Kind
	icon string
}{
	consult.Queued: {page.Info, ""}, consult.Sending: {page.Info, "refresh"}, consult.Retry: {page.Open, "refresh"}, consult.Sent: {page.OK, ""},
	consult.Uncertain: {page.Bad, "alert"}, consult.Failed: {page.Bad, ""}, consult.Dropped: {page.Plain, "minus"}, consult.Held: {page.Open, "lock"},
}

// mailStatus is where a mail stands, in a word and a sign.
func mailStatus(lang i18n.Lang, s consult.MailState) page.Status {
	k := mailKinds[s]
	return page.Status{Kind: k.kind, Icon: k.icon, Text: mailStateText(lang, s)}
}

// mailSaid is why a mail stands where it stands: the reason it was dropped or
// is held, or what the server said.
func mailSaid(lang i18n.Lang, m consult.Mail) string {
	for state, words := range map[consult.MailState]string{consult.Dropped: "mail.dropped.", consult.Held: "mail.held_for."} {
		if m.State == state && i18n.Has(lang, words+m.Error) {
			return i18n.T(lang, words+m.Error)
		}
	}
	return said(lang, m.Error)
}

// said is a word of ours in words, and what else is said as it is.
func said(lang i18n.Lang, word string) string {
	switch {
	case word != "" && i18n.Has(lang, "mail.said."+word):
		return i18n.T(lang, "mail.said."+word)
	case serverCode.MatchString(word):
		return i18n.T(lang, "mail.said.server", "Said", word)
	}
	return word
}

var serverCode = regexp.MustCompile(`^[2-5][0-9][0-9] `)

// lastMoment is when something last happened to a mail, or will.
func lastMoment(m consult.Mail) time.Time {
	switch {
	case !m.DoneAt.IsZero():
		return m.DoneAt
	case m.State == consult.Retry || m.State == consult.Queued:
		return m.DueAt
	}
	return m.CreatedAt
}
