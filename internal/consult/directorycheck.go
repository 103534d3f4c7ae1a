package consult

import (
	"strings"

	"samenspraak/internal/dutch"
)

// The longest texts of the directory, in characters.
const (
	MaxOrganisationName = 200
	MaxNote             = 2000
	MaxTag              = 40
	MaxTags             = 20
	MaxNamePart         = 100
	MaxJobTitle         = 120
	MaxPhone            = 40
)

// CheckOrganisation holds an organisation against what one can be. It returns
// Problems by field: name, type, kvk, agb, tags, note. Texts are already tidy.
func CheckOrganisation(o Organisation) Problems {
	var p Problems
	switch {
	case o.Name == "":
		p.Add("name", "organisation.problem.name")
	case tooLong(o.Name, MaxOrganisationName):
		p.Add("name", "organisation.problem.name_long", "Max", MaxOrganisationName)
	}
	if !o.Type.Valid() {
		p.Add("type", "organisation.problem.type")
	}
	checkNumber(&p, "kvk", "organisation.problem.kvk", o.KvK)
	checkNumber(&p, "agb", "organisation.problem.agb", o.AGB)
	checkTags(&p, o.Tags)
	if tooLong(o.Note, MaxNote) {
		p.Add("note", "organisation.problem.note", "Max", MaxNote)
	}
	return p
}

// checkNumber wants eight digits or nothing. Seven digits are what is left when
// Excel takes the number for an amount and drops its zero, so the text says so.
func checkNumber(p *Problems, field, key, number string) {
	switch {
	case number == "" || dutch.Digits(number, 8):
	case dutch.Digits(number, 7):
		p.Add(field, key+"_zero", "Number", "0"+number)
	default:
		p.Add(field, key)
	}
}

func checkTags(p *Problems, tags []string) {
	if len(tags) > MaxTags {
		p.Add("tags", "organisation.problem.tags", "Max", MaxTags)
		return
	}
	for _, tag := range tags {
		if tooLong(tag, MaxTag) {
			p.Add("tags", "organisation.problem.tag_long", "Tag", tag, "Max", MaxTag)
			return
		}
	}
}

// CheckMember says whether an organisation can be a member of a consortium in a
// role. It returns Problems by field: member, role.
func CheckMember(consortium, o Organisation, role MemberRole) Problems {
	var p Problems
	switch {
	case consortium.ID == o.ID, o.Type == Consortium:
		p.Add("member", "organisation.problem.member_consortium")
	case !o.ArchivedAt.IsZero():
		p.Add("member", "organisation.problem.member_archived")
	}
	for _, m := range consortium.Members {
		if m.OrganisationID == o.ID {
			p.Add("member", "organisation.problem.member_twice")
		} else if m.Role == Lead && role == Lead {
			p.Add("role", "organisation.problem.lead_twice", "Name", m.Name)
		}
	}
	if !role.Valid() {
		p.Add("role", "organisation.problem.role")
	}
	return p
}

// CheckContact holds a contact against what one can be. Canonical is empty when
// the address could not be read. It returns Problems by field: first, infix,
// last, address, job_title, phone, language.
func CheckContact(c Contact) Problems {
	var p Problems
	if c.First == "" && c.Last == "" {
		p.Add("last", "contact.problem.name")
	}
	for _, part := range []struct{ field, text string }{{"first", c.First}, {"infix", c.Infix}, {"last", c.Last}} {
		if tooLong(part.text, MaxNamePart) {
			p.Add(part.field, "contact.problem.name_long", "Max", MaxNamePart)
		}
	}
	if c.Canonical == "" {
		p.Add("address", "contact.problem.address")
	}
	if tooLong(c.JobTitle, MaxJobTitle) {
		p.Add("job_title", "contact.problem.job_title", "Max", MaxJobTitle)
	}
	if tooLong(c.Phone, MaxPhone) {
		p.Add("phone", "contact.problem.phone", "Max", MaxPhone)
	}
	if c.Language != "nl" && c.Language != "en" {
		p.Add("language", "contact.problem.language")
	}
	return p
}

func tooLong(s string, most int) bool { return len(s) > most && len([]rune(s)) > most }

// LooseName is a name without what people leave out or spell differently:
// capitals, accents, punctuation and the legal form. Names that are equal in it
// are likely to be one organisation.
func LooseName(name string) string {
	var all, kept strings.Builder
	for _, word := range strings.Fields(name) {
		word = dutch.Bare(word)
		all.WriteString(word)
		if !legalForms[word] {
			kept.WriteString(word)
		}
	}
	if kept.Len() == 0 {
		return all.String()
	}
	return kept.String()
}

var legalForms = dutch.WordSet("stichting st vereniging bv nv vof cooperatie cooperatieve ua cv")
