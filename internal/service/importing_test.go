package service_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/importing"
	"samenspraak/internal/service"
	"samenspraak/internal/sheet"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

const importHeader = "Naam organisatie;Soort;Gemeente;KvK-nummer;Labels;Contactpersoon;Functie;E-mailadres;Taal\r\n"

// draft sends a file and returns its trial with the columns as recognised.
func (w *directoryWorld) draft(data []byte) service.ImportTrial {
	w.Helper()
	id, err := w.svc.StartImport(w.ctx, w.editor, `C:\map\lijst.csv`, data)
	w.must(err)
	t, err := w.svc.TryImport(w.ctx, w.editor, id)
	w.must(err)
	return t
}

func (w *directoryWorld) take(t service.ImportTrial) int64 {
	w.Helper()
	id, err := w.svc.ConfirmImport(w.ctx, w.editor, t.ID, t.Fingerprint, i18n.Dutch)
	w.must(err)
	return id
}

func outcomes(t service.ImportTrial) []string {
	var all []string
	for _, l := range t.Plan.Lines {
		words := []string{fmt.Sprint(l.Line), string(l.Verdict)}
		for _, p := range slices.Concat(l.Problems, l.Notes) {
			words = append(words, p.Key)
		}
		all = append(all, strings.Join(words, " "))
	}
	return all
}

