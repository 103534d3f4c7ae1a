package public

import (
	"html/template"
	"net/http"
	"samenspraak/internal/web/page"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// ShowcaseView is every part in every state, around an invented now.
type ShowcaseView struct {
	Buttons, SmallButtons []page.Button
	Statuses              []page.Status
	Deadlines             []*page.Deadline
	Dues                  []*page.Due
	Dates                 []*page.DateBlock
	Facts                 []page.Fact
	Notices               []page.Notice
	Toast                 page.Toast
	Errors                *page.ErrorSummary
	Fields                []page.Field
	Choice, Pairs         page.Choice
	Instead               []page.ChoiceOption
	Listing, PlainListing page.Listing
	Attachments           []page.Attachment
	Tabs                  page.Tabs
	Filter                page.Filter
	Chips                 page.Chips
	Columns               []page.Column
	Picks                 []page.Pick
	Bulk                  page.BulkBar
	Pager, BackAndForth   *page.Pager
	Stats                 []page.Stat
	Chart                 *page.Bars
	Planner               []page.PlannerItem
	Tallies               []page.Tally
	Folds                 []page.Fold
	Preview               page.Preview
	Empty                 page.Empty
	Prose                 template.HTML
	Published             ShowcasePublished
	Writing               ShowcaseWriting
}

var showcasePage = page.New[ShowcaseView]("staff/bouwstenen.html", page.Staff)

// RenderShowcase answers with the page of all parts. Only the demo mounts it.
func RenderShowcase(c echo.Context) error {
	head := page.Head{Title: "Bouwstenen", Crumbs: []page.Crumb{
		{Text: "Beheer", Href: address.StaffHome}, {Text: "Bouwstenen"},
	}, Scripts: []string{"editor.js", "faq.js"}}
	return showcasePage.Render(c, http.StatusOK, head, Showcase(page.FrameOf(c).Language()))
}

// showcaseNow is Wednesday 4 November 2026, 10.14 in the Netherlands.
var showcaseNow = time.Date(2026, time.November, 4, 9, 14, 0, 0, time.UTC)

// Showcase fills the view in a language. Dates follow the language; the
// invented content is Dutch.
func Showcase(lang i18n.Lang) ShowcaseView {
	v := ShowcaseView{
		Prose: page.Markdown(showcaseText),
		Toast: page.Toast{
			Text: "Uitnodiging van Femke van der Horst ingetrokken",
			Link: &page.Link{Text: "Maak ongedaan", Href: "#meldingen"},
		},
		Empty: page.Empty{
			Title: "Nog geen genodigden", Text: "Kies een groep, bekijk de lijst en stuur daarna de uitnodiging.",
			Button: &page.Button{Text: "Kies wie u uitnodigt", Href: "#leeg", Primary: true},
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
		d := page.NewDeadline(lang, at, now)
		d.ID = "termijn-" + string(rune('a'+i))
		d.Title += [...]string{"", ", vandaag nog", ", nu nog", ""}[i]
		v.Deadlines = append(v.Deadlines, d)
	}
	v.Deadlines[0].More = []page.Line{
		{Text: "Gebruik de link in uw uitnodiging.", Link: &page.Link{
			Text: "Mail kwijt? Vraag een nieuwe link aan", Href: address.Mine,
		}},
	}
	v.Deadlines[3].More = []page.Line{
		{
			Text: "Wij kregen van u geen antwoord.",
			Link: &page.Link{Text: "Vraag een plek op de wachtlijst", Href: "#termijnen"},
		},
	}
	for _, days := range []int{2, 22, -1} {
		v.Dues = append(v.Dues, page.NewDue(lang, now.AddDate(0, 0, days), now))
	}
	at := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 15, 0, 0, 0, i18n.Zone())
	}
	v.Dates = []*page.DateBlock{
		page.NewDateBlock(lang, at(2026, 11, 26), time.Time{}, now),
		page.NewDateBlock(lang, at(2027, 1, 28), time.Time{}, now),
		page.NewDateBlock(lang, at(2026, 10, 15), time.Time{}, now),
		page.NewDateBlock(lang, at(2027, 2, 15), at(2027, 2, 19), now),
		page.NewDateBlock(lang, at(2026, 11, 30), at(2026, 12, 2), now),
	}
}

