package i18n

import (
	"errors"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"samenspraak/internal/dutch"
)

// What can be wrong with an e-mail address that somebody typed.
var (
	ErrAddress       = errors.New("not an e-mail address")
	ErrManyAddresses = errors.New("more than one e-mail address")
	ErrLocalPart     = errors.New("letters with accents before the @ cannot be mailed to")
)

// Address is one e-mail address in two forms, both plain ASCII.
type Address struct {
	// Display is what to show and to send to: the part before the @ as typed.
	Display string
	// Canonical is what to compare: the same in lower case.
	Canonical string
}

var (
	hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$`)
	hosts    = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true), idna.VerifyDNSLength(true))
)

// ParseAddress reads one bare e-mail address, without a name, angle brackets,
// quotes, comments or control characters. Spaces around it and invisible
// characters from pasted text are dropped. The domain may be international and
// becomes its ASCII form in lower case; it must have a dot. Errors:
// ErrManyAddresses, ErrLocalPart, ErrAddress.
func ParseAddress(s string) (Address, error) {
	s = strings.TrimSpace(strings.Map(dropInvisible, s))
	if strings.Count(s, "@") > 1 {
		return Address{}, ErrManyAddresses
	}
	local, domain, ok := strings.Cut(s, "@")
	if !ok || len(local) > 4*dutch.MaxAddress || len(domain) > 4*dutch.MaxAddress {
		return Address{}, ErrAddress
	}
	if hasForeignLetter(local) {
		return Address{}, ErrLocalPart
	}
	host, err := hosts.ToASCII(domain)
	if err != nil || !hostName.MatchString(host) || !dutch.LocalPart(local) {
		return Address{}, ErrAddress
	}
	display := local + "@" + host
	if len(display) > dutch.MaxAddress {
		return Address{}, ErrAddress
	}
	return Address{Display: display, Canonical: strings.ToLower(display)}, nil
}

// CanonicalAddress is ParseAddress for those who only compare.
func CanonicalAddress(s string) (string, error) {
	address, err := ParseAddress(s)
	return address.Canonical, err
}

func dropInvisible(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

func hasForeignLetter(s string) bool {
	return strings.ContainsFunc(
		s, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) || unicode.IsMark(r) },
	)
}
