package desk

import (
	"net/http"
	"regexp"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/letter"
	"samenspraak/internal/web/page"
)

// PurposeText is what a mail is for, in words.
func PurposeText(lang i18n.Lang, p consult.Purpose) string {
	return i18n.T(lang, "letter."+string(p)+".name")
}

func MailStateText(lang i18n.Lang, s consult.MailState) string {
	return i18n.T(lang, "mail.state."+string(s))
}

var mailKinds = map[consult.MailState]struct {
	kind page.Kind
	icon string
}{
	consult.Queued: {page.Info, ""}, consult.Sending: {page.Info, "refresh"}, consult.Retry: {page.Open, "refresh"},
	consult.Sent:      {page.OK, ""},
	consult.Uncertain: {page.Bad, "alert"}, consult.Failed: {page.Bad, ""}, consult.Dropped: {page.Plain, "minus"},
	consult.Held: {page.Open, "lock"},
}

// MailStatus is where a mail stands, in a word and a sign.
func MailStatus(lang i18n.Lang, s consult.MailState) page.Status {
	k := mailKinds[s]
	return page.Status{Kind: k.kind, Icon: k.icon, Text: MailStateText(lang, s)}
}

// MailSaid is why a mail stands where it stands: the reason it was dropped or
// is held, or what the server said.
func MailSaid(lang i18n.Lang, m consult.Mail) string {
	for state, words := range map[consult.MailState]string{
		consult.Dropped: "mail.dropped.", consult.Held: "mail.held_for.",
	} {
		if m.State == state && i18n.Has(lang, words+m.Error) {
			return i18n.T(lang, words+m.Error)
		}
	}
	return Said(lang, m.Error)
}

// Said is a word of ours in words, and what else is said as it is.
func Said(lang i18n.Lang, word string) string {
	switch {
	case word != "" && i18n.Has(lang, "mail.said."+word):
		return i18n.T(lang, "mail.said."+word)
	case serverCode.MatchString(word):
		return i18n.T(lang, "mail.said.server", "Said", word)
	}
	return word
}

var serverCode = regexp.MustCompile(`^[2-5][0-9][0-9] `)

// LastMoment is when something last happened to a mail, or will.
func LastMoment(m consult.Mail) time.Time {
	switch {
	case !m.DoneAt.IsZero():
		return m.DoneAt
	case m.State == consult.Retry || m.State == consult.Queued:
		return m.DueAt
	}
	return m.CreatedAt
}

// letterPolicy lets a letter's own styles through, which stand in attributes
// as mail programs want them, and nothing else: no script, no form, no picture
// and no other host, so that a style can fetch nothing.
const letterPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'self'; sandbox"

// SendLetter answers with a letter's HTML for a frame of ours.
func SendLetter(c echo.Context, l letter.Letter) error {
	h := c.Response().Header()
	h.Set("Content-Security-Policy", letterPolicy)
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Cache-Control", "no-store")
	return c.HTML(http.StatusOK, l.HTML)
}
