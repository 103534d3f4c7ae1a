//go:build e2e

package e2e

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestNewcomer starts the demo as README tells it, follows the four addresses
// that it prints, answers an invitation found in its mailbox and sees the answer
// on the staff side.
func TestNewcomer(t *testing.T) {
	t.Parallel()
	demo := launch(t, settings{}, "demo", "--addr", "127.0.0.1:0")
	begin := time.Now()
	at := printed(t, demo)
	if took := time.Since(begin); took > time.Minute {
		t.Errorf("the addresses came after %s", took)
	}
	base := strings.TrimSuffix(at["site"], "/")
	b := newBrowser(t)
	guest, staff := b.tab(t, base, phone), b.tab(t, base, desk)

	guest.expect(http.StatusOK, guest.open(at["site"]))
	guest.sees("Jeugdregio Merenland")
	guest.expect(http.StatusOK, guest.open(at["invitation"]))
	guest.sees("Ja, ik kom")
	who := strings.TrimPrefix(guest.textOf(".kicker"), "Voor ")
	name, organisation, _ := strings.Cut(who, ", ")

	guest.expect(http.StatusOK, guest.open(at["mailbox"]))
	guest.fill("Zoek op adres of onderwerp", "Uitnodiging")
	guest.expect(http.StatusOK, guest.press("Zoeken"))
	guest.sees("Uitnodiging")

	guest.expect(http.StatusOK, guest.open(at["invitation"]))
	guest.expect(http.StatusOK, guest.press("Nee, ik kan niet"))
	guest.sees("Uw antwoord is genoteerd")

	staff.expect(http.StatusOK, staff.open(at["staff"]))
	staff.expect(http.StatusOK, staff.open("/beheer/bijeenkomsten"))
	staff.expect(http.StatusOK, staff.press("Consultatiebijeenkomst jeugdhulp 2028"))
	staff.expect(http.StatusOK, staff.press("Genodigden"))
	staff.fill("Naam of organisatie", organisation)
	staff.expect(http.StatusOK, staff.press("Filter"))
	staff.expect(http.StatusOK, staff.pressIn(organisation, name))
	staff.sees("Dit antwoord telt", name)
	guest.clean("invitee")
	staff.clean("staff")
}

var printedLine = regexp.MustCompile(`(?m)^(site|staff|invitation|mailbox): (http://127\.0\.0\.1:\d+/\S*)$`)

// printed waits for the addresses, each alone on a line.
func printed(t *testing.T, p *process) map[string]string {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); p.running() && time.Now().
		Before(end); time.Sleep(20 * time.Millisecond) {
		at := map[string]string{}
		for _, m := range printedLine.FindAllStringSubmatch(p.out.String(), -1) {
			at[m[1]] = m[2]
		}
		if len(at) == 4 {
			return at
		}
	}
	t.Fatalf("the demo printed\n%s%s", p.out.String(), p.err.String())
	return nil
}
