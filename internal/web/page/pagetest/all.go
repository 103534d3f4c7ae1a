package pagetest

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page"
	"samenspraak/templates"
)

// TryAll renders every page that the packages linked into the test register:
// in each language, with an empty view and with full ones. It finds templates
// that do not parse, fields that do not exist, keys without a text and marks
// that may not be there.
func TryAll(t *testing.T) {
	for _, p := range page.Registered() {
		for _, lang := range i18n.Languages {
			t.Run(p.File+"/"+string(lang), func(t *testing.T) {
				frame := Frame(lang, p.Layout)
				for _, fill := range []func(any){
					func(any) {}, (&Filler{Bools: true}).Fill, (&Filler{Bools: false}).Fill,
				} {
					body, err := p.Try(frame, fill)
					if err != nil {
						t.Fatal(err)
					}
					for _, problem := range Structure(body) {
						t.Error(problem)
					}
				}
			})
		}
	}
}

// Unclaimed lists the templates of pages and parts that no registered page is
// made of. Link in every package that has pages.
func Unclaimed(t *testing.T) []string {
	t.Helper()
	claimed := map[string]bool{}
	for _, p := range page.Registered() {
		files, err := p.Files()
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			claimed[file] = true
		}
	}
	var left []string
	err := fs.WalkDir(templates.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.HasPrefix(name, "letter/") && !claimed[name] {
			left = append(left, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(left)
	return left
}

// Frame is a frame around any page: the invented region, and for staff
// somebody who may do everything.
func Frame(lang i18n.Lang, layout page.Layout) page.Frame {
	f := page.Frame{
		Lang: lang, BaseURL: "https://praat.merenland.example", Path: address.Meetings,
		Region: page.RegionInfo{
			Name: "Jeugdregio Merenland", ShortName: "Merenland",
			Tagline: "Acht gemeenten, samen inkopen van jeugdhulp",
			Municipalities: []string{
				"Aldermeer", "Brinkeroord", "Elzendam", "Groot-Reeuwland", "IJsseloord", "Lommerdijk",
				"Sint-Joriswoude", "’t Waalhof",
			},
			Phone: "088 000 12 34", PhoneHours: "op werkdagen van 9.00 – 17.00 uur",
			Mail: "samenspraak@merenland.example",
		},
	}
	if layout == page.Staff {
		f.Path = address.StaffMeetings
		f.Staff = &page.StaffInfo{
			Name: "Marleen Oosterveld", Role: "beheerder", May: func(consult.Action) bool { return true },
		}
	}
	return f
}
