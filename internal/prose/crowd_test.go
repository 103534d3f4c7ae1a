package prose_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"samenspraak/internal/prose"
)

var tags = regexp.MustCompile(`<[^>]*>`)

// Goldmark takes the square of what stands in each other or waits for its end:
// a text may not ask for more than people write, and what goes beyond is shown
// as it was typed.
func TestSignsAreBounded(t *testing.T) {
	for _, row := range []struct {
		name, src, count string
		want             int
		words            string
	}{
		{
			"links", strings.Repeat("[a](b)", 2000), "<a ", 250,
			strings.Repeat("a", 250) + strings.Repeat("[a](b)", 1750),
		},
		{
			"emphasis", strings.Repeat("*a* ", 2000), "<em>", 250,
			strings.Repeat("a ", 250) + strings.Repeat("*a* ", 1750),
		},
		{"half a link", strings.Repeat("[a](", 25_000), "<a ", 0, strings.Repeat("[a](", 25_000)},
		{"quotations", strings.Repeat("> ", 100) + "a", "<blockquote>", 30, strings.Repeat("> ", 70) + "a"},
		{"lists", strings.Repeat("- ", 100) + "a", "<ul>", 30, strings.Repeat("- ", 70) + "a"},
		{"both", strings.Repeat("1. > ", 50) + "a", "<blockquote>", 15, strings.Repeat("1. > ", 35) + "a"},
		{
			"what breaks a line", strings.Repeat("*a* ", 250) + "\n*b* \\\n\\*c*  \nd", "<br", 3,
			strings.Repeat("a ", 250) + "*b* *c* d",
		},
		{
			"links in paragraphs of their own", strings.Repeat("[a](b)\n\n", 2000), "<a ", 2000,
			strings.Repeat("a ", 2000),
		},
		{
			"links in cells of their own", "|a|b|\n|-|-|\n" + strings.Repeat("|[a](b)|[a](b)|\n", 1000), "<a ", 2000,
			"a b" + strings.Repeat(" a", 2000),
		},
		{"items beside each other", strings.Repeat("- a\n", 2000), "<li>", 2000, strings.Repeat("a ", 2000)},
		{
			"signs in code", "```\n" + strings.Repeat("[*a*](b)\n", 2000) + "```", "<code>", 1,
			strings.Repeat("[*a*](b) ", 2000),
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			out := string(prose.RenderPart(row.src, nil, "kop"))
			if n := strings.Count(out, row.count); n != row.want {
				t.Errorf("%d times %s, want %d", n, row.count, row.want)
			}
			shown := html.UnescapeString(tags.ReplaceAllString(out, ""))
			plain := prose.Plain(row.src)
			for by, got := range map[string]string{"Render": shown, "Plain": plain} {
				if got, want := strings.Fields(got),
					strings.Fields(row.words); strings.Join(got, " ") != strings.Join(want, " ") {
					t.Errorf(
						"%s: %.60q… (%d words), want %.60q… (%d)", by, strings.Join(got, " "), len(got), row.words,
						len(want),
					)
				}
			}
		})
	}
}

// One list is announced once: a list of announcements would else be as long as
// the square of its items.
func TestAnnouncementsAreBounded(t *testing.T) {
	for _, item := range []string{"- bijlage:\n- a\n", "- a\n  bijlage:\n"} {
		if n := len(prose.Outline(strings.Repeat(item, 500)).Announced); n == 0 || n > 2000 {
			t.Errorf("%q 500 times announces %d files", item, n)
		}
	}
}
