package importing

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
)

func TestRecogniseColumns(t *testing.T) {
	for _, c := range []struct {
		header string
		want   string
		found  bool
	}{
		{"Naam organisatie;Soort;Gemeente;KvK-nummer;AGB-code;Voornaam;Tussenvoegsel;Achternaam;Functie;E-mailadres;Telefoon;Taal;Labels",
			"organisation type municipality kvk agb first infix last job_title address phone language tags", true},
		{"Instelling;Contactpersoon;E-mail", "organisation full_name address", true},
		{
			"Zorgaanbieder;Naam contactpersoon;E-mail contactpersoon;Tel. contactpersoon",
			"organisation full_name address -", true,
		},
		{"Organisatie;Naam;Emailadres", "organisation full_name address", true},
		{"Naam;Voornaam;Voorvoegsel;Achternaam;mail", "organisation first infix last address", true},
		{"Organisatie;Voornaam;Naam;mail", "organisation first last address", true},
		{"ORGANISATIE ;  e-MAIL ", "organisation address", true},
		{"Organisation;First name;Last name;Email address", "organisation first last address", true},
		{"Organisatie;Organisatie;Mail;E-mail", "organisation - address -", true},
		{"Soort organisatie (zie lijst);Gemeente waar u werkt;Organisatie", "type municipality organisation", true},
		{"Vestigingsplaats;Postcode;Organisatie;Mail", "- - organisation address", true},
		{"De Rietkraag;Jan van der Berg;jan@rietkraag.example", "- - address", false},
		{"Stichting Kompas;Aldermeer", "- -", false},
		{"Organisatie", "organisation", true},
		{"", "-", false},
	} {
		m := RecogniseColumns(strings.Split(c.header, ";"))
		got := make([]string, len(m.Columns))
		for i, column := range m.Columns {
			if got[i] = string(column); column == NoColumn {
				got[i] = "-"
			}
		}
		if s := strings.Join(got, " "); s != c.want || m.Header != c.found {
			t.Errorf("%s:\n%s, header %v, want\n%s, %v", c.header, s, m.Header, c.want, c.found)
		}
	}
}

func FuzzRecogniseColumns(f *testing.F) {
	f.Add("Naam organisatie;E-mail")
	f.Add("naam;naam;naam;voornaam")
	f.Add("İ;\xff;@")
	f.Fuzz(func(t *testing.T, line string) {
		header := strings.Split(line, ";")
		m := RecogniseColumns(header)
		if len(m.Columns) != len(header) {
			t.Fatalf("%d columns of %d", len(m.Columns), len(header))
		}
		seen := map[Column]bool{}
		for _, c := range m.Columns {
			if !c.Valid() || c != NoColumn && seen[c] {
				t.Fatalf("%q twice or unknown in %v", c, m.Columns)
			}
			seen[c] = true
		}
		for _, p := range CheckMapping(m) {
			if p.Field != "columns" {
				t.Fatalf("what was recognised is refused: %+v", p)
			}
		}
	})
}

func TestCheckMapping(t *testing.T) {
	good := func(columns ...Column) Mapping {
		return Mapping{Columns: columns, Type: consult.Provider, Alike: JoinAlike}
	}
	for _, c := range []struct {
		m    Mapping
		want string
	}{
		{good(ColumnOrganisation), ""},
		{good(ColumnOrganisation, ColumnFullName, ColumnAddress), ""},
		{good(ColumnAddress, ColumnFullName), "columns import.problem.no_organisation"},
		{good(ColumnOrganisation, ColumnAddress), "columns import.problem.no_name"},
		{good(ColumnOrganisation, ColumnLast), "columns import.problem.no_address"},
		{good(ColumnOrganisation, ColumnPhone), "columns import.problem.no_address"},
		{good(ColumnOrganisation, ColumnFullName, ColumnLast, ColumnAddress), "columns import.problem.two_names"},
		{good(ColumnOrganisation, NoColumn, NoColumn, ColumnOrganisation), "column-3 import.problem.column_twice"},
		{good(ColumnOrganisation, "salaris"), "column-1 import.problem.column"},
		{Mapping{Columns: []Column{ColumnOrganisation}}, "type organisation.problem.type, alike import.problem.alike"},
	} {
		var got []string
		for _, p := range CheckMapping(c.m) {
			got = append(got, p.Field+" "+p.Key)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%v: %q, want %q", c.m.Columns, s, c.want)
		}
	}
}

