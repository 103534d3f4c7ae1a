package consult

import (
	"strings"
	"unicode"

	"samenspraak/internal/dutch"
)

// The longest texts of the region, in characters. A sender name above 75 is cut
// off by mail programs.
const (
	MaxRegionLine = 200
	MaxSenderName = 75
	MaxRegionText = 60_000
)

// CheckRegion holds the region's settings against what they are used for. An
// address that could not be read is empty. It returns Problems by field, named
// as those of the settings form: name, short_name, tagline_nl and so on.
func CheckRegion(r Region) Problems {
	var p Problems
	for _, line := range []struct {
		field, text string
		required    bool
	}{
		{"name", r.Name, true}, {"short_name", r.ShortName, true}, {"tagline_nl", r.Tagline.NL, false},
		{"tagline_en", r.Tagline.EN, false},
		{"on_behalf_nl", r.OnBehalf.NL, true}, {"on_behalf_en", r.OnBehalf.EN, false},
		{"hours_nl", r.PhoneHours.NL, false},
		{"hours_en", r.PhoneHours.EN, false}, {"signed_by", r.SignedBy, false},
	} {
		switch {
		case line.required && line.text == "":
			p.Add(line.field, "settings.problem.empty")
		case tooLong(line.text, MaxRegionLine):
			p.Add(line.field, "settings.problem.long", "Max", MaxRegionLine)
		}
	}
	checkSender(&p, r.SenderName)
	if r.ReplyAddress == "" {
		p.Add("reply_address", "settings.problem.reply_address")
	}
	if r.Phone != "" && !dutch.Phone(r.Phone) {
		p.Add("phone", "settings.problem.phone")
	}
	checkSecurity(&p, r.Security)
	for _, text := range []struct{ field, text string }{
		{"privacy_nl", r.Privacy.NL}, {"privacy_en", r.Privacy.EN}, {"access_nl", r.Access.NL},
		{"access_en", r.Access.EN},
	} {
		if tooLong(text.text, MaxRegionText) {
			p.Add(text.field, "settings.problem.long", "Max", MaxRegionText)
		}
	}
	return p
}

// checkSender refuses what makes mail programs distrust or garble a sender:
// Outlook takes an @ for phishing and reads nothing before a colon, a comma
// makes two senders of one, and quotes and brackets end the name.
func checkSender(p *Problems, name string) {
	switch {
	case name == "":
		p.Add("sender_name", "settings.problem.empty")
	case strings.ContainsAny(name, `@:,;"<>()[]\`) || strings.ContainsFunc(name, unicode.IsControl):
		p.Add("sender_name", "settings.problem.sender_signs")
	case tooLong(name, MaxSenderName):
		p.Add("sender_name", "settings.problem.long", "Max", MaxSenderName)
	}
}

// checkSecurity wants an address as RFC 9116 has it in Contact.
func checkSecurity(p *Problems, contact string) {
	if contact == "" {
		return
	}
	rest, mail := strings.CutPrefix(contact, "mailto:")
	site, web := strings.CutPrefix(contact, "https://")
	usable := mail && strings.Contains(rest, "@") || web && strings.Contains(site, ".")
	if !usable || strings.ContainsFunc(contact, unicode.IsSpace) {
		p.Add("security", "settings.problem.security")
	}
}

// CheckMunicipality holds a municipality against what one can be and against
// the others: two of the same name may follow each other, but not exist at
// once. It returns Problems by field: name, code, until.
func CheckMunicipality(m Municipality, others []Municipality) Problems {
	var p Problems
	switch {
	case m.Name == "":
		p.Add("name", "settings.problem.empty")
	case tooLong(m.Name, MaxNamePart):
		p.Add("name", "settings.problem.long", "Max", MaxNamePart)
	}
	if m.Code != "" && !dutch.Digits(m.Code, 4) {
		p.Add("code", "settings.problem.code")
	}
	if !m.From.IsZero() && !m.Until.IsZero() && m.Until.Before(m.From) {
		p.Add("until", "settings.problem.until")
	}
	for _, o := range others {
		if o.ID != m.ID && m.Name != "" && dutch.Bare(o.Name) == dutch.Bare(m.Name) && m.overlaps(o) {
			p.Add("name", "settings.problem.municipality_twice")
			break
		}
	}
	return p
}

// overlaps says whether there is a day on which both exist.
func (m Municipality) overlaps(o Municipality) bool {
	return (m.Until.IsZero() || !o.From.After(m.Until)) && (o.Until.IsZero() || !m.From.After(o.Until))
}
