package web_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/testkit"
)

// askFrom asks for a page from a network address.
func (v *probed) askFrom(ip, path string) *testkit.Response {
	r := v.bare(http.MethodGet, path, "", "")
	r.RemoteAddr = ip + ":5000"
	return v.Client().Do(r)
}

// TestGuessingIsBounded: a network that asks for many links which open nothing
// has to wait, whatever kind they are of; a link that works opens all the same,
// others are not hindered, and none of it is written down.
func TestGuessingIsBounded(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	const guesser, elsewhere = "198.51.100.7", "203.0.113.7"
	wrong := func(i int) string {
		token := strings.Repeat(string(rune('a'+i%26)), 31) + "2"
		return []string{
			"/u/" + token, "/en/u/" + token, "/mijn/" + token, "/beheer/instellen/" + token,
			"/u/" + token + "/agenda.ics",
		}[i%5]
	}
	before := v.bytesOf()
	for i := range 100 {
		v.askFrom(guesser, wrong(i)).Want(http.StatusNotFound)
	}
	for i := range 10 {
		many := v.askFrom(guesser, wrong(i)).Want(http.StatusTooManyRequests)
		if wait, err := strconv.Atoi(many.Header.Get("Retry-After")); err != nil || wait < 1 || wait > 15*60+1 {
			t.Errorf("Retry-After %q", many.Header.Get("Retry-After"))
		}
	}
	for _, path := range []string{v.Path(v.Ada), "/mijn/" + v.mine, "/beheer/instellen/" + v.setUp} {
		v.askFrom(guesser, path).Want(http.StatusOK)
	}
	v.askFrom("198.51.100.200", wrong(0)).Want(http.StatusTooManyRequests) // a neighbour in the same network
	v.askFrom(elsewhere, wrong(0)).Want(http.StatusNotFound)
	if !bytes.Equal(before, v.bytesOf()) {
		t.Error("a stranger's guesses are written to the database")
	}
	v.Clock.Advance(15 * time.Minute)
	v.askFrom(guesser, wrong(0)).Want(http.StatusNotFound)
}

// TestWrongLinksTakeAsLong: unknown, expired, replaced and withdrawn links take
// as long as one another. They are asked for in turns, so that a busy machine
// slows all alike. A link that opens something is asked for too: that it takes
// another time shows that the test would notice.
func TestWrongLinksTakeAsLong(t *testing.T) {
	v := probe(t, testkit.Options{})
	expiredSetUp, expiredMine := v.setUp, v.mine
	v.Clock.Advance(service.MineLife + 25*time.Hour)
	if err := v.Service().AskMine(t.Context(), v.Ada.Address, i18n.Dutch, ""); err != nil {
		t.Fatal(err)
	}
	random := strings.Repeat("abcdefgh", 4)
	for before, links := range map[string][]string{
		"/u/": {random, v.withdrawn, v.mine, v.setUp}, "/mijn/": {random, expiredMine, v.setUp},
		"/beheer/instellen/": {random, expiredSetUp, v.mine},
	} {
		wrong := len(links)
		if before == "/u/" {
			links = append(links, strings.TrimPrefix(v.Path(v.Ada), "/u/"))
		}
		times := make([][]time.Duration, len(links))
		order := rand.New(rand.NewPCG(1, 2)) // another each round: what comes after a long answer is slower
		for round := range 61 {
			for _, i := range order.Perm(len(links)) {
				begin := time.Now()
				r := v.askFrom(fmt.Sprintf("198.51.%d.1", round), before+links[i])
				times[i] = append(times[i], time.Since(begin))
				if open := r.Status == http.StatusOK; open != (i >= wrong) {
					t.Fatalf("%s link %d: %d", before, i, r.Status)
				}
			}
		}
		medians := make([]time.Duration, len(links))
		for i, all := range times {
			slices.Sort(all)
			medians[i] = all[len(all)/2]
		}
		t.Log(before, medians)
		if ratio := float64(slices.Max(medians[:wrong])) / float64(slices.Min(medians[:wrong])); ratio > 2.5 {
			t.Errorf("%s: the slowest wrong link takes %.1f times as long as the quickest", before, ratio)
		}
		if wrong < len(links) && float64(medians[wrong]) < 2.5*float64(slices.Max(medians[:wrong])) {
			t.Errorf("%s: a link that opens takes %v: the test would notice nothing", before, medians)
		}
	}
}
