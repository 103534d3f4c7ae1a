package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/store/storetest"
	"samenspraak/internal/testkit"
)

// TestSavedDatabases opens what programs of former schemas wrote, with this
// program: it must migrate and show the same, the legal history too.
func TestSavedDatabases(t *testing.T) {
	t.Parallel()
	for _, save := range storetest.Saves(t) {
		for name, open := range map[string]func(testing.TB, string) string{
			"sqlite": storetest.SavedSQLite, "postgres": storetest.SavedPostgres,
		} {
			t.Run(save+" on "+name, func(t *testing.T) {
				t.Parallel()
				p := testkit.New(t, testkit.Options{Database: open(t, save), Now: savedAt})
				p.Admin, p.Editor = consult.Actor{
					Kind: consult.ByStaff, ID: 1,
				}, consult.Actor{Kind: consult.ByStaff, ID: 2}
				readSaved(t, p, save)
			})
		}
	}
}

// TestSavedWorld fills the world that is saved with the program of today, so
// that it can be saved when the schema is about to change: make saved does.
func TestSavedWorld(t *testing.T) {
	t.Parallel()
	for name, onPostgres := range map[string]bool{"sqlite": false, "postgres": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := testkit.New(t, testkit.Options{Postgres: onPostgres})
			fillSaved(t, p)
			if os.Getenv("SAMENSPRAAK_SAVE_DATABASE") != "" {
				save(t, p)
			}
			readSaved(t, p, "schema-9999")
		})
	}
}

// save keeps the database of a program among those of former schemas.
func save(t *testing.T, p *testkit.Program) {
	t.Helper()
	version := storetest.Text(t, p.Config.Database, "SELECT MAX(version_id) FROM goose_db_version")
	name := fmt.Sprintf("schema-%04s", version)
	if !strings.HasPrefix(p.Config.Database, "sqlite:") {
		dump, err := exec.CommandContext(
			t.Context(), "pg_dump", "--inserts", "--no-owner", "--no-privileges", p.Config.Database,
		).Output() //nolint:gosec // our own database
		if err != nil {
			t.Fatal(err)
		}
		storetest.Save(t, name+".sql", plain(dump))
		return
	}
	path := filepath.Join(t.TempDir(), "saved.db")
	if err := p.DB().Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	storetest.Save(t, name+".db", content)
}

// plain leaves of a dump what every version of PostgreSQL can read, without
// psql: not the settings at its head, nor the lines for psql itself.
func plain(dump []byte) []byte {
	head, rest, found := bytes.Cut(dump, []byte("\nCREATE "))
	if !found {
		return head
	}
	rest, _, _ = bytes.Cut(rest, []byte("\n\\unrestrict"))
	return append([]byte("CREATE "), rest...)
}

// seen is a page of the saved world, and what must stand on it.
type seen struct {
	path  string
	words []string
}

// publicSeen are pages that visitors see.
var publicSeen = []seen{
	{"/", []string{"Merenland begint met vijf gesprekken"}},
	{"/bijeenkomsten/consultatie-jeugdhulp-en-onderwijs", []string{
		"Consultatie jeugdhulp en onderwijs", "De Oude Loods", "Havenplein 3", "door de wethouder",
		"Aanbieders en vrijgevestigden", "Agenda",
		"Het onderwijs doet mee.", "De Schuur is te klein.", "Het was kort dag.", "De Zilte Schuur",
		"Wie mag er komen?",
	}},
	{"/bijeenkomsten/kennismaking-met-de-raad", []string{"De raad is ziek."}},
	{"/bijeenkomsten/gesprek-over-tarieven", []string{"Er waren dertien mensen.", "Verkeerd geteld.", "Presentatie"}},
	{"/nieuws", []string{"Merenland begint met vijf gesprekken", "Twee gemeenten kopen samen in"}},
	{"/nieuws/merenland-begint-met-vijf-gesprekken", []string{
		"Drie bijeenkomsten in november.", "Het zijn er vier.", "Het zijn er vijf.", "Brief aan de raad",
		"Wie mag er komen?",
	}},
	{
		"/nieuws/twee-gemeenten-kopen-samen-in",
		[]string{"De wethouders tekenden vandaag.", "’t Waalhof", "Roos Tulp", "1 november 2026"},
	},
	{"/veelgestelde-vragen/meedoen", []string{"Over meedoen.", "Wie mag er komen?"}},
	{"/veelgestelde-vragen/meedoen/wie-mag-er-komen", []string{"Iedere aanbieder van jeugdhulp."}},
}

