package consult

import (
	"strings"
	"unicode/utf8"
)

// The bounds of a password, in characters. There are no rules on its
// composition: length is what helps (NIST SP 800-63B, 3.1.1.2), and the upper
// bound only keeps the work of hashing bounded.
const (
	MinPassword = 12
	MaxPassword = 200
)

// common are passwords everybody tries first, of at least the least length or
// short ones people stretch with a repetition or a year.
var common = strings.Fields(`
	password passwort wachtwoord welkom welcome geheim letmein admin beheer beheerder qwerty qwertyuiop
	azerty iloveyou ikhouvanjou hallo daglief zonnetje schatje voetbal ajaxamsterdam feyenoord nederland amsterdam
	rotterdam utrecht gemeente jeugdhulp jeugdzorg consultatie samenspraak bijeenkomst uitnodiging lente zomer herfst
	winter maandag dinsdag vrijdag januari november december monkey dragon sunshine princess football baseball
	trustnoone superman batman starwars computer abcdefghijkl changeme testtest secret`)

// CheckPassword notes, under a field, what is wrong with a new password of an
// account: too short, too long, made of one character or a row of them, one of
// the commonest, or the account's own address or name.
func CheckPassword(p *Problems, field, password, address, name string) {
	local, _, _ := strings.Cut(address, "@")
	switch length := utf8.RuneCountInString(password); {
	case length < MinPassword:
		p.Add(field, "password.problem.short", "Min", MinPassword)
	case length > MaxPassword:
		p.Add(field, "password.problem.long", "Max", MaxPassword)
	case isRun(password), isCommon(lettersOf(password)):
		p.Add(field, "password.problem.common")
	case saysSame(password, address), saysSame(password, local), saysSame(password, name):
		p.Add(field, "password.problem.own")
	}
}

// lettersOf is a password without what people put around a word to make it
// pass: digits, signs, capitals, and the digits that stand for letters.
func lettersOf(s string) string {
	s = strings.NewReplacer("0", "o", "@", "a", "$", "s", "!", "", "1", "", "3", "e").Replace(strings.ToLower(s))
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, s)
}

// isRun says whether a password has fewer than four different characters, or
// counts up by one: aaaaaaaaaaaa, 121212121212, 123456789012.
func isRun(s string) bool {
	seen, up := map[rune]bool{}, 0
	last := rune(-2)
	for _, r := range s {
		seen[r] = true
		if r == last+1 || last == '9' && r == '0' {
			up++
		}
		last = r
	}
	return len(seen) < 4 || up >= utf8.RuneCountInString(s)-2
}

// isCommon says whether nothing is left of a password when the commonest words
// are taken out of it, or little: welkom01welkom, Wachtwoord2026!.
func isCommon(plain string) bool {
	if plain == "" {
		return false
	}
	rest := plain
	for _, word := range common {
		rest = strings.ReplaceAll(rest, word, "")
	}
	return len(rest) <= 2 && rest != plain
}

// saysSame compares without capitals, spaces and signs; a single short word is
// no reason to refuse a long sentence.
func saysSame(password, own string) bool {
	strip := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(" .-_@", r) {
				return -1
			}
			return r
		}, strings.ToLower(s))
	}
	p, o := strip(password), strip(own)
	before, after, found := strings.Cut(p, o)
	return found && len(o) >= 3 && strings.Trim(before+after, "0123456789!") == ""
}
