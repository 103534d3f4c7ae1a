package site

import (
	"net/url"
	"testing"

	"samenspraak/internal/consult"
)

// TestNewsIsAskedForInOneSpelling: what a visitor makes up makes no page to
// keep.
func TestNewsIsAskedForInOneSpelling(t *testing.T) {
	counts := []consult.NewsCount{
		{Kind: consult.News, Year: 2026, Count: 41}, {Kind: consult.PressRelease, Year: 2025, Count: 1},
	}
	for asked, want := range map[string]string{
		"": "", "blad=2&jaar=2026&soort=nieuws": "soort=nieuws&jaar=2026&blad=2",
		"soort=persbericht&x=1&soort=nieuws": "soort=persbericht",
		"soort=faq":                          "", "soort=Nieuws": "", "jaar=02026": "jaar=2026", "jaar=2024": "",
		"jaar=-1": "", "blad=1": "", "blad=0": "", "blad=3": "blad=3", "blad=4": "",
		"blad=99999999999999999999": "", "soort=mededeling&jaar=2026": "soort=mededeling&jaar=2026",
		"soort=persbericht&blad=2": "soort=persbericht",
	} {
		q, err := url.ParseQuery(asked)
		if err != nil {
			t.Fatal(err)
		}
		if got := readNewsAsked(q).among(counts).query(); got != want {
			t.Errorf("%q is kept under %q, want %q", asked, got, want)
		}
	}
}
