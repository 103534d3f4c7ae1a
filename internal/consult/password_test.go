package consult

import (
	"strings"
	"testing"
)

func TestCheckPassword(t *testing.T) {
	const address, name = "marleen.oosterveld@merenland.example", "Marleen Oosterveld"
	for password, want := range map[string]string{
		"":                                      "password.problem.short",
		"elf tekens.":                           "password.problem.short",
		"ééééééééééé":                           "password.problem.short", // eleven characters, more bytes
		"twaalf teken":                          "",
		strings.Repeat("ab cd ef ", 22) + "ab":  "",
		strings.Repeat("ab cd ef ", 22) + "abc": "password.problem.long",
		"aaaaaaaaaaaa":                          "password.problem.common",
		"121212121212":                          "password.problem.common",
		"123456789012":                          "password.problem.common",
		"Wachtwoord2026!":                       "password.problem.common",
		"welkom01Welkom":                        "password.problem.common",
		"P@ssw0rdP@ssw0rd":                      "password.problem.common",
		"Samenspraak12":                         "password.problem.common",
		"welkom bij de rietkraag":               "", // a common word in a sentence is fine
		"Marleen Oosterveld":                    "password.problem.own",
		"marleenoosterveld1!":                   "password.problem.own",
		"marleen.oosterveld@merenland.example":  "password.problem.own",
		"paard batterij nietje":                 "",
		"840271936458":                          "", // no rule about kinds of characters
	} {
		var p Problems
		CheckPassword(&p, "password", password, address, name)
		got := ""
		if len(p) > 0 {
			got = p[0].Key
		}
		if got != want || len(p) > 1 {
			t.Errorf("CheckPassword(%q) = %v, want %q", password, p, want)
		}
	}
}
