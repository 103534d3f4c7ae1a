package page

import (
	"html/template"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// ShowcaseView is every part in every state, around an invented now.
type ShowcaseView struct {
	Buttons, SmallButtons []Button
	Statuses              []Status
	Deadlines             []*Deadline
	Dues                  []*Due
	Dates                 []*DateBlock
	Facts                 []Fact
	Notices               []Notice
	Toast                 Toast
	Errors                *ErrorSummary
	Fields                []Field
	Choice, Pairs         Choice
	Instead               []ChoiceOption
	Listing, PlainListing Listing
	Attachments           []Attachment
	Tabs                  Tabs
	Filter                Filter
	Chips                 Chips
	Columns               []Column
	Picks                 []Pick
	Bulk                  BulkBar
	Pager, BackAndForth   *Pager
	Stats                 []Stat
	Chart                 *Bars
	Planner               []PlannerItem
	Tallies               []Tally
	Folds                 []Fold
	Preview               Preview
	Empty                 Empty
	Prose                 template.HTML
	Published             ShowcasePublished
	Writing               ShowcaseWriting
}

var showcasePage = New[ShowcaseView]("staff/bouwstenen.html", Staff)

// RenderShowcase answers with the page of all parts. Only the demo mounts it.
func RenderShowcase(c echo.Context) error {
	head := Head{Title: "Bouwstenen", Crumbs: []Crumb{
		{Text: "Beheer", Href: address.StaffHome}, {Text: "Bouwstenen"},
	}, Scripts: []string{"editor.js", "faq.js"}}
	return showcasePage.Render(c, http.StatusOK, head, Showcase(FrameOf(c).lang()))
}

// showcaseNow is Wednesday 4 November 2026, 10.14 in the Netherlands.
var showcaseNow = time.Date(2026, time.November, 4, 9, 14, 0, 0, time.UTC)

// Showcase fills the view in a language. Dates follow the language; the
// invented content is Dutch.
func Showcase(lang i18n.Lang) ShowcaseView {
	v := ShowcaseView{
		Prose: Markdown(showcaseText),
		Toast: Toast{
			Text: "Uitnodiging van Femke van der Horst ingetrokken",
			Link: &Link{Text: "Maak ongedaan", Href: "#meldingen"},
		},
		Empty: Empty{
			Title: "Nog geen genodigden", Text: "Kies een groep, bekijk de lijst en stuur daarna de uitnodiging.",
			Button: &Button{Text: "Kies wie u uitnodigt", Href: "#leeg", Primary: true},
		},
	}
	showcaseDated(lang, &v)
	showcaseWords(&v)
	showcaseForm(lang, &v)
	showcaseChoice(&v)
	showcaseList(lang, &v)
	showcaseMail(&v)
	v.Published = showcasePublished(lang)
	v.Writing = showcaseWriting(lang)
	return v
}

const showcaseText = `## Wat staat vast
Vast staat: de acht gemeenten kopen **samen** in. Lees de [uitgangspunten](/bijeenkomsten)
of [het register](https://www.example.org/register).

1. Eerst horen wij u.
2. Daarna schrijven wij op wat wij ermee doen.

### Programma
| Tijd | Onderdeel |
|---|---|
| 15.00 uur | Welkom |
| 15.25 uur | Gesprek aan thematafels |

> Wat hier staat, is wat er komt.
`

func showcaseDated(lang i18n.Lang, v *ShowcaseView) {
	now := showcaseNow
	for i, at := range []time.Time{
		now.AddDate(0, 0, 12), now.Add(5 * time.Hour), now.Add(20 * time.Minute), now.AddDate(0, 0, -1),
	} {
		d := NewDeadline(lang, at, now)
		d.ID = "termijn-" + string(rune('a'+i))
		d.Title += [...]string{"", ", vandaag nog", ", nu nog", ""}[i]
		v.Deadlines = append(v.Deadlines, d)
	}
	v.Deadlines[0].More = []Line{
		{Text: "Gebruik de link in uw uitnodiging.", Link: &Link{
			"Mail kwijt? Vraag een nieuwe link aan", address.Mine,
		}},
	}
	v.Deadlines[3].More = []Line{
		{Text: "Wij kregen van u geen antwoord.", Link: &Link{"Vraag een plek op de wachtlijst", "#termijnen"}},
	}
	for _, days := range []int{2, 22, -1} {
		v.Dues = append(v.Dues, NewDue(lang, now.AddDate(0, 0, days), now))
	}
	at := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 15, 0, 0, 0, i18n.Zone())
	}
	v.Dates = []*DateBlock{
		NewDateBlock(lang, at(2026, 11, 26), time.Time{}, now), NewDateBlock(lang, at(2027, 1, 28), time.Time{}, now),
		NewDateBlock(lang, at(2026, 10, 15), time.Time{}, now),
		NewDateBlock(lang, at(2027, 2, 15), at(2027, 2, 19), now),
		NewDateBlock(lang, at(2026, 11, 30), at(2026, 12, 2), now),
	}
}