func showcaseWords(v *ShowcaseView) {
	v.Buttons = []page.Button{
		{Text: "Bewaar", Primary: true}, {Text: "Bekijk"}, {Text: "Trek uitnodiging in", Danger: true},
		{Text: "Sla over", Quiet: true}, {Text: "Zet klaar", Primary: true, Disabled: true},
		{Text: "Zet in mijn agenda", Icon: "calendar", Href: "#knoppen"},
	}
	v.SmallButtons = []page.Button{
		{Text: "Herinner", About: "Dirkje ten Brinke", Icon: "mail", Primary: true, Small: true},
		{Text: "Voeg toe", Small: true},
	}
	v.Statuses = []page.Status{
		{Kind: page.OK, Text: "Ja"}, {Kind: page.Info, Icon: "video", Text: "Online"},
		{Kind: page.Open, Text: "Geen antwoord"},
		{Kind: page.Bad, Text: "Niet bezorgd"}, {Icon: "swap", Text: "Vervanger"},
		{Kind: page.Plain, Icon: "lock", Text: "Ingetrokken"},
	}
	v.Facts = []page.Fact{
		{Term: "Wanneer", Lines: []string{"donderdag 26 november 2026", "15.00 – 17.00 uur"}, Notes: []page.Line{
			{Text: "Inloop vanaf 14.30 uur.", Link: &page.Link{Text: "Zet in uw agenda", Href: "#weetjes"}},
		}},
		{Term: "Waar", Lines: []string{"De Zilte Schuur, Elzendam"}, Notes: page.Lines("Havenplein 3, of online")},
		{Term: "Namens", Lines: []string{"de acht gemeenten van Merenland"}},
	}
	v.Notices = []page.Notice{
		{Kind: page.OK, Title: "Uw antwoord is genoteerd", Lines: page.Lines("Wij stuurden een bevestiging.")},
		{Kind: page.Info, Title: "U antwoordt namens combinatie De Brug, Kompas en Noordster",
			Lines: page.Lines("Uw collega’s zien dit antwoord ook.")},
		{
			Kind: page.Plain, Title: "Deze bijeenkomst is nog niet openbaar",
			Lines: page.Lines("Alleen medewerkers zien haar."),
		},
		{Kind: page.Bad, Title: "Verzenden lukte niet", Lines: []page.Line{
			{Text: "De mailserver gaf geen antwoord. Wij proberen het over vijf minuten opnieuw.",
				Link: &page.Link{Text: "Bekijk de mail", Href: "#meldingen"}},
		}},
	}
	v.Stats = []page.Stat{
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
	f := page.NewFields(lang, problems).Prefixed("veld")
	themes := []page.Option{
		{Value: "wonen", Text: "Dichtbij wonen"},
		{Value: "plan", Text: "Eén plan per gezin", Note: "ook als er meer gezinnen zijn"},
		{Value: "tarief", Text: "Eerlijk tarief"},
	}
	towns := []page.Option{{Value: "ij", Text: "IJsseloord"}, {Value: "wa", Text: "’t Waalhof"}}
	text := func(label, hint string) page.FieldOption {
		return func(lang i18n.Lang, f *page.Field) { f.Label, f.Hint = label, hint }
	}
	v.Fields = []page.Field{
		f.Text("organisatie", "",
			"Stichting Samenwerkende Praktijken voor Kinder- en Jeugdpsychologie Merenland en Omstreken",
			text("Organisatie", "Zoals in het handelsregister.")),
		f.Text("mail", "", "zoe@", text("E-mailadres", "Hier sturen wij het antwoord naartoe."), page.Type("email"),
			page.Autocomplete("email")),
		f.Text("dag", "", "2026-11-16", text("Uiterste dag van antwoord", ""), page.Type("date")),
		f.Text("code", "", "", text("Code van zes cijfers", "U mag de code plakken."), page.Code(),
			page.InputMode("numeric"),
			page.Autocomplete("one-time-code"), page.Max(7)),
		f.Select("gemeente", "", "wa", towns, text("Gemeente", "")),
		f.Area("nodig", "", "Ringleiding.\nEn een plek vooraan.",
			text("Wat moeten wij weten?", "Wij wissen dit acht weken na de bijeenkomst."), page.Optional(),
			page.Max(500)),
		f.Checks("thema", "", []string{"plan"}, themes, text("Thema’s", "Kies er een of meer."), page.Columns()),
		f.Radios("tafel", "", "wonen", themes, text("Aan welke tafel wilt u meepraten?", ""), page.Optional()),
		f.Check("akkoord", "", false, text("Ik antwoord namens mijn organisatie", "Uw collega’s krijgen bericht.")),
		f.File("lijst", "", text("Lijst met contactpersonen", "Een csv- of xlsx-bestand, ten hoogste 5 MB."),
			page.Accept(".csv,.xlsx")),
	}
	v.Errors = f.Summary()
	v.Errors.Focus = false
}

func showcaseChoice(v *ShowcaseView) {
	v.Choice = page.Choice{Legend: "Uw antwoord", Options: []page.ChoiceOption{
		{Name: "antwoord", Value: "ja", Icon: "check", Text: "Ja, ik kom", First: true},
		{Name: "antwoord", Value: "online", Icon: "video", Text: "Ik doe online mee", Note: "Dit is uw antwoord nu",
			Current: true},
		{Name: "antwoord", Value: "vervanger", Icon: "swap", Text: "Ik stuur een collega"},
		{Name: "antwoord", Value: "nee", Icon: "cross", Text: "Nee, ik kan niet"},
	}}
	v.Pairs = v.Choice
	v.Pairs.Legend, v.Pairs.HideLegend, v.Pairs.Pairs = "Uw nieuwe antwoord", true, true
	v.Instead = []page.ChoiceOption{
		{Href: address.Meetings, Icon: "list", Text: "Bekijk de andere bijeenkomsten",
			Note: "Er staan er nog vier gepland.", First: true},
		{Href: page.Tel("088 000 12 34"), Icon: "user", Text: "Bel Daan Ijpelaar",
			Note: "088 000 12 34, op werkdagen van 9.00 – 17.00 uur"},
	}
}

func showcaseList(lang i18n.Lang, v *ShowcaseView) {
	v.Listing = page.Listing{Side: true, Items: []page.ListingItem{
		{Date: v.Dates[0], Href: "#lijst", Title: "Consultatiebijeenkomst jeugdhulp 2028",
			Text: "Wij bespreken de uitgangspunten en horen graag uw ideeën.", Due: v.Dues[0],
			Meta: []page.Meta{
				{Icon: "clock", Text: "15.00 – 17.00 uur"}, {Icon: "pin", Text: "De Zilte Schuur, Elzendam, of online"},
				{Icon: "mail", Text: "Op uitnodiging"},
			}},
		{Date: v.Dates[1], Href: "#lijst", Title: "Kick-off dialoogfase, perceel 1: wonen en verblijf",
			Moved: "donderdag 14 januari 2027", Due: v.Dues[1],
			Meta: []page.Meta{{Icon: "pin", Text: "Gemeentehuis IJsseloord"}}},
		{Date: v.Dates[2], Href: "#lijst", Title: "Gespreksronde vrijgevestigden", Meta: []page.Meta{
			{Icon: "users", Text: "31 deelnemers"}, {Icon: "file", Text: "Verslag en presentatie"},
		}},
		{Date: v.Dates[3], Href: "#lijst", Title: "Gespreksweek vrijgevestigden", Status: &page.Status{
			Kind: page.Bad, Text: "Gaat niet door",
		}},
	}}
	v.PlainListing = page.Listing{
		Plain: true, Items: []page.ListingItem{
			{Href: "#lijst", Title: "Verslag gespreksronde vrijgevestigden",
				Text: "31 praktijken spraken over administratie en tarieven."},
		},
	}
	v.Attachments = []page.Attachment{
		page.NewAttachment(lang, "Uitgangspunten jeugdhulp 2028", "#bijlagen", "pdf", 1_200_000, time.Time{}),
		page.NewAttachment(lang, "Gespreksvragen per thematafel", "#bijlagen", "pdf", 96_000, showcaseNow),
		{Name: "Gespreksvragen voor scholen"},
	}
	v.Tabs = page.Tabs{
		Label: "Deze bijeenkomst", Items: []page.Tab{
			{Text: "Overzicht", Href: "#tabs"}, {Text: "Genodigden", Count: "412", Href: "#tabs", Current: true},
			{Text: "Mail", Count: "3", Href: "#tabs"},
		},
	}
	f := page.NewFields(lang, nil).Prefixed("filter")
	name := func(label string) page.FieldOption { return page.LabelText(label) }
	v.Filter = page.Filter{Label: "In de genodigden", Action: "#tabel",
		Keep: []page.Hidden{{Name: page.SortBy, Value: "naam"}}, Fields: []page.Field{
			f.Text("wie", "", "", name("Naam of organisatie"), page.Type("search"), page.Wide()),
			f.Select("antwoord", "", "", []page.Option{{Text: "Alle"}, {Value: "geen", Text: "Geen antwoord"}},
				name("Antwoord")),
		}}
	v.Chips = page.Chips{
		Label: "Bewaarde filters", Items: []page.Chip{
			{Text: "Alle", Count: "412", Href: "#tabel", Current: true},
			{Text: "Geen antwoord", Count: "123", Href: "#tabel"}, {Text: "Aanbieder", Href: "#tabel", Removes: true},
		},
	}
	sorting := page.Sorting{Path: address.StaffShowcase, By: "naam"}
	v.Columns = []page.Column{
		sorting.Column("Naam", "naam"), sorting.Column("Organisatie", "organisatie"), {Text: "Antwoord"},
		{Text: "Plaatsen", Number: true}, {Text: "Actie", Hidden: true},
	}
	v.Picks = []page.Pick{
		{Label: "Kies Noor van ’t Hoff-de Ruijter", Name: "kies", Value: "1", Checked: false},
		{Label: "Kies IJsbrand van Doorn", Name: "kies", Value: "2", Checked: true},
	}
	v.Bulk = page.BulkBar{Text: "Met de gekozen mensen:", All: &page.Link{Text: "Kies alle 412", Href: "#tabel"},
		Buttons: []page.Button{
			{Text: "Stuur herinnering", Icon: "mail", Name: "doe", Value: "herinner", Small: true, Primary: true},
			{Text: "Trek uitnodiging in", Name: "doe", Value: "trek-in", Small: true, Danger: true, End: true},
		}}
	v.Pager = &page.Pager{
		Summary: "26 tot en met 50 van 412", Prev: "#tabel", Next: "#tabel", Pages: []page.PageNumber{
			{Text: "1", Href: "#tabel"}, {Text: "2", Current: true}, {Text: "3", Href: "#tabel"}, {},
			{Text: "17", Href: "#tabel"},
		},
	}
	v.BackAndForth = &page.Pager{
		Label: "Bladzijden van een lange lijst", Summary: "Meer dan 1.000 regels", Next: "#tabel",
	}
	v.Chart = page.NewBars(lang, "soorten", "Antwoorden naar soort organisatie", "Soort",
		[]string{"Ja, zaal", "Online", "Nee", "Geen antwoord"}, []page.BarRow{
			{Text: "Aanbieders", Counts: []int{68, 17, 16, 37}},
			{Text: "Vrijgevestigden", Counts: []int{29, 24, 22, 46}},
			{Text: "Samenwerkingsverbanden onderwijs", Href: "#cijfers", Counts: []int{12, 6, 5, 9}},
			{Text: "Cliëntenraden", Counts: []int{0, 0, 0, 0}},
		})
}

func showcaseMail(v *ShowcaseView) {
	v.Planner = []page.PlannerItem{
		{When: "maandag 12 oktober 2026, 9.00 uur", Title: "Uitnodiging", Note: "Naar 412 mensen, 403 bezorgd",
			Status: page.Status{Kind: page.OK, Text: "Verstuurd"}},
		{When: "maandag 9 november 2026, 9.00 uur", Title: "Herinnering", Href: "#mail",
			Note: "Zeven dagen voor de uiterste datum", Status: page.Status{Kind: page.Info, Text: "Gepland"},
			Now: true},
		{When: "woensdag 25 november 2026, 12.00 uur", Title: "Route en onlinelink", Status: page.Status{
			Kind: page.Open, Icon: "edit", Text: "Concept",
		}},
	}
	v.Tallies = []page.Tally{
		{Count: "97", Text: "mensen krijgen deze mail"}, {Count: "315", Text: "mensen krijgen hem niet"},
	}
	v.Folds = []page.Fold{
		{Title: "Wie wel", Count: "97", Open: true, Items: []page.FoldItem{
			{Text: "Anne-Fleur van der Meulen-IJzerman", Note: page.Line{Text: "De Rietkraag jeugdhulp"}},
			{Text: "Şirin Erdoğdu", Note: page.Line{Text: "Thuisbasis jeugdhulp"}},
			{Text: "en nog 95 mensen", Note: page.Line{Link: &page.Link{Text: "hele lijst", Href: "#mail"}}},
		}},
		{Title: "Adres werkt niet", Count: "9", Items: []page.FoldItem{
			{Text: "Wouter ’t Hart", Note: page.Line{Link: &page.Link{Text: "herstel adres", Href: "#mail"}}},
		}},
	}
	v.Preview = page.Preview{Title: "Mail aan Anne-Fleur van der Meulen-IJzerman", Prev: "#mail", Next: "#mail"}
}
