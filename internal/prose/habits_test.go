package prose_test

import (
	"os"
	"strings"
	"testing"

	"samenspraak/internal/prose"
)

func habit(t *testing.T, name string) string {
	t.Helper()
	src, err := os.ReadFile("testdata/habits/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

// TestNumbersStayAsTyped: a number before a line may be the day of a date.
func TestNumbersStayAsTyped(t *testing.T) {
	src := habit(t, "01-dates-in-a-list.md")
	page := string(prose.RenderPart(src, nil, ""))
	for _, want := range []string{
		`<ol start="3">` + "\n<li>maart 2027, aanbieders</li>", `<li value="14">maart 2027, directeuren</li>`,
		`<li value="6">april 2027, wethouders</li>`, `<li value="7">`, `<li value="12">`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	plain := prose.Plain(src)
	for _, want := range []string{"3. maart 2027", "14. maart 2027", "6. april 2027", "3. Ja", "7. Nee.", "12. Dat"} {
		if !strings.Contains(plain, want) {
			t.Errorf("the words lack %q:\n%s", want, plain)
		}
	}
}

func TestWordHabits(t *testing.T) {
	page := string(prose.RenderPart(habit(t, "02-word-habits.md"), nil, ""))
	want := "<p>Beste allen,<br>\nwij zitten in:<br>\nRaadhuis aan de Sluis<br>\nRaadhuisplein 12</p>\n" +
		"<p>Een alinea met een tab ervoor, zoals uit Word.</p>\n" +
		"<ul>\n<li>welkom</li>\n<li>tarieven</li>\n<li>rondvraag</li>\n</ul>\n<p>2027. Dat wordt een mooi jaar.</p>\n"
	if page != want {
		t.Errorf("%s\nwant\n%s", page, want)
	}
}

func TestLinksWithoutScheme(t *testing.T) {
	page := string(prose.RenderPart(habit(t, "03-link-without-scheme.md"), nil, ""))
	for _, want := range []string{
		`href="https://www.merenland.example"`, `href="mailto:inkoop@merenland.example"`,
		`href="https://merenland.example/stuk.pdf"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	for _, link := range prose.Outline(habit(t, "03-link-without-scheme.md")).Links {
		if !strings.Contains(link.Destination, ":") {
			t.Errorf("the checks see %q", link.Destination)
		}
	}
}

func TestHabits(t *testing.T) {
	for _, row := range []struct{ name, src, want string }{
		{"bullets of Word", "•\teen\no\ttwee\no\tdrie\n•\tvier",
			"<ul>\n<li>een\n<ul>\n<li>twee</li>\n<li>drie</li>\n</ul>\n</li>\n<li>vier</li>\n</ul>\n"},
		{"strokes", "– een\n– twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>\n"},
		{"one stroke is a dash", "– zegt de wethouder", "<p>– zegt de wethouder</p>\n"},
		{"a word of one letter", "o nee", "<p>o nee</p>\n"},
		{"a bullet in a line", "rood • groen", "<p>rood • groen</p>\n"},
		{"a list that counts", "1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"},
		{"all of one number", "1. a\n1. b", "<ol>\n<li>a</li>\n<li value=\"1\">b</li>\n</ol>\n"},
		{"a bracket", "2) a\n5) b", "<ol start=\"2\">\n<li>a</li>\n<li value=\"5\">b</li>\n</ol>\n"},
		{"a year", "2027. Een jaar.\n2028. Nog een.", "<p>2027. Een jaar.<br>\n2028. Nog een.</p>\n"},
		{"four spaces", "    geen code", "<p>geen code</p>\n"},
		{"code is left alone", "```\n• x\n```", "<pre><code>• x\n</code></pre>\n"},
		{"a file of ours", "[a](stuk.pdf)", "<p><a href=\"stuk.pdf\">a</a></p>\n"},
		{"a place on the page", "[a](#kop-x)", "<p><a href=\"#kop-x\">a</a></p>\n"},
		{"a page of ours", "[a](/nieuws)", "<p><a href=\"/nieuws\">a</a></p>\n"},
	} {
		if got := string(prose.RenderPart(row.src, nil, "")); got != row.want {
			t.Errorf("%s: %q; want %q", row.name, got, row.want)
		}
	}
}
