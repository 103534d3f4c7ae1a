package mailer

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/idna"

	"samenspraak/internal/dutch"
)

// An Address is one mailbox and the name shown beside it, which may be empty.
type Address struct{ Name, Address string }

// ErrAddress is wrapped by every refusal of an address. The reason never repeats
// the address itself, so that it can be logged.
var ErrAddress = errors.New("not a plain mail address")

var label = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)

// plainAddress returns address as it may stand in an envelope: a dot-atom, an at
// sign, a domain in ASCII. A domain with letters beyond ASCII is converted
// (IDNA); a local part with such letters would need SMTPUTF8 on every server
// along the way and is refused.
func plainAddress(address string) (string, error) {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return "", refuseAddress("there is no @ in it")
	}
	local, domain := address[:at], address[at+1:]
	if !dutch.LocalPart(local) {
		return "", refuseAddress(
			"the part before the @ may have letters without accents, digits and .!#$%&'*+/=?^_`{|}~- only, and 64 of them at most",
		)
	}
	domain, err := plainDomain(domain)
	if err != nil {
		return "", err
	}
	if len(local)+1+len(domain) > dutch.MaxAddress {
		return "", refuseAddress("it is longer than 254 characters")
	}
	return local + "@" + domain, nil
}

func plainDomain(domain string) (string, error) {
	if !isASCII(domain) {
		ascii, err := idna.Lookup.ToASCII(domain)
		if err != nil {
			return "", refuseAddress("the part after the @ is no domain name")
		}
		domain = ascii
	}
	for part := range strings.SplitSeq(domain, ".") {
		if !label.MatchString(part) {
			return "", refuseAddress("the part after the @ is no domain name")
		}
	}
	return domain, nil
}

func refuseAddress(reason string) error { return fmt.Errorf("%w: %s", ErrAddress, reason) }

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