// staffSeen are pages that the administrator sees.
var staffSeen = []seen{
	{
		"/beheer/bijeenkomsten/1/versies",
		[]string{"Het onderwijs doet mee.", "De Schuur is te klein.", "Het was kort dag.", "Consultatie jeugdhulp"},
	},
	{"/beheer/bijeenkomsten/1/genodigden", []string{"Ada van ’t Hoff", "Ben Öztürk", "Carla IJzerman", "Fenna Visser"}},
	{"/beheer/bijeenkomsten/1/aanwezigheid", []string{"Olaf Zeegers", "Carla IJzerman"}},
	{"/beheer/bijeenkomsten/1/vragen", []string{}},
	{"/beheer/bijeenkomsten/1/programma", []string{}},
	{"/beheer/bijeenkomsten/1/mailing/1", []string{}},
	{"/beheer/bijeenkomsten/1/mail", []string{}},
	{
		"/beheer/berichten/1/versies",
		[]string{
			"Het zijn er vier.", "Het zijn er vijf.", "Merenland begint met vier gesprekken",
			"Merenland begint met consultatie",
		},
	},
	{"/beheer/berichten/2", []string{"Drie gemeenten kopen samen in"}},
	{"/beheer/berichten/4/versies", []string{"Dit bericht was niet juist."}},
	{"/beheer/berichten", []string{"Later bekend", "Nog niet af"}},
	{"/beheer/mail", []string{"Ada van ’t Hoff"}},
	{"/beheer/import", []string{"lijst.csv"}},
	{"/beheer/organisaties", []string{"Kompas Jeugd", "combinatie De Brug, Kompas en Noordster"}},
	{"/beheer/logboek", []string{"op verzoek"}},
}

// since are pages that show what is stored from a schema on.
var since = map[string][]seen{
	"schema-0009": {
		{
			"/beheer/bijeenkomsten/1/genodigden/2",
			[]string{"Wat brengt u in?", "Wachttijden", "Wij komen met de trein."},
		},
		{
			"/beheer/bijeenkomsten/3/genodigden/5",
			[]string{"Organisatie komt Komt niet", "Afgemeld door Ben Öztürk", "Wij zijn dicht."},
		},
	},
}

// former are addresses that must lead on.
var former = map[string]string{
	"/bijeenkomsten/consultatie-jeugdhulp":                "/bijeenkomsten/consultatie-jeugdhulp-en-onderwijs",
	"/nieuws/merenland-begint-met-consultatie":            "/nieuws/merenland-begint-met-vijf-gesprekken",
	"/nieuws/merenland-begint-met-vier-gesprekken":        "/nieuws/merenland-begint-met-vijf-gesprekken",
	"/veelgestelde-vragen/aanmelding":                     "/veelgestelde-vragen/meedoen",
	"/veelgestelde-vragen/meedoen/mag-ik-iemand-meenemen": "/veelgestelde-vragen/meedoen/wie-mag-er-komen",
}

// files are what staff can fetch, also what was replaced or taken away.
var files = map[string]string{
	"/beheer/bijeenkomsten/1/bestanden/4": "daarna", "/beheer/bijeenkomsten/1/bestanden/5": "eerst",
	"/beheer/bijeenkomsten/3/bestanden/6": "dia een",
	"/beheer/berichten/1/bestanden/1":     "Geachte raad", "/beheer/berichten/1/bestanden/2": "weg",
}

// readSaved looks at the saved world, which was saved under a name, as visitors,
// invitees and staff do.
func readSaved(t *testing.T, p *testkit.Program, save string) {
	t.Helper()
	visitor, staff := p.Client(), p.SignIn(consult.Admin)
	look(t, visitor, publicSeen)
	look(t, staff, staffSeen)
	for from, pages := range since {
		if save >= from {
			look(t, staff, pages)
		}
	}
	look(t, p.SignIn(consult.Editor), []seen{{"/beheer/import/2/kolommen", []string{"De Zwaluw"}}})
	for path, content := range files {
		if r := staff.Get(path).Want(http.StatusOK); string(r.Body) != content {
			t.Errorf("%s is %q; want %q", path, r.Body, content)
		}
	}
	for from, to := range former {
		if r := visitor.Get(from); r.Status != http.StatusMovedPermanently || r.Header.Get("Location") != to {
			t.Errorf("%s answers %d to %q; want %q", from, r.Status, r.Header.Get("Location"), to)
		}
	}
	if r := visitor.Get("/nieuws/later-bekend"); r.Status != http.StatusNotFound {
		t.Errorf("what is under embargo answers %d", r.Status)
	}
	if r := visitor.Get("/nieuws/een-vergissing"); !strings.Contains(string(r.Body), "Dit bericht was niet juist.") {
		t.Errorf("what was withdrawn answers %d without saying why", r.Status)
	}
	if rows := string(
		staff.Get("/beheer/import/1/geweigerd.csv").Want(http.StatusOK).Body,
	); !strings.Contains(rows, "geen adres") {
		t.Errorf("the refused rows are\n%s", rows)
	}
	if v, err := p.DB().VerifyAudit(t.Context(), ""); err != nil || v.Entries < 50 {
		t.Errorf("the audit has %d entries: %v", v.Entries, err)
	}
}

func look(t *testing.T, c *testkit.Client, all []seen) {
	t.Helper()
	for _, one := range all {
		r := c.Get(one.path)
		if r.Status != http.StatusOK {
			t.Errorf("%s answers %d", one.path, r.Status)
			continue
		}
		text := strings.Join(strings.Fields(strings.ReplaceAll(r.Page().Text(), "\u00ad", "")), " ")
		for _, word := range one.words {
			if !strings.Contains(text, word) {
				t.Errorf("%s lacks %q:\n%s", one.path, word, text)
			}
		}
	}
}
