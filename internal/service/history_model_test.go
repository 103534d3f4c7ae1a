package service

import (
	"testing"

	"github.com/anishathalye/porcupine"
)

// asked is what somebody wanted of one invitation at some moment of a history.
type asked struct {
	act  act
	says string // who and what, for give and note; equal when consult.Reply.Same calls two replies the same
	late bool   // received after the first deadline, for give
}

// act is what can be done with an invitation in a history.
type act int

const (
	read act = iota // the page of a link is looked at
	give            // an invitee answers by a link
	note            // staff note an answer for the organisation as a whole
	extend
	withdraw
)

// told is what the program said to it.
type told struct {
	outcome  outcome
	reply    int64  // the reply that counts after it, 0: none; for read, give and note
	says     string // what that one says, for read
	extended bool   // for read
}

type outcome int

const (
	done   outcome = iota
	closed         // the deadline has passed
	gone           // withdrawn
)

// register is one invitation as if everybody came one after another: the last
// answer that was taken in, and what staff did to the invitation.
type register struct {
	reply     int64
	says      string
	extended  bool
	withdrawn bool
}

// oneAfterAnother is the rule against which histories are held: what was told
// must be what some order tells in which nobody who was told something before
// another one asked comes after that one.
var oneAfterAnother = porcupine.Model{
	Init: func() any { return register{} },
	Step: func(state, input, output any) (bool, any) {
		next, fits := state.(register).step(input.(asked), output.(told))
		return fits, next
	},
}

func (r register) step(in asked, out told) (register, bool) {
	if r.withdrawn {
		return r, out.outcome == gone
	}
	switch in.act {
	case read:
		return r, out == told{reply: r.reply, says: r.says, extended: r.extended}
	case extend:
		r.extended = true
		return r, out.outcome == done
	case withdraw:
		r.withdrawn = true
		return r, out.outcome == done
	}
	switch {
	case in.late && !r.extended:
		return r, out.outcome == closed
	case out.outcome != done:
		return r, false
	case in.says == r.says: // the same once more is the one that counts
		return r, out.reply == r.reply
	}
	// Replies are numbered in the order in which they count.
	later := out.reply > r.reply
	r.reply, r.says = out.reply, in.says
	return r, later
}

// TestHistoryCheckerNotices plants each kind of fault in a sound history of two
// colleagues; every moment is a step of ten.
func TestHistoryCheckerNotices(t *testing.T) {
	yes, no := asked{act: give, says: "A yes"}, asked{act: give, says: "B no"}
	op := func(begin, end int64, in asked, out told) porcupine.Operation {
		return porcupine.Operation{Call: begin, Return: end, Input: in, Output: out}
	}
	// A says yes while B says no and a third reads; both read after it.
	sound := func() []porcupine.Operation {
		return []porcupine.Operation{
			op(0, 30, yes, told{reply: 1}), op(10, 40, no, told{reply: 2}), op(20, 50, asked{act: read}, told{reply: 1, says: "A yes"}),
			op(60, 70, asked{act: read}, told{reply: 2, says: "B no"}), op(60, 70, no, told{reply: 2}),
			op(80, 90, asked{act: give, says: "A yes", late: true}, told{outcome: closed}),
			op(80, 100, asked{act: extend}, told{}), op(110, 120, asked{act: give, says: "A yes", late: true}, told{reply: 3}),
			op(130, 140, asked{act: withdraw}, told{}), op(135, 150, asked{act: read}, told{outcome: gone}), op(150, 160, no, told{outcome: gone}),
		}
	}
	for name, plant := range map[string]func(h []porcupine.Operation){
		"":                         func([]porcupine.Operation) {},
		"answer lost":              func(h []porcupine.Operation) { h[3].Output = told{} },
		"older answer counts":      func(h []porcupine.Operation) { h[3].Output = told{reply: 1, says: "A yes"} },
		"words of another answer":  func(h []porcupine.Operation) { h[3].Output = told{reply: 2, says: "A yes"} },
		"equal answer kept twice":  func(h []porcupine.Operation) { h[4].Output = told{reply: 3} },
		"two answers in one":       func(h []porcupine.Operation) { h[1].Output = told{reply: 1} },
		"read before it was given": func(h []porcupine.Operation) { h[0].Call, h[0].Return = 55, 58 },
		"numbers against order":    func(h []porcupine.Operation) { h[1].Call, h[1].Return, h[0].Call, h[0].Return = 0, 5, 10, 30 },
		"late answer taken in":     func(h []porcupine.Operation) { h[5].Output = told{reply: 3}; h[6].Call = 95 },
		"extension forgotten":      func(h []porcupine.Operation) { h[7].Output = told{outcome: closed} },
		"extension not shown": func(h []porcupine.Operation) {
			h[9].Call, h[9].Return, h[9].Output = 122, 125, told{reply: 3, says: "A yes"}
		},
		"answered after withdrawn": func(h []porcupine.Operation) { h[10].Output = told{reply: 4} },
		"withdrawn too early":      func(h []porcupine.Operation) { h[3].Output = told{outcome: gone} },
	} {
		t.Run(name, func(t *testing.T) {
			h := sound()
			plant(h)
			if fits := porcupine.CheckOperations(oneAfterAnother, h); fits != (name == "") {
				t.Errorf("the checker says %t", fits)
			}
		})
	}
}
