package editorial_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/editorial"
	"samenspraak/internal/i18n"
	"samenspraak/internal/prose"
)

// clean is a post about which there is nothing to say.
func clean() editorial.PostUnderCheck {
	return editorial.PostUnderCheck{
		Kind: consult.News,
		Text: consult.PostText{
			Title: "Gemeenten bespreken uitgangspunten", Lead: "Zij praten er in het voorjaar over.", Body: "Tekst.",
			Language: "nl",
		},
		Register: []string{
			"Aldermeer", "Brinkeroord", "Elzendam", "Groot-Reeuwland", "IJsseloord", "Lommerdijk", "Sint-Joriswoude",
			"’t Waalhof", "Ee",
		},
		Shown: at("2016-02-10 00:00"), Release: at("2016-02-10 09:00"),
	}
}

// found are the findings as "key line: quote → suggestion", errors with "!".
func found(in editorial.PostUnderCheck) []string {
	in.Outline = prose.Outline(in.Text.Body)
	var lines []string
	for _, f := range editorial.CheckPost(in) {
		line := strings.TrimPrefix(f.Key, "check.")
		if f.Kind == editorial.FindingError {
			line = "!" + line
		}
		if f.Line > 0 {
			line += fmt.Sprint(" ", f.Line)
		}
		if f.Quote != "" {
			line += ": " + f.Quote
		}
		if f.Suggest != "" {
			line += " → " + f.Suggest
		}
		lines = append(lines, line)
	}
	return lines
}

type bodyRow struct {
	name, body string
	want       []string
}

