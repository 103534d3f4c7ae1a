package service

import (
	"testing"

	"github.com/anishathalye/porcupine"
)

// asked is what somebody wanted of one invitation at some moment of a history.
type asked struct {
	act act
	who int // which colleague gives, for give
	// yes, online or no, for give and note; equal when consult.Reply.Same calls two replies of one person the same
	says string
	late bool // received after the first deadline, for give
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

// office is the place of what was said for the organisation as a whole, behind
// those of the three colleagues.
const office = 3

// signedOff is what stands of a colleague for whom a no was written; the number
// of that reply is nobody's business.
const signedOff = "signed off"

// word is somebody's last reply; without one it is empty.
type word struct {
	reply int64
	says  string
}

// told is what the program said to it.
type told struct {
	outcome  outcome
	reply    int64   // the reply that counts after it; for give and note
	last     [4]word // of each colleague and of the office; for read
	extended bool    // for read
}

type outcome int

const (
	done   outcome = iota
	closed         // the deadline has passed
	gone           // withdrawn
)

// register is one invitation as if everybody came one after another: everybody's
// last word that was taken in, and what staff did to the invitation.
type register struct {
	last      [4]word
	top       int64 // the highest number of a reply
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
		return r, out == told{last: r.last, extended: r.extended}
	case extend:
		r.extended = true
		return r, out.outcome == done
	case withdraw:
		r.withdrawn = true
		return r, out.outcome == done
	}
	place := in.who
	if in.act == note {
		place = office
	}
	switch {
	case in.late && !r.extended:
		return r, out.outcome == closed
	case out.outcome != done:
		return r, false
	case in.says == r.last[place].says && r.stands(place): // the same once more is the one that counts
		return r, out.reply == r.last[place].reply
	}
	// Replies are numbered in the order in which they count.
	later := out.reply > r.top
	r.keep(place, word{out.reply, in.says})
	return r, later
}

// stands says whether the last word of a place still counts, so that the same
// once more changes nothing.
func (r register) stands(place int) bool {
	if place != office {
		return true
	}
	no, after := 0, 0
	for _, w := range r.last[:office] {
		if w.says == "no" || w.says == signedOff {
			no++
		}
		if w.says == "no" && w.reply > r.last[office].reply {
			after++
		}
	}
	if r.last[office].says == "no" {
		return no == office
	}
	return after < office
}

// keep takes in a word. The office's no signs everybody off; a yes ends it.
func (r *register) keep(place int, w word) {
	for k := range r.last[:office] {
		if place == office && w.says == "no" && r.last[k].says != "no" && r.last[k].says != signedOff {
			r.last[k] = word{says: signedOff}
		}
	}
	if place != office && w.says != "no" && r.last[office].says == "no" {
		r.last[office] = word{}
	}
	r.last[place], r.top = w, w.reply
}

// TestHistoryCheckerNotices plants each kind of fault in a sound history of two
// colleagues; every moment is a step of ten.
func TestHistoryCheckerNotices(t *testing.T) {
	yes, no := asked{act: give, who: 0, says: "yes"}, asked{act: give, who: 1, says: "no"}
	nobody := asked{act: note, says: "no"}
	op := func(begin, end int64, in asked, out told) porcupine.Operation {
		return porcupine.Operation{Call: begin, Return: end, Input: in, Output: out}
	}
	saw := func(a, b, whole word) told { return told{last: [4]word{a, b, {}, whole}} }
	// A says yes while B says no and a third reads; both read after it. Then it
	// ends, and staff note that nobody comes before they take the invitation back.
	sound := func() []porcupine.Operation {
		return []porcupine.Operation{
			op(0, 30, yes, told{reply: 1}), op(10, 40, no, told{reply: 2}),
			op(20, 50, asked{act: read}, saw(word{1, "yes"}, word{}, word{})),
			op(60, 70, asked{act: read}, saw(word{1, "yes"}, word{2, "no"}, word{})), op(60, 70, no, told{reply: 2}),
			op(80, 90, asked{act: give, who: 0, says: "online", late: true}, told{outcome: closed}),
			op(80, 100, asked{act: extend}, told{}),
			op(110, 120, asked{act: give, who: 0, says: "online", late: true}, told{reply: 3}),
			op(121, 124, nobody, told{reply: 6}),
			op(
				125, 129, asked{act: read},
				told{last: [4]word{{0, signedOff}, {2, "no"}, {0, signedOff}, {6, "no"}}, extended: true},
			),
			op(130, 140, asked{act: withdraw}, told{}), op(135, 150, asked{act: read}, told{outcome: gone}),
			op(150, 160, no, told{outcome: gone}),
		}
	}
	for name, plant := range map[string]func(h []porcupine.Operation){
		"":            func([]porcupine.Operation) {},
		"answer lost": func(h []porcupine.Operation) { h[3].Output = saw(word{}, word{2, "no"}, word{}) },
		"colleague written over": func(h []porcupine.Operation) {
			h[3].Output = saw(word{2, "no"}, word{2, "no"}, word{})
		},
		"words of another answer": func(h []porcupine.Operation) {
			h[3].Output = saw(word{1, "no"}, word{2, "no"}, word{})
		},
		"equal answer kept twice":  func(h []porcupine.Operation) { h[4].Output = told{reply: 3} },
		"two answers in one":       func(h []porcupine.Operation) { h[1].Output = told{reply: 1} },
		"read before it was given": func(h []porcupine.Operation) { h[0].Call, h[0].Return = 55, 58 },
		"numbers against order": func(h []porcupine.Operation) {
			h[1].Call, h[1].Return, h[0].Call, h[0].Return = 0, 5, 10, 30
		},
		"late answer taken in": func(h []porcupine.Operation) { h[5].Output = told{reply: 3}; h[6].Call = 95 },
		"extension forgotten":  func(h []porcupine.Operation) { h[7].Output = told{outcome: closed} },
		"not signed off": func(h []porcupine.Operation) {
			h[9].Output = told{last: [4]word{{3, "online"}, {2, "no"}, {}, {6, "no"}}, extended: true}
		},
		"a no signed off again": func(h []porcupine.Operation) {
			h[9].Output = told{last: [4]word{{0, signedOff}, {0, signedOff}, {0, signedOff}, {6, "no"}}, extended: true}
		},
		"extension not shown": func(h []porcupine.Operation) {
			out := h[9].Output.(told)
			out.extended = false
			h[9].Output = out
		},
		"answered after withdrawn": func(h []porcupine.Operation) { h[12].Output = told{reply: 9} },
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