func TestImportOfHardBytes(t *testing.T) {
	text := importHeader +
		"combinatie De Brug, Kompas en Noordster;combinatie;Groot Reeuwland;01234567;wonen, ambulant;Noor van ’t Hoff-de Ruijter;;Noor@Brug.example;\r\n" +
		"\"Praktijk \"\"Óváry\"\"; kind & jeugd\";vrijgevestigde;’t Waalhof;;;Óváry, Ilse van der;psycholoog;ilse@ovary.example;en\r\n"
	windows, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	header := strings.Split(strings.TrimSpace(importHeader), ";")
	var book bytes.Buffer
	if err := sheet.WriteXLSX(&book, "Lijst", header, [][]string{
		{
			"combinatie De Brug, Kompas en Noordster", "combinatie", "Groot Reeuwland", "01234567", "wonen, ambulant",
			"Noor van ’t Hoff-de Ruijter", "", "Noor@Brug.example", "",
		},
		{
			`Praktijk "Óváry"; kind & jeugd`, "vrijgevestigde", "’t Waalhof", "", "", "Óváry, Ilse van der",
			"psycholoog", "ilse@ovary.example", "en",
		},
	}); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"windows-1252": []byte(windows), "utf-8 with a mark": []byte("\ufeff" + text),
		"commas": []byte(withCommas(text)), "xlsx": book.Bytes(),
	} {
		t.Run(name, func(t *testing.T) {
			w := newDirectoryWorld(t)
			trial := w.draft(data)
			if diff := cmp.Diff([]string{"2 both", "3 both"}, outcomes(trial)); diff != "" {
				t.Fatal(diff)
			}
			w.take(trial)
			organisations, err := w.svc.Organisations(w.ctx, w.editor, consult.OrganisationFilter{})
			w.must(err)
			want := []consult.OrganisationLine{
				{
					ID: 1, Type: consult.Consortium, Name: "combinatie De Brug, Kompas en Noordster",
					Municipality: "Groot-Reeuwland", KvK: "01234567", Tags: []string{"ambulant", "wonen"}, Contacts: 1,
				},
				{
					ID: 2, Type: consult.SolePractitioner, Name: `Praktijk "Óváry"; kind & jeugd`,
					Municipality: "’t Waalhof", Contacts: 1,
				},
			}
			if diff := cmp.Diff(want, organisations.Lines); diff != "" {
				t.Error(diff)
			}
			contacts, err := w.svc.Contacts(w.ctx, w.editor, consult.ContactFilter{})
			w.must(err)
			var names []string
			for _, c := range contacts.Lines {
				names = append(
					names,
					strings.Join(
						[]string{c.First, c.Infix, c.Last, c.Address, c.Canonical, c.JobTitle, c.Language}, "|",
					),
				)
			}
			wantNames := []string{
				"Noor|van ’t|Hoff-de Ruijter|Noor@brug.example|noor@brug.example||nl",
				"Ilse|van der|Óváry|ilse@ovary.example|ilse@ovary.example|psycholoog|en",
			}
			if diff := cmp.Diff(wantNames, names); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// withCommas is the same list as an English Excel writes it.
func withCommas(text string) string {
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(text), "\r\n") {
		table, err := sheet.Read([]byte("sep=;\n"+line), sheet.Limits{})
		if err != nil {
			panic(err)
		}
		cells := table.Rows[0]
		for i := range 9 {
			cell := ""
			if i < len(cells) {
				cell = cells[i]
			}
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

func TestImportVerdicts(t *testing.T) {
	w := newDirectoryWorld(t)
	riet := w.organisation("De Rietkraag", consult.Provider)
	w.contact(riet, "Daniëls", "zoe@rietkraag.example")
	trial := w.draft([]byte(importHeader +
		"Nieuw;aanbieder;;;;Jan van der Berg;;jan@nieuw.example;\n" +
		"De Rietkraag;;;;;Daniëls;;ZOE@rietkraag.example;\n" +
		"Stichting De Rietkraag;;;;;Piet Vries;;piet@rietkraag.example;\n" +
		"Fout adres;;;;;Piet Vries;;piet.rietkraag.example;\n" +
		"Fout soort;samenwerkingsverband;;;;;;;\n" +
		"Fout gemeente;GI;Groot-Reeuwlant;;;;;;\n" +
		"Voormalig;GI;Oud-Reeuw;;;;;;\n" +
		"Zonder nul;GI;;1234567;;;;;\n" +
		";GI;;;;Piet;;p@b.example;\n" +
		"Zonder adres;GI;;;;Piet Vries;;;\n" +
		"Zonder naam;GI;;;;;;info@naamloos.example;\n" +
		"Te breed;GI;;;;Piet;x;p@b.example;nl;extra\n" +
		"Taal;GI;;;;Piet;;t@b.example;fr\n" +
		"Nieuw;;;;;Jan van der Berg;;jan@nieuw.example;\n"))
	want := []string{
		"2 both", "3 there import.note.known", "4 contact import.note.joined", "5 refused contact.problem.address",
		"6 refused import.problem.type_ambiguous",
		"7 refused import.problem.municipality_meant", "8 refused import.problem.municipality_former",
		"9 refused organisation.problem.kvk_zero",
		"10 refused organisation.problem.name", "11 refused contact.problem.address_empty",
		"12 refused contact.problem.name", "13 refused import.problem.ragged",
		"14 refused import.problem.language", "15 there import.note.twice",
	}
	if diff := cmp.Diff(want, outcomes(trial)); diff != "" {
		t.Fatal(diff)
	}
	id := w.take(trial)
	one, err := w.svc.Import(w.ctx, w.editor, id)
	w.must(err)
	if one.FileName != "lijst.csv" || one.Organisations != 1 || one.Contacts != 2 || one.Refused != 10 {
		t.Errorf("%+v", one.Import)
	}
	rows, err := w.svc.ImportRefusal(w.ctx, w.editor, id)
	w.must(err)
	if len(rows) != 11 || rows[0][2] != "Naam organisatie" || rows[1][0] != "5" || rows[1][2] != "Fout adres" ||
		!strings.Contains(rows[1][1], "e-mailadres") {
		t.Errorf("%q", rows)
	}
	for _, row := range rows {
		if strings.Contains(strings.Join(row, ""), "⟦") {
			t.Errorf("a reason without words: %q", row)
		}
	}
	// What was refused can be mended in that file and sent again as it is.
	var file bytes.Buffer
	w.must(sheet.WriteCSV(&file, rows[0], rows[1:2]))
	again := w.draft(bytes.Replace(file.Bytes(), []byte("piet.rietkraag"), []byte("piet@rietkraag2"), 1))
	if diff := cmp.Diff([]string{"2 both"}, outcomes(again)); diff != "" {
		t.Error(diff)
	}
}

// Taking in twice, or after the directory changed, must not add anything that
// nobody saw.
func TestConfirmImport(t *testing.T) {
	w := newDirectoryWorld(t)
	trial := w.draft([]byte(importHeader + "Nieuw;GI;;;;Jan Berg;;jan@nieuw.example;\n"))
	w.organisation("Nieuw", consult.Provider)
	if _, err := w.svc.ConfirmImport(
		w.ctx, w.editor, trial.ID, trial.Fingerprint, i18n.Dutch,
	); !errors.Is(err, consult.ErrConflict) {
		t.Fatalf("took in something else than was shown: %v", err)
	}
	trial, err := w.svc.TryImport(w.ctx, w.editor, trial.ID)
	w.must(err)
	other := consult.Actor{Kind: consult.ByStaff, ID: w.admin.ID, Role: consult.Admin}
	if _, err := w.svc.ConfirmImport(
		w.ctx, other, trial.ID, trial.Fingerprint, i18n.Dutch,
	); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("somebody else's draft: %v", err)
	}
	w.take(trial)
	if _, err := w.svc.ConfirmImport(
		w.ctx, w.editor, trial.ID, trial.Fingerprint, i18n.Dutch,
	); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("taken in twice: %v", err)
	}
	trial = w.draft([]byte(importHeader + "Nieuw;GI;;;;Jan Berg;;jan@nieuw.example;\n"))
	if _, err := w.svc.ConfirmImport(
		w.ctx, w.editor, trial.ID, trial.Fingerprint, i18n.Dutch,
	); problemsOf(err) != "import.problem.nothing_new" {
		t.Errorf("took nothing in: %v", err)
	}
	if diff := cmp.Diff([]string{"organisation.added", "import.done"}, w.actions()); diff != "" {
		t.Error(diff)
	}
}

func TestImportAlikeChoice(t *testing.T) {
	w := newDirectoryWorld(t)
	w.organisation("De Rietkraag", consult.Provider)
	trial := w.draft([]byte("Organisatie;Naam;Mail\nRietkraag, de;Jan;j@b.example\nDe Rietkraag BV;Jan;j@b.example\n"))
	for choice, want := range map[importing.AlikeChoice][]string{
		importing.JoinAlike: {"2 both", "3 contact import.note.joined import.note.elsewhere"},
		importing.NewAlike:  {"2 both", "3 both import.note.alike import.note.elsewhere"},
		importing.SkipAlike: {"2 both", "3 refused import.problem.looks_like"},
	} {
		m := trial.Mapping
		m.Alike = choice
		w.must(w.svc.MapImport(w.ctx, w.editor, trial.ID, m))
		got, err := w.svc.TryImport(w.ctx, w.editor, trial.ID)
		w.must(err)
		if diff := cmp.Diff(want, outcomes(got)); diff != "" {
			t.Error(choice, diff)
		}
	}
	m := trial.Mapping
	m.Columns = m.Columns[:2]
	if err := w.svc.MapImport(w.ctx, w.editor, trial.ID, m); err == nil {
		t.Error("a mapping of another file was kept")
	}
}

func TestImportWithoutHeader(t *testing.T) {
	w := newDirectoryWorld(t)
	id, err := w.svc.StartImport(w.ctx, w.editor, "x.csv", []byte("Kompas;Jan van der Berg;jan@kompas.example\n"))
	w.must(err)
	if _, err := w.svc.TryImport(w.ctx, w.editor, id); problemsOf(err) != "columns import.problem.no_organisation" {
		t.Errorf("tried without columns: %v", err)
	}
	w.must(w.svc.MapImport(w.ctx, w.editor, id, importing.Mapping{
		Columns: []importing.Column{importing.ColumnOrganisation, importing.ColumnLast, importing.ColumnAddress},
		Type:    consult.CertifiedInstitution, Alike: importing.JoinAlike,
	}))
	trial, err := w.svc.TryImport(w.ctx, w.editor, id)
	w.must(err)
	if diff := cmp.Diff([]string{"1 both"}, outcomes(trial)); diff != "" {
		t.Fatal(diff)
	}
	if o := trial.Plan.New()[0]; o.Type != consult.CertifiedInstitution {
		t.Errorf("%+v", o)
	}
}

func TestBadFiles(t *testing.T) {
	w := newDirectoryWorld(t)
	for name, c := range map[string]struct{ data, want string }{
		"pdf":    {"%PDF-1.7", "file import.problem.format"},
		"empty":  {"\n;;\n", "file import.problem.nothing"},
		"quote":  {"a;b\n\"x;y\n", "file import.problem.quote"},
		"broken": {"PK\x03\x04zomaar", "file import.problem.unreadable"},
		"rows":   {strings.Repeat("a;b\n", 10_002), "file import.problem.rows"},
		"wide":   {strings.Repeat("a;", 101) + "\n", "file import.problem.wide"},
	} {
		if _, err := w.svc.StartImport(w.ctx, w.editor, "x", []byte(c.data)); problemsOf(err) != c.want {
			t.Errorf("%s: %s, want %s", name, problemsOf(err), c.want)
		}
	}
}

func TestUndoImport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := directoryWorldOn(t, db)
		riet := w.organisation("De Rietkraag", consult.Provider)
		file := []byte(
			importHeader +
				"Een;GI;;;x;Jan Een;;jan@een.example;\nTwee;GI;;;;Jan Twee;;jan@twee.example;\nDe Rietkraag;;;;;Jan Drie;;jan@drie.example;\nVier;GI;;;;;;;\n",
		)
		first := w.take(w.draft(file))
		w.must(w.svc.UndoImport(w.ctx, w.editor, first, false))
		if err := w.svc.UndoImport(w.ctx, w.editor, first, false); !errors.Is(err, consult.ErrConflict) {
			t.Errorf("undone twice: %v", err)
		}
		left, err := w.svc.Organisations(w.ctx, w.editor, consult.OrganisationFilter{Shelf: consult.Whole})
		w.must(err)
		if len(left.Lines) != 1 || left.Lines[0].ID != riet || left.Lines[0].Contacts != 0 || len(left.Tags) != 0 {
			t.Fatalf("the undone import left %+v %v", left.Lines, left.Tags)
		}

		second := w.take(w.draft(file))
		contacts, err := w.svc.Contacts(w.ctx, w.editor, consult.ContactFilter{Search: "jan@een"})
		w.must(err)
		changed := contacts.Lines[0].Contact
		changed.JobTitle = "directeur"
		w.must(w.svc.ChangeContact(w.ctx, w.editor, changed))
		if got := problemsOf(w.svc.UndoImport(w.ctx, w.editor, second, false)); got != "import.problem.used" {
			t.Errorf("what was used went along: %s", got)
		}
		page, err := w.svc.Import(w.ctx, w.editor, second)
		w.must(err)
		if !page.UndoneAt.IsZero() || len(page.Undo.Used) != 2 || len(page.Undo.Contacts) != 2 ||
			len(page.Undo.Organisations) != 2 {
			t.Errorf("a refused undo did something: %+v", page)
		}
		w.must(w.svc.UndoImport(w.ctx, w.editor, second, true))
		left, err = w.svc.Organisations(w.ctx, w.editor, consult.OrganisationFilter{Shelf: consult.Whole})
		w.must(err)
		if len(left.Lines) != 2 || left.Lines[1].Name != "Een" || left.Lines[1].Contacts != 1 {
			t.Errorf("%+v", left.Lines)
		}
		want := []string{
			"organisation.added", "import.done", "import.undone", "import.done", "contact.changed", "import.undone",
		}
		if diff := cmp.Diff(want, w.actions()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSweepImports(t *testing.T) {
	w := newDirectoryWorld(t)
	old := w.draft([]byte("Organisatie\nEen\n"))
	id := w.take(w.draft([]byte(importHeader + "Een;GI;;;;;;;\nFout;??;;;;;;;\n")))
	w.clock = w.clock.Add(24*time.Hour + time.Second)
	w.must(w.svc.SweepImports(w.ctx))
	if _, err := w.svc.TryImport(w.ctx, w.editor, old.ID); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("a draft of yesterday is still there: %v", err)
	}
	if _, err := w.svc.ImportRefusal(w.ctx, w.editor, id); err != nil {
		t.Errorf("refused rows went after a day: %v", err)
	}
	w.clock = w.clock.Add(30 * 24 * time.Hour)
	w.must(w.svc.SweepImports(w.ctx))
	if _, err := w.svc.ImportRefusal(w.ctx, w.editor, id); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("refused rows are still there: %v", err)
	}
}

// Ten thousand rows are read, tried and taken in, in a number of
// queries that does not grow with what is in the directory.
func TestImportOfTenThousand(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := directoryWorldOn(t, db)
		var b strings.Builder
		b.WriteString(importHeader)
		for i := range 10_000 {
			fmt.Fprintf(
				&b,
				"Praktijk %d;vrijgevestigde;Aldermeer;;wonen;Jan van der Berg-%d;psycholoog;jan%d@praktijk.example;nl\n", i/2, i, i,
			)
		}
		trial := w.draft([]byte(b.String()))
		ctx, n := store.Counting(w.ctx)
		if _, err := w.svc.TryImport(ctx, w.editor, trial.ID); err != nil {
			t.Fatal(err)
		}
		if n.Load() > 4 {
			t.Errorf("%d queries for a trial", n.Load())
		}
		id := w.take(trial)
		one, err := w.svc.Import(w.ctx, w.editor, id)
		w.must(err)
		if one.Organisations != 5_000 || one.Contacts != 10_000 || len(one.Undo.Contacts) != 10_000 {
			t.Errorf("%+v", one.Import)
		}
		w.must(w.svc.UndoImport(w.ctx, w.editor, id, false))
		left, err := w.svc.Contacts(w.ctx, w.editor, consult.ContactFilter{Shelf: consult.Whole, Limit: 1})
		w.must(err)
		if left.Total != 0 {
			t.Errorf("%d left", left.Total)
		}
	})
}

