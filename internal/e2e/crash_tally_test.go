//go:build e2e

package e2e

import "fmt"

// tally is what a crash test comes down to, in one line: answers that were
// acknowledged, those of them that are gone, and answers and mails of which
// there are more than one.
func tally(l *ledger, f facts) string {
	lost, doubled := 0, len(sameMailTwice(f))
	kept := map[string]int{}
	for _, all := range f.replies {
		for _, r := range all {
			for _, p := range r.People {
				kept[p.Name]++
			}
		}
	}
	for _, all := range l.acked {
		for _, a := range all {
			if kept[a.name] == 0 {
				lost++
			}
		}
	}
	arrived := map[string]int{}
	for _, a := range f.arrived {
		arrived[a.id]++
	}
	for _, many := range []map[string]int{kept, arrived} {
		for _, n := range many {
			doubled += max(0, n-1)
		}
	}
	return fmt.Sprintf("acknowledged=%d lost=%d doubled=%d", l.count(), lost, doubled)
}