// checkBodies tries texts in the place of a clean post's body.
func checkBodies(t *testing.T, base editorial.PostUnderCheck, rows []bodyRow) {
	t.Helper()
	for _, row := range rows {
		in := base
		in.Text.Body = row.body
		if diff := cmp.Diff(row.want, found(in)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
	}
}

func TestCheckParts(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(*editorial.PostUnderCheck)
		want   []string
	}{
		{"clean", func(*editorial.PostUnderCheck) {}, nil},
		{
			"no title and no body", func(in *editorial.PostUnderCheck) { in.Text.Title, in.Text.Body = " ", "\n" },
			[]string{"!title", "!body"},
		},
		{"a question without anything", func(in *editorial.PostUnderCheck) {
			in.Kind, in.Text.Title, in.Text.Body = consult.FAQ, "", ""
		}, []string{"!question", "!answer", "!theme"}},
		{"a question with its theme", func(in *editorial.PostUnderCheck) { in.Kind, in.ThemeID = consult.FAQ, 3 }, nil},
		{
			"a press release", func(in *editorial.PostUnderCheck) { in.Kind = consult.PressRelease },
			[]string{"!signatories", "press"},
		},
		{"a finished press release", func(in *editorial.PostUnderCheck) {
			in.Kind, in.Text.Signatories, in.Text.Press.Phone = consult.PressRelease, []consult.Signatory{
				{Name: "Elzendam"},
			}, "088 000 12 35"
		}, nil},
		{
			"another language", func(in *editorial.PostUnderCheck) { in.Text.Language = "de" },
			[]string{"!post.problem.language"},
		},
		{
			"a long title",
			func(in *editorial.PostUnderCheck) { in.Text.Title = strings.Repeat("a", consult.MaxPostTitle+1) },
			[]string{"!post.problem.long"},
		},
		{"a PDF of which nothing is known", func(in *editorial.PostUnderCheck) {
			in.Files = []consult.Attachment{{ID: 1, Title: "Plan", FileName: "plan.pdf", MediaType: "application/pdf"}}
		}, []string{"pdf_title: plan.pdf → Plan", "pdf_language: plan.pdf"}},
		{"other files", func(in *editorial.PostUnderCheck) {
			in.Files = []consult.Attachment{
				{ID: 1, FileName: "plan.odt", MediaType: "application/vnd.oasis.opendocument.text"},
				{
					ID: 2, FileName: "plan.pdf", MediaType: "application/pdf",
					FileFacts: consult.FileFacts{DocTitle: "Plan", DocLanguage: "nl-NL"},
				},
			}
		}, nil},
	} {
		in := clean()
		row.change(&in)
		if diff := cmp.Diff(row.want, found(in)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
	}
}

func TestCheckHeadings(t *testing.T) {
	checkBodies(t, clean(), []bodyRow{
		{"in order", "## A\n### B\n### C\n#### D\n## E", nil},
		{"all deep", "#### A\n#### B", nil},
		{"a level skipped", "# A\n### B\n## C", []string{"!heading_skips 2: ### B → ## B"}},
		{"begins too deep", "### A\n## B", []string{"!heading_begins 1: ### A → ## A"}},
		{"empty", "## A\n\n##\n\nTekst.", []string{"!heading_empty 3: ##"}},
	})
}

func TestCheckLinks(t *testing.T) {
	in := clean()
	in.Files = []consult.Attachment{{ID: 7, Title: "Uitgangspunten 2028", FileName: "u.odt"}}
	checkBodies(t, in, []bodyRow{
		{
			"words that say where",
			"[de uitgangspunten](/x) [hierdoor komt het](/y) [wie hier werkt](/z) [meer geld](/a) [info@merenland.example](mailto:info@merenland.example)", nil,
		},
		{"an e-mail address", "Mail info@merenland.example", nil},
		{
			"hier", "Lees het [hier](/x).\nOf [Kijk hier!](/y).",
			[]string{"!link_words 1: hier", "!link_words 2: Kijk hier!"},
		},
		{"of the same meaning",
			"[hier lezen](/x) [klik hier](/x) [lees meer](/x) [link](/x) [deze link](/x) [hier te vinden](/x) [**meer** informatie](/x)", []string{
				"!link_words 1: hier lezen", "!link_words 1: klik hier", "!link_words 1: lees meer",
				"!link_words 1: link",
				"!link_words 1: deze link", "!link_words 1: hier te vinden", "!link_words 1: meer informatie",
			}},
		{"hier, to a file", "[hier](/bestanden/7/u.odt)", []string{"!link_words 1: hier → Uitgangspunten 2028"}},
		{
			"English", "[here](/x) [read more](/x) [there is more to it](/x)",
			[]string{"!link_words 1: here", "!link_words 1: read more"},
		},
		{"bare", "Zie https://merenland.example/x\nof [www.merenland.example](https://www.merenland.example)",
			[]string{"!link_bare 1: https://merenland.example/x", "!link_bare 2: www.merenland.example"}},
		{"empty", "Zie [](/x)", []string{"!link_empty 1: /x"}},
		{
			"a picture in a link", "[![Een kaart van de regio](/bestanden/8/k.png)](/x)",
			[]string{"!picture_unknown 1: /bestanden/8/k.png"},
		},
		{"no file of this post", "[plan](/bestanden/8/plan.pdf)", []string{"!file_unknown 1: /bestanden/8/plan.pdf"}},
		{"markup", "Een <b>vet</b> woord\n\n<div>x</div>", []string{"markup 1", "markup 3"}},
	})
}

func TestCheckPictures(t *testing.T) {
	in := clean()
	in.Files = []consult.Attachment{
		{ID: 7, Title: "Wolk", FileName: "zaal.png", FileFacts: consult.FileFacts{Width: 4, Height: 3}},
		{ID: 8, FileName: "plan.odt"},
	}
	picture := func(alt, caption string) string { return fmt.Sprintf("![%s](/bestanden/7/zaal.png %q)", alt, caption) }
	checkBodies(t, in, []bodyRow{
		{"described", picture("Een zaal met dertig mensen in gesprek", "Kick-off"), nil},
		{"described as a photo", picture("Foto van een zaal vol mensen", "Kick-off"), nil},
		{"not described", picture("", "Kick-off"), []string{"!alt_missing 1: /bestanden/7/zaal.png"}},
		{"by its kind", picture("Afbeelding 3", "Kick-off"), []string{"!alt_words 1: Afbeelding 3"}},
		{"by a word", picture("een foto", ""), []string{"!alt_words 1: een foto"}},
		{"by its name", picture("zaal.png", ""), []string{"!alt_words 1: zaal.png"}},
		{"by the name it had", picture("Zaal", ""), []string{"!alt_words 1: Zaal"}},
		{"by the name of its camera", picture("IMG_2041.jpg", ""), []string{"!alt_words 1: IMG_2041.jpg"}},
		{"as its caption", picture("Kick-off", "kick-off"), []string{"!alt_words 1: Kick-off"}},
		{"not there",
			"![Een zaal](/bestanden/9/x.png)\n![Een zaal](https://elders.example/x.png)\n![Een zaal](/bestanden/8/plan.odt)", []string{
				"!picture_unknown 1: /bestanden/9/x.png", "!picture_unknown 2: https://elders.example/x.png",
				"!picture_unknown 3: /bestanden/8/plan.odt",
			}},
		{
			"words alone", picture("Woordenwolk van de kick-off", "Wat wij hoorden") + "\n\nDat was het.",
			[]string{"picture_table 1: Woordenwolk van de kick-off"},
		},
		{
			"words and a table",
			picture("Woordenwolk van de kick-off", "") + "\n\nWoorden:\n\n|woord|keer|\n|-|-|\n|samen|9|", nil,
		},
		{"words and a list", picture("Aantal kinderen", "Grafiek 1") + "\n\n- samen: 9", nil},
		{
			"a table before it", "|a|\n|-|\n\n" + picture("Een diagram van de fasen", ""),
			[]string{"picture_table 4: Een diagram van de fasen"},
		},
		{
			"a table of the next one", picture("Diagram A", "") + "\n\n" + picture("Diagram B", "") + "\n\n- b",
			[]string{"picture_table 1: Diagram A"},
		},
		{"a graphic designer", picture("De grafisch ontwerper aan het werk", ""), nil},
	})
}

func TestCheckAnnounced(t *testing.T) {
	checkBodies(t, clean(), []bodyRow{
		{
			"nothing said",
			"De bijlage van vorig jaar is vervallen. In de bijlage bij het contract staat meer. Zie bijlage 3 van de regeling.", nil,
		},
		{"a line", "Tekst.\n\nBijlage: uitgangspunten", []string{"!attachment_none 3: Bijlage: uitgangspunten"}},
		{"a list", "Bijlagen:\n- plan\n- [regels](/regels)", []string{"!attachment_none 2: plan"}},
		{
			"a title that is left hanging", "Bijlage:\n\nDe uitgangspunten van de regio:",
			[]string{"!attachment_none 3: De uitgangspunten van de regio:"},
		},
		{"a link", "Bijlage: [plan](/regels/plan)", nil},
		{"in a sentence", "Alles staat in de bijlage.\nDe bijlage bij dit bericht is lang. Zie bijlage.", []string{
			"!attachment_none 1: in de bijlage", "!attachment_none 2: De bijlage bij dit bericht",
			"!attachment_none 2: Zie bijlage",
		}},
		{"in a sentence with its link", "Het staat in de bijlage: [het plan](/regels/plan).", nil},
		{
			"in a sentence, about this text", "Zie de bijlage bij dit bericht.",
			[]string{"!attachment_none 1: Zie de bijlage"},
		},
	})
	one := clean()
	one.Files = []consult.Attachment{{ID: 7, Title: "Uitgangspunten", FileName: "u.odt"}}
	checkBodies(t, one, []bodyRow{
		{"the file is there", "Bijlage: uitgangspunten\n\nAlles staat in de bijlage.", nil},
		{"more said than there is", "Bijlage: a\nBijlage: b", []string{"!attachment_fewer"}},
		{"more said, one with a link", "Bijlage: a\nBijlage: [b](/regels/b)", nil},
		{
			"a title that is left hanging", "Bijlage: uitgangspunten:",
			[]string{"!attachment_open 1: Bijlage: uitgangspunten: → Bijlage: uitgangspunten"},
		},
		{"a title before its link", "Bijlage: uitgangspunten:\n[de uitgangspunten](/bestanden/7/u.odt)", nil},
	})
}

func TestCheckAddress(t *testing.T) {
	checkBodies(t, clean(), []bodyRow{
		{"u", "U kunt meedoen. Uw inbreng telt.", nil},
		{"neither", "De U-bocht en de u-vorm, en J. U. de Vries.", nil},
		{
			"both", "U kunt meedoen.\n\nLaat het ons weten als je komt.",
			[]string{"address_mixed 3: Laat het ons weten als je komt."},
		},
		{
			"both, in other forms", "Wij horen graag van jullie. Bedankt voor uw tijd.",
			[]string{"address_mixed 1: Wij horen graag van jullie."},
		},
		{"je", "Heb jij ideeën?", []string{"address_informal 1: Heb jij ideeën?"}},
		{
			"u, and je quoted",
			"Wat vindt u? Zij zei: “Je moet beginnen. Jij ook.” En: ‘Doe je ’t?’\n\n> Je moet beginnen.\n> -- Ans Veer, wethouder\n\nEn \"je\".", nil,
		},
		{"je after a quotation", "Zij zei: “Wij gaan door.” Doe je mee?", []string{"address_informal 1: Doe je mee?"}},
		{"words with je in them", "Een beetje, het jeugdplan en dat plannetje. U-vormig.", nil},
	})
	in := clean()
	in.Text.Lead = "Wil je meedoen?"
	in.Text.Body = "Meldt u zich aan."
	if diff := cmp.Diff([]string{"address_mixed: Wil je meedoen?"}, found(in)); diff != "" {
		t.Error(diff)
	}
	in.Text.Language = "en"
	if got := found(in); got != nil {
		t.Errorf("English: %v", got)
	}
}

func TestCheckSentences(t *testing.T) {
	long := "Zin " + strings.Repeat("woord ", 34) + "– einde."
	checkBodies(t, clean(), []bodyRow{
		{"just short enough", strings.Replace(long, "woord ", "", 1), nil},
		{"too long", "Kort.\n" + long, []string{"sentence_long 2: Zin" + strings.Repeat(" woord", 11) + " …"}},
		{"a list is not one sentence", strings.Repeat("- een paar woorden die volgen\n", 20), nil},
		{"a citizen's number", "Zijn nummer is 1234.56.782.", []string{"citizen_number 1: 1234.56.782"}},
		{"other numbers", "Bel 088 000 12 34. KvK 12345678. NL91 ABNA 0417 1643 00. Er waren 123456789 mensen.", nil},
	})
}

func TestCheckDates(t *testing.T) {
	checkBodies(t, clean(), []bodyRow{
		{"to come", "Op 14 maart 2016 vindt het overleg plaats. Op 10 februari zal er gepraat worden.", nil},
		{
			"looking back",
			"Op 14 maart 2015 vond het overleg plaats. Op 3 februari 2016 werd besloten dat er een plan zal komen.",
			nil,
		},
		{"a date and nothing to come", "Het besluit van 3 februari 2016 is bekend.", nil},
		{"past", "Tekst.\nOp 14 maart 2015 vindt het overleg plaats.", []string{"date_past 2: 14 maart 2015"}},
		{
			"past, without its year", "Op 3 februari wordt een bijeenkomst gehouden.",
			[]string{"date_past 1: 3 februari"},
		},
		{"in digits", "Het overleg op 14-03-2015 zal kort zijn.", []string{"date_past 1: 14-03-2015"}},
		{"a row of days", "De komende gesprekken zijn op 1-5 februari.", []string{"date_past 1: 1-5 februari"}},
		{"a row of days that is not over", "De komende gesprekken zijn op 8-12 februari.", nil},
		{"of two, one is to come", "De ronde start op 3 februari en zal tot 3 maart duren.", nil},
		{"early next year", "Op 14 augustus zal het er zijn. En op 30 januari niet.", nil},
		{"no such day", "Op 31 februari zal het niet gebeuren.", nil},
		{"quoted", "> Op 3 februari zal ik er zijn.\n> -- Ans Veer, wethouder", nil},
	})
	winter := clean()
	winter.Shown, winter.Release = at("2016-11-20 00:00"), at("2016-11-20 09:00")
	checkBodies(t, winter, []bodyRow{
		{"next year", "Op 14 maart zal het er zijn.", nil},
		{"this year", "Op 14 oktober zal het er zijn.", []string{"date_past 1: 14 oktober"}},
	})
	late := clean()
	late.Release = at("2016-03-15 00:00")
	checkBodies(
		t, late,
		[]bodyRow{
			{
				"past when it is released",
				"Op 14 maart vindt het overleg plaats. Op 15 maart vindt het feest plaats.",
				[]string{"date_past 1: 14 maart"},
			},
		},
	)
	english := clean()
	english.Text.Language = "en"
	checkBodies(
		t, english,
		[]bodyRow{{"English", "The talks on 3 February 2016 will be short.", []string{"date_past 1: 3 February 2016"}}},
	)
}

func TestCheckRepeated(t *testing.T) {
	in := clean()
	in.Kind, in.ThemeID = consult.FAQ, 1
	in.Others = []editorial.AnswerElsewhere{
		{
			Title: "Wat nu?", Path: "/veelgestelde-vragen/planning/wat-nu",
			Sentences: prose.Outline(
				"Nee. Wij nemen nu meer tijd om de nieuwe inkoop in te voeren. Dat is zo.",
			).Sentences,
		},
		{
			Title: "En dan?", Path: "/veelgestelde-vragen/planning/en-dan",
			Sentences: prose.Outline("Wij nemen nu meer tijd om de nieuwe inkoop in te voeren.").Sentences,
		},
	}
	const repeated = "Ja.\n\nWij nemen nu **meer** tijd, om de nieuwe inkoop in te voeren!"
	checkBodies(t, in, []bodyRow{
		{"short", "Dat is zo. Nee.", nil},
		{"another sentence", "Wij nemen nu minder tijd om de nieuwe tarieven in te voeren.", nil},
		{
			"one word is another, and they contradict each other",
			"Wij nemen nu minder tijd om de nieuwe inkoop in te voeren.",
			[]string{"answer_repeated 1: Wij nemen nu minder tijd om de nieuwe inkoop in te voeren."},
		},
		{
			"the same", repeated,
			[]string{"answer_repeated 3: Wij nemen nu meer tijd, om de nieuwe inkoop in te voeren!"},
		},
	})
	in.Text.Body, in.Outline = repeated, prose.Outline(repeated)
	got := editorial.CheckPost(in)
	if diff := cmp.Diff(
		[]any{"Title", "Wat nu?", "Path", "/veelgestelde-vragen/planning/wat-nu"}, got[0].Args,
	); diff != "" {
		t.Error(diff)
	}
}

func TestCheckQuotes(t *testing.T) {
	checkBodies(t, clean(), []bodyRow{
		{"name and role", "> Doe mee.\n> -- Ans Veer, wethouder", nil},
		{"name", "> Doe mee.\n> -- Ans Veer", []string{"quote_role 1: Ans Veer"}},
		{"nobody", "Tekst.\n\n> Doe mee.", []string{"quote_name 3: Doe mee."}},
	})
}

func TestCheckPlaces(t *testing.T) {
	checkBodies(t, clean(), []bodyRow{
		{"right", "Aldermeer, Groot-Reeuwland, ’t Waalhof, 't Waalhof, Elzendams beleid, de Elzendammers en Ee.", nil},
		{"other words", "De eerste elzen dammen. In Elzendam 3. Bij IJsseloord en De Waal.", nil},
		{"a hyphen missing", "In Groot Reeuwland en SintJoriswoude.",
			[]string{"place 1: Groot Reeuwland → Groot-Reeuwland", "place 1: SintJoriswoude → Sint-Joriswoude"}},
		{
			"a letter missing", "De gemeenten Aldemeer en Lommerdijk.\nNogmaals Aldemeer.",
			[]string{"place 1: Aldemeer → Aldermeer"},
		},
		{"a letter and a hyphen missing", "In Grotreeuwland.", []string{"place 1: Grotreeuwland → Groot-Reeuwland"}},
		{"in capitals", "GROOT-REEUWLAND en sint-joriswoude.", nil},
		{"an article", "In het Waalhof.", []string{"place 1: het Waalhof → ’t Waalhof"}},
		{"a short name", "In Ede en Eem.", nil},
	})
}

// Texts with the mistakes that were seen on the sites of other regions.
func TestCheckTraps(t *testing.T) {
	release := clean()
	release.Kind = consult.PressRelease
	release.Text.Signatories = []consult.Signatory{{Name: "Aldermeer"}, {Name: "Elzendam"}}
	release.Text.Press.Phone = "088 000 12 35"
	checkBodies(t, release,
		[]bodyRow{{"a joint press release",
			`Merenland begint dit jaar met een nieuwe inkoop. De gemeenten Aldermeer, Elzendan en
IJsseloord leggen de uitgangspunten voor aan hun raden (het stuk kun je [hier lezen](/regels)).

## Planning

Naar verwachting wordt het stuk eind april gepubliceerd. Het overleg op 3 februari zal daarover gaan.

Bijlage:

De uitgangspunten van Merenland 2028:
`, []string{
				"!link_words 2: hier lezen", "!attachment_none 10: De uitgangspunten van Merenland 2028:",
				"address_informal 1: De gemeenten Aldermeer, Elzendan en IJsseloord leggen de uitgangspunten voor aan hun …", "place 1: Elzendan → Elzendam",
				"date_past 6: 3 februari",
			}}})
	news := clean()
	news.Files = []consult.Attachment{{ID: 3, FileName: "wolk.png", FileFacts: consult.FileFacts{Width: 8, Height: 4}}}
	checkBodies(t, news,
		[]bodyRow{{"a kick-off",
			`![Woordenwolk van de kick-off](/bestanden/3/wolk.png "Vertrouwen werd het meest genoemd")

De partijen (Kracht voor Later, combinatie De Brug, Kompas en Noordster, combinatie Veer en Praktijk Veldzicht b.v.)
maakten kennis met de wethouders. “Je moet het samen doen”, zei wethouder Ans Veer. U leest meer in het verslag.

> Wij hebben hetzelfde doel.

De volgende ronde start op 30 maart 2016. Kijk [hier](/dialoog).
`,
			[]string{
				"!link_words 8: hier", "picture_table 1: Woordenwolk van de kick-off",
				"quote_name 6: Wij hebben hetzelfde doel.",
			}}})
	faq := clean()
	faq.Kind, faq.ThemeID = consult.FAQ, 2
	faq.Others = []editorial.AnswerElsewhere{
		{
			Title:     "Waarom duurt het langer?",
			Sentences: prose.Outline("Met meer tijd kunnen aanbieders een sterke combinatie vormen.").Sentences,
		},
	}
	checkBodies(t, faq, []bodyRow{{"two answers", `Nee. Met meer tijd kunnen aanbieders een sterke combinatie vormen.

Wij houden je op de hoogte. Uw accountmanager belt u.
`,
		[]string{
			"answer_repeated 1: Met meer tijd kunnen aanbieders een sterke combinatie vormen.",
			"address_mixed 3: Wij houden je op de hoogte.",
		}}})
}

// Every finding has words in both languages, and every text is of a finding.
func TestCheckTexts(t *testing.T) {
	raw, err := os.ReadFile("../i18n/locales/nl/check.json")
	if err != nil {
		t.Fatal(err)
	}
	var unused map[string]string
	if err := json.Unmarshal(raw, &unused); err != nil {
		t.Fatal(err)
	}
	in := clean()
	in.Kind = consult.PressRelease
	in.Text.Title = ""
	in.Files = []consult.Attachment{{ID: 1, FileName: "a.pdf", MediaType: "application/pdf"}}
	for _, body := range []string{
		"", "#\n### A\n\n[](/x) [hier](/x) www.x.example <b>\n\n### B\n# C\n", "### A\n# B",
		"[x](/bestanden/9/x) ![](/x) ![foto](/x) ![grafiek](/x)\n\nBijlage: a:\nBijlage: b\n", "> a\n\n> b\n> -- c",
		"Je en u op 3 januari 2016 zal 123456782 Aldemeer.", "Je " + strings.Repeat("a ", 40),
	} {
		in.Text.Body = body
		checkTexts(t, in, unused)
	}
	in.Files, in.Text.Body = nil, "Zie bijlage."
	checkTexts(t, in, unused)
	in.Kind, in.Text.Body = consult.FAQ, ""
	checkTexts(t, in, unused)
	in.Text.Body = "Een twee drie vier vijf zes zeven acht."
	in.Others = []editorial.AnswerElsewhere{{Title: "A", Sentences: prose.Outline(in.Text.Body).Sentences}}
	checkTexts(t, in, unused)
	if len(unused) > 0 {
		t.Errorf("no finding has %v", slices.Sorted(maps.Keys(unused)))
	}
}

func checkTexts(t *testing.T, in editorial.PostUnderCheck, unused map[string]string) {
	t.Helper()
	in.Outline = prose.Outline(in.Text.Body)
	for _, f := range editorial.CheckPost(in) {
		delete(unused, f.Key)
		for _, lang := range i18n.Languages {
			if text := i18n.T(lang, f.Key, f.Args...); strings.Contains(text, f.Key) || strings.Contains(text, "{{") {
				t.Errorf("%s in %s: %s", f.Key, lang, text)
			}
		}
	}
}
