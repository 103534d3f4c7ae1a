package dutch

import (
	"strings"
	"testing"
)

func TestDigits(t *testing.T) {
	for in, want := range map[string]bool{
		"01234567": true, "12345678": true, "06020101": true,
		"1234567": false, "123456789": false, "12 34": false, "1234567a": false, "": false, "１２３４５６７８": false,
		"12345678\n": false,
	} {
		if Digits(in, 8) != want {
			t.Errorf("%q: %t", in, Digits(in, 8))
		}
	}
}

func TestPostcode(t *testing.T) {
	for in, want := range map[string]string{
		"2012 CR": "2012 CR", "2012CR": "2012 CR", " 2012\u00a0cr ": "2012 CR", "1000 AA": "1000 AA",
		"1234 SC": "1234 SC",
		"0123 AB": "", "1234 SS": "", "1234 SA": "", "1234sd": "", "1234": "", "12345 AB": "", "1234 A": "", "": "",
		"1234  5B": "",
	} {
		if got, ok := Postcode(in); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %t", in, got, ok)
		}
	}
}

func TestPhone(t *testing.T) {
	for in, want := range map[string]bool{
		"088 000 12 34": true, "+31 (0)88-0001234": true, "0800-1234567890": true,
		"": false, "1234567": false, "1234567890123456": false, "088 000 12 34 (ma)": false, "bel ons": false,
	} {
		if Phone(in) != want {
			t.Errorf("%q: %t", in, !want)
		}
	}
}

func TestLocalPart(t *testing.T) {
	for in, want := range map[string]bool{
		"j.de.vries+portaal": true, "o'neill": true, strings.Repeat("a", 64): true,
		"": false, ".a": false, "a.": false, "a..b": false, `"a b"`: false, "a b": false, "zoë": false,
		strings.Repeat("a", 65): false,
	} {
		if LocalPart(in) != want {
			t.Errorf("%q: %t", in, !want)
		}
	}
}

func TestClock(t *testing.T) {
	for in, want := range map[string]int{
		"15.25": 925, "9:05": 545, "15u": 900, "15u30": 930, "15 uur": 900, "9.30 uur": 570, "0.00": 0, "24.00": 1440,
		"24.01": -1, "25.00": -1, "12.60": -1, "12": -1, "": -1, "1225": -1,
	} {
		hour, minute, ok := Clock(in)
		if !ok {
			hour, minute = 0, -1
		}
		if hour*60+minute != want {
			t.Errorf("%q: %d.%d, want %d minutes", in, hour, minute, want)
		}
	}
}

func TestZone(t *testing.T) {
	if Zone.String() != "Europe/Amsterdam" {
		t.Error(Zone)
	}
}

func TestBare(t *testing.T) {
	for in, want := range map[string]string{
		"Groot-Reeuwland": "grootreeuwland", "’t Waalhof": "twaalhof", "Zoë & Øyvind": "zoeenoyvind",
		"Süßstraße 7": "sussstrasse7",
		"Zoe\u0308":   "zoe", "İzmir": "izmir", "Şahin-Çelik": "sahincelik", "Łódź": "lodz", "ﬁn": "fin", "日本": "日本",
		"": "", "\xffa": "a",
	} {
		if got := Bare(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// A text keeps what is no initial.
func TestInitials(t *testing.T) {
	for in, want := range map[string]string{
		"van J.P. van den Berg": "van  den Berg", "A. B. Jansen": "ansen", "Wilt U. dat": "Wilt U. dat",
	} {
		if got := Initials.ReplaceAllString(in, ""); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzPostcode(f *testing.F) {
	f.Add("1234.56.782 2012cr")
	f.Fuzz(func(t *testing.T, s string) {
		if code, ok := Postcode(s); ok {
			if again, ok := Postcode(code); !ok || again != code {
				t.Errorf("%q: %q → %q", s, code, again)
			}
		}
	})
}