func showcaseWords(v *ShowcaseView) {
	v.Buttons = []Button{
		{Text: "Bewaar", Primary: true}, {Text: "Bekijk"}, {Text: "Trek uitnodiging in", Danger: true},
		{Text: "Sla over", Quiet: true}, {Text: "Zet klaar", Primary: true, Disabled: true},
		{Text: "Zet in mijn agenda", Icon: "calendar", Href: "#knoppen"},
	}
	v.SmallButtons = []Button{
		{Text: "Herinner", About: "Dirkje ten Brinke", Icon: "mail", Primary: true, Small: true},
		{Text: "Voeg toe", Small: true},
	}
	v.Statuses = []Status{
		{Kind: OK, Text: "Ja"}, {Kind: Info, Icon: "video", Text: "Online"}, {Kind: Open, Text: "Geen antwoord"},
		{Kind: Bad, Text: "Niet bezorgd"}, {Icon: "swap", Text: "Vervanger"},
		{Kind: Plain, Icon: "lock", Text: "Ingetrokken"},
	}
	v.Facts = []Fact{
		{Term: "Wanneer", Lines: []string{"donderdag 26 november 2026", "15.00 – 17.00 uur"}, Notes: []Line{
			{Text: "Inloop vanaf 14.30 uur.", Link: &Link{"Zet in uw agenda", "#weetjes"}},
		}},
		{Term: "Waar", Lines: []string{"De Zilte Schuur, Elzendam"}, Notes: Lines("Havenplein 3, of online")},
		{Term: "Namens", Lines: []string{"de acht gemeenten van Merenland"}},
	}
	v.Notices = []Notice{
		{Kind: OK, Title: "Uw antwoord is genoteerd", Lines: Lines("Wij stuurden een bevestiging.")},
		{Kind: Info, Title: "U antwoordt namens combinatie De Brug, Kompas en Noordster",
			Lines: Lines("Uw collega’s zien dit antwoord ook.")},
		{Kind: Plain, Title: "Deze bijeenkomst is nog niet openbaar", Lines: Lines("Alleen medewerkers zien haar.")},
		{Kind: Bad, Title: "Verzenden lukte niet", Lines: []Line{
			{Text: "De mailserver gaf geen antwoord. Wij proberen het over vijf minuten opnieuw.",
				Link: &Link{"Bekijk de mail", "#meldingen"}},
		}},
	}
	v.Stats = []Stat{
		{Term: "Antwoorden", Value: "289 van 412", Note: "70 procent"},
		{Term: "Zaal", Value: "166", Note: "van 180 plaatsen"},
		{Term: "Geen antwoord", Value: "123", Note: "sluit over 12 dagen", Due: true},
	}
}

func showcaseForm(lang i18n.Lang, v *ShowcaseView) {
	var problems consult.Problems
	problems.Add("mail", "part.showcase.mail")
	problems.Add("thema", "part.showcase.theme")
	problems.Add("akkoord", "part.showcase.agree")
	f := NewFields(lang, problems).Prefixed("veld")
	themes := []Option{
		{Value: "wonen", Text: "Dichtbij wonen"},
		{Value: "plan", Text: "Eén plan per gezin", Note: "ook als er meer gezinnen zijn"},
		{Value: "tarief", Text: "Eerlijk tarief"},
	}
	towns := []Option{{Value: "ij", Text: "IJsseloord"}, {Value: "wa", Text: "’t Waalhof"}}
	text := func(label, hint string) FieldOption {
		return func(lang i18n.Lang, f *Field) { f.Label, f.Hint = label, hint }
	}
	v.Fields = []Field{
		f.Text("organisatie", "",
			"Stichting Samenwerkende Praktijken voor Kinder- en Jeugdpsychologie Merenland en Omstreken",
			text("Organisatie", "Zoals in het handelsregister.")),
		f.Text("mail", "", "zoe@", text("E-mailadres", "Hier sturen wij het antwoord naartoe."), Type("email"),
			Autocomplete("email")),
		f.Text("dag", "", "2026-11-16", text("Uiterste dag van antwoord", ""), Type("date")),
		f.Text("code", "", "", text("Code van zes cijfers", "U mag de code plakken."), Code(), InputMode("numeric"),
			Autocomplete("one-time-code"), Max(7)),
		f.Select("gemeente", "", "wa", towns, text("Gemeente", "")),
		f.Area("nodig", "", "Ringleiding.\nEn een plek vooraan.",
			text("Wat moeten wij weten?", "Wij wissen dit acht weken na de bijeenkomst."), Optional(), Max(500)),
		f.Checks("thema", "", []string{"plan"}, themes, text("Thema’s", "Kies er een of meer."), Columns()),
		f.Radios("tafel", "", "wonen", themes, text("Aan welke tafel wilt u meepraten?", ""), Optional()),
		f.Check("akkoord", "", false, text("Ik antwoord namens mijn organisatie", "Uw collega’s krijgen bericht.")),
		f.File("lijst", "", text("Lijst met contactpersonen", "Een csv- of xlsx-bestand, ten hoogste 5 MB."),
			Accept(".csv,.xlsx")),
	}
	v.Errors = f.Summary()
	v.Errors.Focus = false
}

