package prose

// maxChanges bounds what comparing costs: its square, in memory and in time.
const maxChanges = 1000

// step is a run of tokens that stayed, or a run that was replaced.
type step struct{ same, gone, new []string }

// compare parts two rows of tokens into what stayed and what was replaced.
// With more than maxChanges, all between their equal ends is replaced.
func compare(before, after []string) []step {
	head := 0
	for head < min(len(before), len(after)) && before[head] == after[head] {
		head++
	}
	a, b := before[head:], after[head:]
	tail := 0
	for tail < min(len(a), len(b)) && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	a, b = a[:len(a)-tail], b[:len(b)-tail]

	steps := []step{{same: before[:head]}}
	if gone, added, found := edits(a, b); found {
		steps = append(steps, runs(a, b, gone, added)...)
	} else {
		steps = append(steps, step{gone: a, new: b})
	}
	return append(steps, step{same: before[len(before)-tail:]})
}

// edits are the fewest tokens that must go from a and be added from b to make
// one out of the other (Myers, An O(ND) Difference Algorithm, 1986). Not found
// when there are more than maxChanges.
func edits(a, b []string) (gone, added []bool, found bool) {
	trace, found := explore(a, b)
	if !found {
		return nil, nil, false
	}
	gone, added = make([]bool, len(a)), make([]bool, len(b))
	k := len(a) - len(b) // the diagonal: tokens of a passed less those of b
	for d := len(trace) - 1; d > 0; d-- {
		last := trace[d-1]
		if last.adds(k, d) {
			k++
			added[last.reach(k)-k] = true
		} else {
			k--
			gone[last.reach(k)] = true
		}
	}
	return gone, added, true
}

// frontier is how many tokens of a were passed, on every second diagonal, by
// the best ways with so many edits.
type frontier []int

// reach is that on diagonal k, which is from 1-len to len-1.
func (f frontier) reach(k int) int { return f[(k+len(f)-1)/2] }

// adds says whether the best way to diagonal k with d edits, of which this is
// the frontier with one less, ends in adding a token instead of dropping one.
func (f frontier) adds(k, d int) bool {
	return k == -d || k != d && f.reach(k-1) < f.reach(k+1)
}

// explore finds the frontiers up to the one that passes all of both rows.
func explore(a, b []string) (trace []frontier, found bool) {
	for d := 0; d <= min(maxChanges, len(a)+len(b)); d++ {
		now := make(frontier, d+1)
		for i := range now {
			k := 2*i - d
			x := 0
			switch {
			case d == 0:
			case trace[d-1].adds(k, d):
				x = trace[d-1].reach(k + 1)
			default:
				x = trace[d-1].reach(k-1) + 1
			}
			for x < len(a) && x-k < len(b) && x-k >= 0 && a[x] == b[x-k] {
				x++
			}
			now[i] = x
			if x >= len(a) && x-k >= len(b) {
				return append(trace, now), true
			}
		}
		trace = append(trace, now)
	}
	return nil, false
}

// runs are the steps by which tokens stay, go and are added.
func runs(a, b []string, gone, added []bool) []step {
	var steps []step
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		from, until := i, j
		for i < len(a) && gone[i] {
			i++
		}
		for j < len(b) && added[j] {
			j++
		}
		steps = append(steps, step{gone: a[from:i], new: b[until:j]})
		from = i
		for i < len(a) && j < len(b) && !gone[i] && !added[j] {
			i, j = i+1, j+1
		}
		steps = append(steps, step{same: a[from:i]})
	}
	return steps
}