func TestParseOrganisationType(t *testing.T) {
	for word, want := range map[string]consult.OrganisationType{
		"Aanbieder": consult.Provider, "jeugdhulpaanbieder": consult.Provider, "Grote aanbieder": consult.Provider,
		"vrijgevestigde": consult.SolePractitioner, "ZZP'er": consult.SolePractitioner,
		"Vrijgevestigd psycholoog": consult.SolePractitioner, "combinatie": consult.Consortium,
		"Combinatie van aanbieders": consult.Consortium, "samenwerkingsverband van aanbieders": consult.Consortium,
		"GI": consult.CertifiedInstitution, "Gecertificeerde Instelling (GI)": consult.CertifiedInstitution,
		"swv": consult.EducationPartnership, "SWV PO": consult.EducationPartnership,
		"samenwerkingsverband passend onderwijs": consult.EducationPartnership,
		"Speciaal onderwijs":                     consult.EducationPartnership, "CJG": consult.LocalTeam,
		"wijkteam Aldermeer": consult.LocalTeam,
		"Cliëntenraad":       consult.ClientCouncil, "Gemeente": consult.MunicipalityOrg,
		"branchevereniging": consult.SectorBody, "overig": consult.OtherOrganisation,
		"sole_practitioner": consult.SolePractitioner,
	} {
		if got, err := ParseOrganisationType(word); err != nil || got != want {
			t.Errorf("%s: %s %v, want %s", word, got, err, want)
		}
	}
	for word, want := range map[string]error{
		"samenwerkingsverband": ErrAmbiguousType, "Regionaal samenwerkingsverband": ErrAmbiguousType,
		"zwembad": ErrUnknownType, "": ErrUnknownType,
	} {
		if got, err := ParseOrganisationType(word); !errors.Is(err, want) || got != "" {
			t.Errorf("%q: %s %v, want %v", word, got, err, want)
		}
	}
}

func FuzzParseOrganisationType(f *testing.F) {
	f.Add("swv")
	f.Add("Cliëntenraad\x00")
	f.Fuzz(func(t *testing.T, word string) {
		if got, err := ParseOrganisationType(word); (err == nil) != got.Valid() {
			t.Fatalf("%q: %q %v", word, got, err)
		}
	})
}

func TestMatchMunicipality(t *testing.T) {
	all := []consult.Municipality{
		{ID: 1, Name: "Groot-Reeuwland"}, {ID: 2, Name: "’t Waalhof"},
		{ID: 3, Name: "Oud", Until: time.Date(2021, 12, 31, 0, 0, 0, 0, consult.Amsterdam)}, {ID: 4, Name: "Oud"},
	}
	for name, want := range map[string]int64{
		"groot reeuwland": 1, "GROOT-REEUWLAND": 1, "'t waalhof": 2, "Gemeente Groot-Reeuwland": 1, "Oud": 4,
		"Elders": 0, "": 0,
	} {
		if m, ok, _ := MatchMunicipality(name, all); m.ID != want || ok != (want != 0) {
			t.Errorf("%s: %d %v, want %d", name, m.ID, ok, want)
		}
	}
	for name, want := range map[string]string{
		"Groot-Reeuwlant": "Groot-Reeuwland", "Grootreeuwlandd": "Groot-Reeuwland", "Elders": "", "X": "",
	} {
		if _, ok, meant := MatchMunicipality(name, all); ok || meant != want {
			t.Errorf("%s: meant %q, want %q", name, meant, want)
		}
	}
}

func row(line int, name, kvk, address string, person ...string) Row {
	r := Row{Line: line, Organisation: consult.Organisation{Name: name, KvK: kvk, Type: consult.Provider}}
	if address != "" {
		r.Contact = consult.Contact{Last: "Vries", Address: address, Canonical: strings.ToLower(address)}
		if len(person) > 0 {
			r.Contact.Last = person[0]
		}
	}
	return r
}

func outcome(l Line) string {
	words := []string{string(l.Verdict)}
	for _, p := range slices.Concat(l.Problems, l.Notes) {
		words = append(words, p.Key)
	}
	return strings.Join(words, " ")
}