func showcaseChoice(v *ShowcaseView) {
	v.Choice = Choice{Legend: "Uw antwoord", Options: []ChoiceOption{
		{Name: "antwoord", Value: "ja", Icon: "check", Text: "Ja, ik kom", First: true},
		{Name: "antwoord", Value: "online", Icon: "video", Text: "Ik doe online mee", Note: "Dit is uw antwoord nu",
			Current: true},
		{Name: "antwoord", Value: "vervanger", Icon: "swap", Text: "Ik stuur een collega"},
		{Name: "antwoord", Value: "nee", Icon: "cross", Text: "Nee, ik kan niet"},
	}}
	v.Pairs = v.Choice
	v.Pairs.Legend, v.Pairs.HideLegend, v.Pairs.Pairs = "Uw nieuwe antwoord", true, true
	v.Instead = []ChoiceOption{
		{Href: address.Meetings, Icon: "list", Text: "Bekijk de andere bijeenkomsten",
			Note: "Er staan er nog vier gepland.", First: true},
		{Href: Tel("088 000 12 34"), Icon: "user", Text: "Bel Daan Ijpelaar",
			Note: "088 000 12 34, op werkdagen van 9.00 – 17.00 uur"},
	}
}

func showcaseList(lang i18n.Lang, v *ShowcaseView) {
	v.Listing = Listing{Side: true, Items: []ListingItem{
		{Date: v.Dates[0], Href: "#lijst", Title: "Consultatiebijeenkomst jeugdhulp 2028",
			Text: "Wij bespreken de uitgangspunten en horen graag uw ideeën.", Due: v.Dues[0],
			Meta: []Meta{
				{"clock", "15.00 – 17.00 uur"}, {"pin", "De Zilte Schuur, Elzendam, of online"},
				{"mail", "Op uitnodiging"},
			}},
		{Date: v.Dates[1], Href: "#lijst", Title: "Kick-off dialoogfase, perceel 1: wonen en verblijf",
			Moved: "donderdag 14 januari 2027", Due: v.Dues[1], Meta: []Meta{{"pin", "Gemeentehuis IJsseloord"}}},
		{Date: v.Dates[2], Href: "#lijst", Title: "Gespreksronde vrijgevestigden", Meta: []Meta{
			{"users", "31 deelnemers"}, {"file", "Verslag en presentatie"},
		}},
		{Date: v.Dates[3], Href: "#lijst", Title: "Gespreksweek vrijgevestigden", Status: &Status{
			Kind: Bad, Text: "Gaat niet door",
		}},
	}}
	v.PlainListing = Listing{
		Plain: true, Items: []ListingItem{
			{Href: "#lijst", Title: "Verslag gespreksronde vrijgevestigden",
				Text: "31 praktijken spraken over administratie en tarieven."},
		},
	}
	v.Attachments = []Attachment{
		NewAttachment(lang, "Uitgangspunten jeugdhulp 2028", "#bijlagen", "pdf", 1_200_000, time.Time{}),
		NewAttachment(lang, "Gespreksvragen per thematafel", "#bijlagen", "pdf", 96_000, showcaseNow),
		{Name: "Gespreksvragen voor scholen"},
	}
	v.Tabs = Tabs{
		Label: "Deze bijeenkomst", Items: []Tab{
			{Text: "Overzicht", Href: "#tabs"}, {Text: "Genodigden", Count: "412", Href: "#tabs", Current: true},
			{Text: "Mail", Count: "3", Href: "#tabs"},
		},
	}
	f := NewFields(lang, nil).Prefixed("filter")
	name := func(label string) FieldOption { return LabelText(label) }
	v.Filter = Filter{Label: "In de genodigden", Action: "#tabel", Keep: []Hidden{{SortBy, "naam"}}, Fields: []Field{
		f.Text("wie", "", "", name("Naam of organisatie"), Type("search"), Wide()),
		f.Select("antwoord", "", "", []Option{{Text: "Alle"}, {Value: "geen", Text: "Geen antwoord"}},
			name("Antwoord")),
	}}
	v.Chips = Chips{
		Label: "Bewaarde filters", Items: []Chip{
			{Text: "Alle", Count: "412", Href: "#tabel", Current: true},
			{Text: "Geen antwoord", Count: "123", Href: "#tabel"}, {Text: "Aanbieder", Href: "#tabel", Removes: true},
		},
	}
	sorting := Sorting{Path: address.StaffShowcase, By: "naam"}
	v.Columns = []Column{
		sorting.Column("Naam", "naam"), sorting.Column("Organisatie", "organisatie"), {Text: "Antwoord"},
		{Text: "Plaatsen", Number: true}, {Text: "Actie", Hidden: true},
	}
	v.Picks = []Pick{
		{"Kies Noor van ’t Hoff-de Ruijter", "kies", "1", false}, {"Kies IJsbrand van Doorn", "kies", "2", true},
	}
	v.Bulk = BulkBar{Text: "Met de gekozen mensen:", All: &Link{"Kies alle 412", "#tabel"}, Buttons: []Button{
		{Text: "Stuur herinnering", Icon: "mail", Name: "doe", Value: "herinner", Small: true, Primary: true},
		{Text: "Trek uitnodiging in", Name: "doe", Value: "trek-in", Small: true, Danger: true, End: true},
	}}
	v.Pager = &Pager{
		Summary: "26 tot en met 50 van 412", Prev: "#tabel", Next: "#tabel", Pages: []PageNumber{
			{Text: "1", Href: "#tabel"}, {Text: "2", Current: true}, {Text: "3", Href: "#tabel"}, {},
			{Text: "17", Href: "#tabel"},
		},
	}
	v.BackAndForth = &Pager{Label: "Bladzijden van een lange lijst", Summary: "Meer dan 1.000 regels", Next: "#tabel"}
	v.Chart = NewBars(lang, "soorten", "Antwoorden naar soort organisatie", "Soort",
		[]string{"Ja, zaal", "Online", "Nee", "Geen antwoord"}, []BarRow{
			{Text: "Aanbieders", Counts: []int{68, 17, 16, 37}},
			{Text: "Vrijgevestigden", Counts: []int{29, 24, 22, 46}},
			{Text: "Samenwerkingsverbanden onderwijs", Href: "#cijfers", Counts: []int{12, 6, 5, 9}},
			{Text: "Cliëntenraden", Counts: []int{0, 0, 0, 0}},
		})
}

