package consult

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func keys(p Problems) string {
	var all []string
	for _, one := range p {
		all = append(all, one.Field+" "+one.Key)
	}
	return strings.Join(all, ", ")
}

func TestCheckOrganisation(t *testing.T) {
	good := Organisation{
		Name: "combinatie De Brug, Kompas en Noordster", Type: Consortium, KvK: "01234567", AGB: "06020101",
		Tags: []string{"wonen"},
	}
	for want, change := range map[string]func(*Organisation){
		"":                                    func(*Organisation) {},
		"name organisation.problem.name":      func(o *Organisation) { o.Name = "" },
		"name organisation.problem.name_long": func(o *Organisation) { o.Name = strings.Repeat("é", 201) },
		"type organisation.problem.type":      func(o *Organisation) { o.Type = "samenwerkingsverband" },
		"kvk organisation.problem.kvk_zero":   func(o *Organisation) { o.KvK = "1234567" },
		"kvk organisation.problem.kvk":        func(o *Organisation) { o.KvK = "123456789" },
		"agb organisation.problem.agb":        func(o *Organisation) { o.AGB = "0602010x" },
		"tags organisation.problem.tag_long":  func(o *Organisation) { o.Tags = []string{strings.Repeat("x", 41)} },
		"note organisation.problem.note":      func(o *Organisation) { o.Note = strings.Repeat("x", 2001) },
	} {
		o := good
		change(&o)
		if got := keys(CheckOrganisation(o)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	good.Name = strings.Repeat("é", 200)
	if got := keys(CheckOrganisation(good)); got != "" {
		t.Errorf("200 letters refused: %s", got)
	}
}

func TestCheckMember(t *testing.T) {
	combi := Organisation{ID: 1, Type: Consortium, Members: []Member{{OrganisationID: 2, Name: "De Brug", Role: Lead}}}
	for _, c := range []struct {
		o    Organisation
		role MemberRole
		want string
	}{
		{Organisation{ID: 3, Type: Provider}, Subcontractor, ""},
		{Organisation{ID: 3, Type: Provider}, Lead, "role organisation.problem.lead_twice"},
		{Organisation{ID: 2, Type: Provider}, MainContractor, "member organisation.problem.member_twice"},
		{combi, MainContractor, "member organisation.problem.member_consortium"},
		{Organisation{ID: 4, Type: Consortium}, MainContractor, "member organisation.problem.member_consortium"},
		{
			Organisation{ID: 4, Type: Provider, ArchivedAt: time.Unix(1, 0)}, MainContractor,
			"member organisation.problem.member_archived",
		},
		{Organisation{ID: 4, Type: Provider}, "baas", "role organisation.problem.role"},
	} {
		if got := keys(CheckMember(combi, c.o, c.role)); got != c.want {
			t.Errorf("%d as %s: %q, want %q", c.o.ID, c.role, got, c.want)
		}
	}
}

func TestCheckContact(t *testing.T) {
	good := Contact{
		First: "Jan", Infix: "van der", Last: "Berg", Address: "Jan@b.example", Canonical: "jan@b.example",
		Language: "nl",
	}
	for want, change := range map[string]func(*Contact){
		"":                                    func(c *Contact) { c.First = "" },
		"last contact.problem.name":           func(c *Contact) { c.First, c.Last = "", "" },
		"address contact.problem.address":     func(c *Contact) { c.Canonical = "" },
		"language contact.problem.language":   func(c *Contact) { c.Language = "fr" },
		"infix contact.problem.name_long":     func(c *Contact) { c.Infix = strings.Repeat("x", 101) },
		"phone contact.problem.phone":         func(c *Contact) { c.Phone = strings.Repeat("1", 41) },
		"job_title contact.problem.job_title": func(c *Contact) { c.JobTitle = strings.Repeat("1", 121) },
	} {
		c := good
		change(&c)
		if got := keys(CheckContact(c)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestCheckRegion(t *testing.T) {
	good := Region{
		Name: "Jeugdregio Merenland", ShortName: "Merenland", OnBehalf: Words{NL: "de acht gemeenten"},
		SenderName:   "Jeugdregio Merenland",
		ReplyAddress: "info@merenland.example", Phone: "088 000 12 34", Security: "mailto:cert@merenland.example",
	}
	for _, c := range []struct {
		want   string
		change func(*Region)
	}{
		{"", func(*Region) {}},
		{"name settings.problem.empty", func(r *Region) { r.Name = "" }},
		{"on_behalf_nl settings.problem.empty", func(r *Region) { r.OnBehalf.NL = "" }},
		{"reply_address settings.problem.reply_address", func(r *Region) { r.ReplyAddress = "" }},
		{"sender_name settings.problem.empty", func(r *Region) { r.SenderName = "" }},
		{"sender_name settings.problem.sender_signs", func(r *Region) { r.SenderName = "info@merenland.example" }},
		{"sender_name settings.problem.sender_signs", func(r *Region) { r.SenderName = "Namens: Merenland" }},
		{"sender_name settings.problem.sender_signs", func(r *Region) { r.SenderName = "Aldermeer, Elzendam" }},
		{"sender_name settings.problem.sender_signs", func(r *Region) { r.SenderName = `De "Regio"` }},
		{"sender_name settings.problem.sender_signs", func(r *Region) { r.SenderName = "Regio\r\nBcc" }},
		{"sender_name settings.problem.long", func(r *Region) { r.SenderName = strings.Repeat("é", 76) }},
		{"", func(r *Region) { r.SenderName = "Regio ’t Waalhof & Óváry – inkoop" }},
		{"phone settings.problem.phone", func(r *Region) { r.Phone = "bel ons" }},
		{"phone settings.problem.phone", func(r *Region) { r.Phone = "12" }},
		{"", func(r *Region) { r.Phone = "+31 (0)88 000 12 34" }},
		{"security settings.problem.security", func(r *Region) { r.Security = "cert@merenland.example" }},
		{"security settings.problem.security", func(r *Region) { r.Security = "mailto:a@b.example\nExpires: 2000" }},
		{"", func(r *Region) { r.Security = "https://merenland.example/melden" }},
		{"privacy_en settings.problem.long", func(r *Region) { r.Privacy.EN = strings.Repeat("x", MaxRegionText+1) }},
	} {
		r := good
		c.change(&r)
		if got := keys(CheckRegion(r)); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestCheckMunicipality(t *testing.T) {
	day := func(year int, month time.Month, d int) time.Time {
		return time.Date(year, month, d, 0, 0, 0, 0, Amsterdam)
	}
	others := []Municipality{{ID: 1, Name: "Aldermeer"}, {ID: 2, Name: "Oud", Until: day(2021, 12, 31)}}
	for _, c := range []struct {
		m    Municipality
		want string
	}{
		{Municipality{Name: "’t Waalhof", Code: "0363"}, ""},
		{Municipality{}, "name settings.problem.empty"},
		{Municipality{Name: "X", Code: "363"}, "code settings.problem.code"},
		{Municipality{Name: "alder meer"}, "name settings.problem.municipality_twice"},
		{Municipality{ID: 1, Name: "Aldermeer"}, ""},
		{Municipality{Name: "Oud", From: day(2022, 1, 1)}, ""},
		{Municipality{Name: "Oud", From: day(2021, 12, 31)}, "name settings.problem.municipality_twice"},
		{Municipality{Name: "X", From: day(2022, 1, 2), Until: day(2022, 1, 1)}, "until settings.problem.until"},
	} {
		if got := keys(CheckMunicipality(c.m, others)); got != c.want {
			t.Errorf("%+v: %q, want %q", c.m, got, c.want)
		}
	}
}

// The last day counts whole, also when the clock is put back on it.
func TestMunicipalityValidOn(t *testing.T) {
	m := Municipality{
		From:  time.Date(2020, 1, 1, 0, 0, 0, 0, Amsterdam).UTC(),
		Until: time.Date(2026, 10, 25, 0, 0, 0, 0, Amsterdam).UTC(),
	}
	end := time.Date(2026, 10, 26, 0, 0, 0, 0, Amsterdam)
	if !m.ValidOn(end.Add(-time.Nanosecond)) || m.ValidOn(end) || m.ValidOn(m.From.Add(-time.Nanosecond)) ||
		!m.ValidOn(m.From) {
		t.Error("the days of validity are wrong at their edges")
	}
}

func TestTidyTags(t *testing.T) {
	if diff := cmp.Diff(
		[]string{"ambulant", "wonen en verblijf"},
		TidyTags([]string{" Wonen  en verblijf", "", "ambulant", "AMBULANT"}),
	); diff != "" {
		t.Error(diff)
	}
}
