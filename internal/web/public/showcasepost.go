package public

import (
	"samenspraak/internal/web/page"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// ShowcasePublished is every part of what the authority publishes.
type ShowcasePublished struct {
	SideIndex   page.SideIndex
	FAQSearch   page.FAQSearch
	FAQ         []page.FAQGroup
	Signatories []string
	Quote       page.Quote
	Source      page.Source
}

// ShowcaseWriting is every part with which it is written.
type ShowcaseWriting struct {
	Form       page.EditorForm
	State      page.EditorState
	Editor     page.Editor
	Wrong      page.Editor
	Checklist  []page.ChecklistItem
	Difference page.DiffView
	Preview    page.Preview
}

func showcasePublished(lang i18n.Lang) ShowcasePublished {
	changed := i18n.Date(lang, showcaseNow)
	return ShowcasePublished{
		SideIndex: page.SideIndex{Title: "Thema’s", Items: []page.SideIndexItem{
			{Text: "Alle vragen", Count: "27", Href: "#vragen", Current: true},
			{Text: "Instromen en contracten", Count: "2", Href: "#v-instromen"},
			{Text: "Samenwerken in een samenwerkingsverband in oprichting", Count: "1", Href: "#v-samenwerken"},
			{Text: "Zonder aantal", Href: "#vragen"},
		}},
		FAQSearch: page.FAQSearch{
			ID: "vraag-zoek", Action: address.StaffShowcase, Name: "q",
			Keep: []page.Hidden{{Name: "soort", Value: "vraag"}},
			Hint: "Typ een woord, bijvoorbeeld: instromen, tarief, penvoerder", Summary: "3 vragen in 2 thema’s",
		},
		FAQ: []page.FAQGroup{
			{ID: "v-instromen", Title: "Instromen en contracten", Lead: "Wie er later bij wil, en wie door wil.",
				Items: []page.FAQItem{
					{ID: "v-2027", Question: "Kan ik in 2027 nog instromen in een lopend contract?", Open: true,
						Href: "#v-2027", Changed: changed,
						Answer: page.Markdown("Ja, voor ambulante hulp. U kunt instromen op twee vaste momenten: " +
							"1 april en 1 oktober.\n\nHet eerstvolgende moment is **donderdag 1 april 2027**. " +
							"Lees ook: [de bijeenkomsten](/bijeenkomsten)."),
						Files: []page.Attachment{
							page.NewAttachment(
								lang, "Aanmeldformulier instromen", "#v-2027", "pdf", 120_000, time.Time{},
							),
						}},
					{ID: "v-verlengen", Question: "Wordt mijn contract voor begeleiding nog een keer verlengd?",
						Href: "#v-verlengen", Changed: changed,
						Answer: page.Markdown("Ja, met één jaar, onder dezelfde voorwaarden.")},
				}},
			{ID: "v-samenwerken", Title: "Samenwerken en combinaties", Items: []page.FAQItem{
				{ID: "v-lang",
					Question: "Wij zijn een samenwerkingsverband in oprichting zonder KvK-nummer " +
						"en met een penvoerder buiten de regio. Kunnen wij ons toch al inschrijven " +
						"voor de dialoogronde?",
					Href: "#v-lang", Answer: page.Markdown("Ja. Het KvK-nummer mag later.")},
			}},
		},
		Signatories: []string{
			"Aldermeer", "Brinkeroord", "Elzendam", "Groot-Reeuwland", "IJsseloord", "Lommerdijk", "Sint-Joriswoude",
			"’t Waalhof",
		},
		Quote: page.Quote{Paragraphs: []string{
			"“Een mentor hoeft geen hulpverlener te zijn. Maar hij moet wel weten wie hij kan bellen.”",
		},
			By: "Joost Verhaeghe-Smit, wethouder Jeugd in Lommerdijk"},
		Source: page.Source{
			Address: "https://praat.merenland.example" + address.StaffShowcase, Date: "Bericht geplaatst op " + changed,
		},
	}
}

const showcaseDraft = `## Waarom met scholen

In Merenland gaan 41.000 kinderen naar school. Dat moet **anders**.

> Een mentor hoeft geen hulpverlener te zijn. Maar hij moet wel weten wie hij kan bellen.
> -- Joost Verhaeghe-Smit, wethouder Jeugd in Lommerdijk
`

func showcaseWriting(lang i18n.Lang) ShowcaseWriting {
	var problems consult.Problems
	problems.Add("antwoord", "part.showcase.theme")
	f := page.NewFields(lang, problems).Prefixed("schrijf")
	hint := func(lang i18n.Lang, f *page.Field) { f.Hint = "Sleep bestanden hierheen of plak ze." }
	w := ShowcaseWriting{
		Form: page.EditorForm{Files: address.StaffShowcase, SignIn: address.SignIn, Preview: "voorbeeld-bladzijde"},
		State: page.EditorState{
			Text: i18n.T(lang, "part.showcase.saved"), Others: "Ook bezig met deze tekst: Noor Haddad, sinds 10.52 uur",
		},
		Editor: page.NewEditor(f.Area("tekst", "", showcaseDraft, page.LabelText("Tekst"), hint)),
		Wrong:  page.NewEditor(f.Area("antwoord", "", "", page.LabelText("Antwoord"))),
		Checklist: []page.ChecklistItem{
			{Kind: page.Bad, Title: "bijlage ontbreekt",
				Text:   "De tekst noemt “gespreksvragen voor scholen”, maar er is geen bestand.",
				Button: &page.Button{Text: "Voeg toe", Href: "#schrijven", Small: true}},
			{Kind: page.Bad, Title: "linktekst “hier” zegt niets", Text: "Regel 5. Zeg waar de link heen gaat."},
			{Kind: page.Plain, Title: "1 lange zin", Text: "De inleiding telt een zin van 36 woorden. Streef naar 15.",
				Button: &page.Button{Text: "Ga erheen", About: "lange zin", Href: "#schrijf-tekst", Small: true}},
			{Kind: page.OK, Title: "Koppen, aanspreekvorm en datums zijn in orde"},
			{Kind: page.OK, Title: "Alle afbeeldingen hebben een beschrijving", Text: "2 afbeeldingen"},
		},
		Difference: page.DiffView{Pieces: []page.DiffPiece{
			{Op: page.DiffSame, Text: "Aanmelden kan tot "}, {Op: page.DiffOld, Text: "12 november"},
			{Op: page.DiffNew, Text: "en met maandag 16 november 2026, 23.59 uur"},
			{Op: page.DiffSame, Text: ".\n\nDe bijeenkomst is in De Zilte Schuur"},
			{Op: page.DiffNew, Text: ", Elzendam"}, {Op: page.DiffSame, Text: "."},
		}},
		Preview: page.Preview{Title: "Voorbeeld", Page: "voorbeeld-bladzijde", Whole: address.Meetings},
	}
	w.Editor.Pictures, w.Editor.Files = ".png,.jpg", ".pdf,.docx,.xlsx"
	return w
}