func TestPlanImport(t *testing.T) {
	known := []KnownOrganisation{
		{ID: 7, Name: "De Rietkraag", KvK: "01234567"},
		{ID: 8, Name: "Praktijk Jansen", KvK: "11111111", MunicipalityID: 1},
		{ID: 9, Name: "Praktijk Jansen", MunicipalityID: 2}, {ID: 10, Name: "Weg", Archived: true},
		{ID: 11, Name: "Combinatie De Brug, Kompas en Noordster"},
	}
	contacts := []KnownContact{
		{OrganisationID: 7, Name: "Vries", Canonical: "info@rietkraag.example"},
		{OrganisationID: 7, Name: "Oud", Canonical: "oud@rietkraag.example", Archived: true},
	}
	for _, c := range []struct {
		name  string
		rows  []Row
		alike AlikeChoice
		want  []string
	}{
		{
			"new", []Row{row(2, "Nieuw", "", "a@b.example"), row(3, "Zonder contact", "", "")}, JoinAlike,
			[]string{"both", "organisation"},
		},
		{
			"at one that is there", []Row{row(2, "de rietkraag", "", "nieuw@rietkraag.example")}, JoinAlike,
			[]string{"contact"},
		},
		{"there already", []Row{row(2, "De Rietkraag", "", "INFO@rietkraag.example"), row(3, "De Rietkraag", "", "")},
			JoinAlike,
			[]string{"there import.note.known", "there import.note.organisation_known"}},
		{
			"archived contact", []Row{row(2, "De Rietkraag", "", "oud@rietkraag.example", "Oud")}, JoinAlike,
			[]string{"there import.note.known_archived"},
		},
		{
			"archived organisation", []Row{row(2, "Weg", "", "a@b.example")}, JoinAlike,
			[]string{"refused import.problem.archived"},
		},
		{
			"shared mailbox", []Row{row(2, "De Rietkraag", "", "info@rietkraag.example", "Ander")}, JoinAlike,
			[]string{"contact import.note.shared"},
		},
		{
			"same address elsewhere", []Row{row(2, "Nieuw", "", "info@rietkraag.example")}, JoinAlike,
			[]string{"both import.note.elsewhere"},
		},
		{
			"looks alike, joined", []Row{row(2, "Stichting De Rietkraag", "", "a@b.example")}, JoinAlike,
			[]string{"contact import.note.joined"},
		},
		{
			"looks alike, new", []Row{row(2, "Rietkraag zorg", "01234567", "a@b.example")}, NewAlike,
			[]string{"both import.note.alike"},
		},
		{
			"looks alike, skipped", []Row{row(2, "Stichting De Rietkraag", "", "a@b.example")}, SkipAlike,
			[]string{"refused import.problem.looks_like"},
		},
		{
			"other number, other organisation", []Row{row(2, "De Rietkraag", "99999999", "a@b.example")}, JoinAlike,
			[]string{"both import.note.other_kvk"},
		},
		{
			"two of one name", []Row{row(2, "Praktijk Jansen", "", "a@b.example")}, JoinAlike,
			[]string{"refused import.problem.several"},
		},
		{
			"two of one name, told apart by number", []Row{row(2, "Praktijk Jansen", "11111111", "a@b.example")},
			JoinAlike, []string{"contact"},
		},
		{
			"a name with commas is one name",
			[]Row{row(2, "combinatie De Brug, Kompas en Noordster", "", "a@b.example")}, JoinAlike, []string{"contact"},
		},
		{"twice in the file",
			[]Row{
				row(2, "Nieuw", "", "a@b.example"), row(3, "NIEUW", "", "A@b.example"),
				row(4, "Nieuw", "", "c@b.example"),
			}, JoinAlike,
			[]string{"both", "there import.note.twice", "contact"}},
		{
			"alike in the file", []Row{row(2, "Nieuw", "", "a@b.example"), row(3, "Nieuw B.V.", "", "c@b.example")},
			JoinAlike, []string{"both", "contact import.note.joined"},
		},
		{"what is refused adds nothing to join",
			[]Row{
				{Line: 2, Organisation: consult.Organisation{Name: "Nieuw"}, Problems: consult.Problems{{Key: "x"}}},
				row(3, "Nieuw", "", "a@b.example"),
			}, JoinAlike,
			[]string{"refused x", "both"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := PlanImport(c.rows, known, contacts, c.alike)
			var got []string
			for _, l := range p.Lines {
				got = append(got, outcome(l))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestImportPlanContacts(t *testing.T) {
	known := []KnownOrganisation{{ID: 7, Name: "De Rietkraag"}}
	late := row(4, "Nieuw", "22222222", "c@b.example")
	late.Organisation.Tags, late.Organisation.MunicipalityID = []string{"wonen"}, 3
	p := PlanImport([]Row{
		row(2, "Nieuw", "", "a@b.example"), row(3, "De Rietkraag", "", "r@b.example"), late,
		row(5, "Ook nieuw", "", "d@b.example"),
	}, known, nil, JoinAlike)
	added := p.New()
	if len(added) != 2 || added[0].Name != "Nieuw" || added[0].KvK != "22222222" || added[0].MunicipalityID != 3 ||
		!slices.Equal(added[0].Tags, []string{"wonen"}) {
		t.Fatalf("a later row does not complete the first: %+v", added)
	}
	var got []int64
	for _, c := range p.Contacts([]int64{101, 102}) {
		got = append(got, c.OrganisationID)
	}
	if diff := cmp.Diff([]int64{101, 7, 101, 102}, got); diff != "" {
		t.Error(diff)
	}
}

func TestPlanUndo(t *testing.T) {
	u := PlanUndo(
		[]ImportedOrganisation{
			{ID: 1, Name: "vrij"}, {ID: 2, Name: "heeft gevraagde"}, {ID: 3, Invited: true}, {ID: 4, Member: true},
			{ID: 5, OtherContacts: true}, {ID: 6, Changed: true},
		},
		[]ImportedContact{
			{ID: 11, OrganisationID: 1}, {ID: 12, OrganisationID: 2, Invited: true}, {ID: 13, OrganisationID: 2},
			{ID: 14, OrganisationID: 9, Changed: true},
		},
	)
	want := Undo{Contacts: []int64{11, 13}, Organisations: []int64{1}, Used: []Use{
		{ContactID: 12, OrganisationID: 2, Why: UseInvited}, {ContactID: 14, OrganisationID: 9, Why: UseChanged},
		{OrganisationID: 2, Name: "heeft gevraagde", Why: UseContacts},
		{OrganisationID: 3, Why: UseInvited}, {OrganisationID: 4, Why: UseMember},
		{OrganisationID: 5, Why: UseContacts}, {OrganisationID: 6, Why: UseChanged},
	}}
	if diff := cmp.Diff(want, u); diff != "" {
		t.Error(diff)
	}
}