func showcaseMail(v *ShowcaseView) {
	v.Planner = []PlannerItem{
		{When: "maandag 12 oktober 2026, 9.00 uur", Title: "Uitnodiging", Note: "Naar 412 mensen, 403 bezorgd",
			Status: Status{Kind: OK, Text: "Verstuurd"}},
		{When: "maandag 9 november 2026, 9.00 uur", Title: "Herinnering", Href: "#mail",
			Note: "Zeven dagen voor de uiterste datum", Status: Status{Kind: Info, Text: "Gepland"}, Now: true},
		{When: "woensdag 25 november 2026, 12.00 uur", Title: "Route en onlinelink", Status: Status{
			Kind: Open, Icon: "edit", Text: "Concept",
		}},
	}
	v.Tallies = []Tally{{"97", "mensen krijgen deze mail"}, {"315", "mensen krijgen hem niet"}}
	v.Folds = []Fold{
		{Title: "Wie wel", Count: "97", Open: true, Items: []FoldItem{
			{"Anne-Fleur van der Meulen-IJzerman", Line{Text: "De Rietkraag jeugdhulp"}},
			{"Şirin Erdoğdu", Line{Text: "Thuisbasis jeugdhulp"}},
			{"en nog 95 mensen", Line{Link: &Link{"hele lijst", "#mail"}}},
		}},
		{Title: "Adres werkt niet", Count: "9", Items: []FoldItem{
			{"Wouter ’t Hart", Line{Link: &Link{"herstel adres", "#mail"}}},
		}},
	}
	v.Preview = Preview{Title: "Mail aan Anne-Fleur van der Meulen-IJzerman", Prev: "#mail", Next: "#mail"}
}
