package web_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
)

// canary is a string that stands in one field, and who may meet it. Every staff
// role sees the staff side but for the needs; the rest is listed here.
type canary struct {
	text   string
	guests string // whose own pages may hold it: first names
	mails  string // into whose mails it may go: parts of addresses
	// staff says on which staff pages it may stand for which role; nil: any.
	staff func(role consult.Role, path string) bool
}

var nowhere = func(consult.Role, string) bool { return false }

var canaries = []canary{
	{text: "Kanarie concepttitel"}, {text: "Kanarie conceptintro"}, {text: "Kanarie concepttekst"},
	{text: "Kanarie conceptdoelgroep"},
	{text: "Kanarie conceptzaal"}, {text: "kanarie-conceptlink"}, {text: "Kanarie conceptcontact"},
	{text: "088 777 00 01"},
	{text: "Kanarie conceptprogramma"}, {text: "Kanarie conceptvraag"}, {text: "kanarie-concepttitel"},
	{text: "kanarie-conceptbestand"}, {text: "kanarie-verslagbestand"}, {text: "kanarie-weggehaald"},
	{text: "kanarie-vervangen"},
	{text: "Kanarie berichttitel"}, {text: "Kanarie berichttekst"}, {text: "Kanarie vraagtitel"},
	{text: "Kanarie vraagtekst"}, {text: "Kanarie leegthema"},
	{text: "kanarie-opmerking"}, {text: "kanarie-berichtbestand"}, {text: "Kanarie correctietekst"},
	{text: "kanarie-notitie"}, {text: "kanarie-label"}, {text: "kanarie-bron"}, {text: "Kanarie Import"},
	{text: "eva@vogel.example"},
	{text: "Kanarie Kwadrant", mails: "dora"}, {text: "Kanarienaam", mails: "dora"}, {text: "kanariefunctie"},
	{text: "77 77 77 77"},
	{text: doraAddress, mails: "dora"}, {text: "kanarie-intrekreden", mails: "dora"},
	// Colleagues are told who comes for their organisation, but not their needs.
	{text: "Kanarie Gast", guests: "ada ben", mails: "ada ben"},
	{text: "kanariegastrol", guests: "ada ben", mails: "ada ben"},
	{text: "Kanarie Onlinegast", guests: "carla", mails: "carla"},
	{text: "Praktijk IJzerman", guests: "carla", mails: "carla"},
	{text: "Stichting De Brug", guests: "ada ben", mails: "ada ben"},
	{text: "ada@debrug.example", guests: "ada", mails: "ada"},
	{text: "ben@debrug.example", guests: "ben", mails: "ben"},
	{text: "carla@praktijk.example", guests: "carla", mails: "carla"},
	{text: "overleg.merenland.example", guests: "carla", mails: "carla"},
	{text: "Aan welke tafel praat u mee", guests: "ada ben carla", mails: "ada ben carla"},
	{text: "Heeft u een dieet", guests: "ada ben carla", mails: "ada ben carla"},
	// Only staff of the meeting see it, and Daan, who made it, is all of them.
	{
		text: "kanariedieet", guests: "ada", mails: "ada",
		staff: func(role consult.Role, _ string) bool { return role == consult.Editor },
	},
	{text: "argon2id", staff: nowhere}, {text: testkit.SecondFactor, staff: nowhere},
}

// in says whether a text in lower case holds it.
func (c canary) in(answer string) bool { return strings.Contains(answer, strings.ToLower(c.text)) }

// look asks all addresses as one viewer and hands over what it can read, in
// lower case.
func (v *probed) look(c *testkit.Client, want func(path string) bool, seen func(path, answer string)) {
	for _, r := range v.routes() {
		if r.Method != http.MethodGet {
			continue
		}
		for _, path := range v.addresses(r.Path) {
			if !want(path) {
				continue
			}
			asked := []string{path}
			if r.English() {
				asked = append(asked, respell(path))
			}
			for _, one := range asked {
				answer := c.Get(one)
				if answer.Status >= http.StatusInternalServerError {
					v.t.Errorf("GET %s: %d\n%s", one, answer.Status, v.log.last())
				}
				seen(one, strings.ToLower(readable(v.t, answer)))
			}
		}
	}
}

func TestCanariesStayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	met := map[string]bool{}
	t.Run("a visitor", func(t *testing.T) {
		v.look(v.Client(), func(path string) bool { return !secretPath.MatchString(path) }, func(path, answer string) {
			for _, c := range canaries {
				if c.in(answer) && !c.in(path) { // a page may repeat the address it was asked for
					t.Errorf("%s holds %q", path, c.text)
				}
			}
		})
	})
	for name, who := range map[string]consult.Contact{"ada": v.Ada, "ben": v.Ben, "carla": v.Carla} {
		t.Run(name, func(t *testing.T) {
			own := func(path string) bool {
				return strings.HasPrefix(path, v.Path(who)) || name == "ada" && strings.HasPrefix(path, "/mijn/"+v.mine)
			}
			v.look(v.Client(), own, func(path, answer string) {
				for _, c := range canaries {
					if c.in(answer) && !strings.Contains(c.guests, name) {
						t.Errorf("%s holds %q", path[:6], c.text)
					}
					met[c.text] = met[c.text] || c.in(answer)
				}
			})
			for _, query := range []string{"?antwoord=ja", "?antwoord=online"} {
				answer := strings.ToLower(string(v.Client().Get(v.Path(who) + query).Body))
				for _, c := range canaries {
					if c.in(answer) && !strings.Contains(c.guests, name) {
						t.Errorf("the form of %s holds %q", name, c.text)
					}
				}
			}
		})
	}
	for _, role := range consult.Roles {
		t.Run(string(role), func(t *testing.T) {
			staff := func(path string) bool { return strings.HasPrefix(path, "/beheer") }
			v.look(v.SignIn(role), staff, func(path, answer string) {
				for _, c := range canaries {
					if c.in(answer) && c.staff != nil && !c.staff(role, path) {
						t.Errorf("%s holds %q", path, c.text)
					}
					met[c.text] = met[c.text] || c.in(answer)
				}
				for _, token := range v.tokens() {
					if strings.Contains(answer, token) {
						t.Errorf("%s holds a live link", path)
					}
				}
			})
		})
	}
	t.Run("mails", func(t *testing.T) {
		for _, m := range v.mails {
			text := strings.ToLower(string(m.Raw) + m.Subject + m.FromHeader + m.Text + m.HTML + m.Calendar)
			for _, c := range canaries {
				to, _, _ := strings.Cut(m.To, "@")
				first, _, _ := strings.Cut(to, ".")
				if c.in(text) && !strings.Contains(c.mails, first) {
					t.Errorf("a mail to %s (%s) holds %q", m.To, m.Subject, c.text)
				}
			}
		}
	})
	for _, c := range canaries {
		if !met[c.text] && c.text != "argon2id" && c.text != testkit.SecondFactor {
			t.Errorf("nobody met %q: the test would not notice it", c.text)
		}
	}
}

var secretPath = regexp.MustCompile(`^(/en)?/(u|mijn|beheer/instellen)/`)

// TestFilesByGuessing asks every number under the address of public files.
func TestFilesByGuessing(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	open := 0
	for _, path := range v.addresses("/bestanden/:id/:name") {
		r := v.Client().Get(path)
		switch {
		case r.Status == http.StatusNotFound:
		case r.Status == http.StatusOK && slices.Contains([]string{
			"inhoud van openbaar-inhoud", "nieuwe inhoud", "inhoud van een bericht Nieuws over de inkoop",
			"inhoud van een bericht Wanneer begint het?",
		}, string(r.Body)):
			open++
		default:
			t.Errorf("%s: %d %q", path, r.Status, r.Body)
		}
	}
	if open != 4 {
		t.Errorf("%d files are public, not 4", open)
	}
	// What is known is not confirmed either: a condition on the content.
	closed := v.Client()
	closed.Header.Set("If-None-Match", "*")
	for i, id := range v.files[1:4] {
		if r := closed.Get(
			strings.Replace("/bestanden/:id/x.txt", ":id", itoa(id), 1),
		); r.Status != http.StatusNotFound {
			t.Errorf("closed file %d: %d", i, r.Status)
		}
	}
}