// Whatever a file holds, reading its rows ends with a table or a problem, and a
// row that is not refused has what the directory needs.
func FuzzImport(f *testing.F) {
	f.Add([]byte(importHeader + "Een;GI;;;x;Jan van der Een;;jan@een.example;\n"))
	f.Add([]byte("Organisatie;Naam;Mail\n\xff;Berg, van der;@\n"))
	f.Add([]byte("Organisatie\n\u200b\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		plan, err := service.ReadImport(data, time.Date(2026, 11, 4, 0, 0, 0, 0, time.UTC))
		if err != nil {
			var p consult.Problems
			if !errors.As(err, &p) {
				t.Fatalf("%v", err)
			}
			return
		}
		for _, l := range plan.Lines {
			if l.Verdict == importing.Refused {
				if len(l.Problems) == 0 {
					t.Fatalf("refused without a reason: %+v", l)
				}
				continue
			}
			if p := consult.CheckOrganisation(l.Organisation); len(p) > 0 {
				t.Fatalf("%+v: %v", l.Organisation, p)
			}
			if l.Contact.Canonical != "" && len(consult.CheckContact(l.Contact)) > 0 {
				t.Fatalf("%+v", l.Contact)
			}
		}
		if len(
			plan.Contacts(make([]int64, len(plan.New()))),
		) != plan.Count[importing.AddBoth]+plan.Count[importing.AddContact] {
			t.Fatal("the counts do not add up")
		}
	})
}
