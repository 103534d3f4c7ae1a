package consult

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// asked is somebody who said nothing; their name follows from the number.
func asked(id int64) Asked {
	return Asked{Invitee: Invitee{ID: id}, Contact: Contact{First: "Persoon", Last: fmt.Sprint(id)}}
}

// said is somebody with a reply; without names it names themselves.
func said(id, replyID int64, a Answer, names ...string) Asked {
	one := asked(id)
	r := Reply{ID: replyID, InviteeID: id, Answer: a}
	if len(names) == 0 && a.Comes() {
		names = []string{one.Contact.Name()}
	}
	for _, n := range names {
		r.People = append(r.People, Person{Name: n})
	}
	one.Reply, one.Invitee.ReplyID = &r, replyID
	return one
}

func change(a Asked, fn func(*Asked)) Asked {
	fn(&a)
	return a
}

func TestStance(t *testing.T) {
	gone := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	fails := func(a *Asked) { a.Contact.Undeliverable = gone }
	taken := func(a *Asked) { a.Invitee.WithdrawnAt = gone }
	wrong := func(a *Asked) { a.Invitee.WrongPerson = gone }
	sends := func(id int64) func(*Asked) { return func(a *Asked) { a.Invitee.StandInID = id } }
	whole := func(id int64, a Answer) *Reply { return &Reply{ID: id, Answer: a} }
	for name, c := range map[string]struct {
		party Party
		want  Stance
	}{
		"nobody said anything":      {Party{People: []Asked{asked(1), asked(2)}}, Silent},
		"nobody is asked":           {Party{}, Silent},
		"one comes":                 {Party{People: []Asked{said(1, 5, Yes), asked(2)}}, Comes},
		"one comes online":          {Party{People: []Asked{said(1, 5, Online)}}, Comes},
		"Wiebe yes, Moniek no":      {Party{People: []Asked{said(1, 5, Yes), said(2, 6, No)}}, Comes},
		"Moniek no, then Wiebe yes": {Party{People: []Asked{said(1, 6, Yes), said(2, 5, No)}}, Comes},
		"one no of two":             {Party{People: []Asked{said(1, 5, No), asked(2)}}, Silent},
		"both no":                   {Party{People: []Asked{said(1, 5, No), said(2, 6, No)}}, ComesNot},
		"no of the one who can be reached": {
			Party{People: []Asked{said(1, 5, No), change(asked(2), fails)}}, ComesNot,
		},
		"no of one who cannot be reached": {
			Party{People: []Asked{change(said(1, 5, No), fails), asked(2)}}, Silent,
		},
		"no, and then the mail failed": {Party{People: []Asked{change(said(1, 5, No), fails)}}, ComesNot},
		"nobody can be reached":        {Party{People: []Asked{change(asked(1), fails)}}, Silent},
		"no beside somebody withdrawn": {
			Party{People: []Asked{said(1, 5, No), change(asked(2), taken)}}, ComesNot,
		},
		"yes of somebody withdrawn": {
			Party{People: []Asked{change(said(1, 5, Yes), taken), asked(2)}}, Silent,
		},
		"yes of who is not the right person": {
			Party{People: []Asked{change(said(1, 5, Yes), wrong), said(2, 6, No)}}, ComesNot,
		},
		"nobody comes": {
			Party{People: []Asked{said(1, 5, No), asked(2)}, Whole: whole(6, No)}, ComesNot,
		},
		"nobody comes, then a yes": {
			Party{People: []Asked{said(1, 7, Yes), asked(2)}, Whole: whole(6, No)}, Comes,
		},
		"a yes from before nobody came": {
			Party{People: []Asked{said(1, 5, Yes), asked(2)}, Whole: whole(6, No)}, ComesNot,
		},
		"staff noted that it comes": {
			Party{People: []Asked{asked(1), asked(2)}, Whole: whole(6, Yes)}, Comes,
		},
		"staff noted it after one no": {Party{People: []Asked{said(1, 5, No)}, Whole: whole(6, Yes)}, Comes},
		"everybody said no after staff noted": {
			Party{People: []Asked{said(1, 7, No)}, Whole: whole(6, Yes)}, ComesNot,
		},
		"one of two said no after staff noted": {
			Party{People: []Asked{said(1, 7, No), asked(2)}, Whole: whole(6, Yes)}, Comes,
		},
		"Zoë sent Jan, who said nothing": {Party{People: []Asked{change(asked(1), sends(2)), asked(2)}}, Silent},
		"Zoë yes, Jan said nothing":      {Party{People: []Asked{change(said(1, 5, Yes), sends(2)), asked(2)}}, Comes},
		"Zoë no, Jan said nothing":       {Party{People: []Asked{change(said(1, 5, No), sends(2)), asked(2)}}, Silent},
		"Jan yes, then Zoë no": {
			Party{People: []Asked{change(said(1, 6, No), sends(2)), said(2, 5, Yes)}}, Comes,
		},
		"Jan no, Zoë said nothing": {Party{People: []Asked{asked(1), said(2, 5, No)}}, Silent},
		"both no, Jan and Zoë":     {Party{People: []Asked{said(1, 6, No), said(2, 5, No)}}, ComesNot},
	} {
		if got := c.party.Stance(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestComers(t *testing.T) {
	stand := func(id int64) func(*Asked) { return func(a *Asked) { a.Invitee.StandInID = id } }
	for _, c := range []struct {
		name  string
		party Party
		want  []string
	}{
		{
			"each for themselves", Party{People: []Asked{said(1, 5, Yes), said(2, 6, Online), said(3, 7, No)}},
			[]string{"Persoon 1", "Persoon 2 online"},
		},
		{
			"with somebody without a link", Party{People: []Asked{said(1, 5, Yes, "Wiebe ter Horst", "Sara Otten")}},
			[]string{"Wiebe ter Horst", "Sara Otten by Persoon 1"},
		},
		{
			"who is named and was asked answers for themselves",
			Party{People: []Asked{said(1, 5, Yes, "Persoon 1", " PERSOON  2", "Sara"), asked(2)}},
			[]string{"Persoon 1", "Sara by Persoon 1"},
		},
		{
			"named twice",
			Party{People: []Asked{said(1, 5, Yes, "Persoon 1", "Sara"), said(2, 6, Yes, "Persoon 2", "sara")}},
			[]string{"Persoon 1", "Sara by Persoon 1", "Persoon 2"},
		},
		{
			"the named go with who named them",
			Party{People: []Asked{change(said(1, 5, Yes, "Zoë", "Sara"), stand(2)), said(2, 6, Yes)}},
			[]string{"Persoon 2"},
		},
		{
			"a stand-in of the stand-in",
			Party{
				People: []Asked{
					change(said(1, 4, Yes), stand(2)), change(said(2, 5, Yes), stand(3)), said(3, 6, Online),
				},
			}, []string{"Persoon 3 online"},
		},
		{
			"Zoë comes beside Jan after all", Party{People: []Asked{said(1, 7, Yes), said(2, 6, Yes)}},
			[]string{"Persoon 1", "Persoon 2"},
		},
		{
			"staff named nobody", Party{People: []Asked{asked(1)}, Whole: &Reply{ID: 5, Answer: Online}},
			[]string{" online"},
		},
		{
			"staff named nobody and one says yes",
			Party{People: []Asked{said(1, 6, Yes)}, Whole: &Reply{ID: 5, Answer: Yes}}, []string{"Persoon 1"},
		},
		{"staff named two",
			Party{People: []Asked{said(1, 6, Yes), said(2, 7, No), asked(3)}, Whole: &Reply{ID: 5, Answer: Yes,
				People: []Person{{Name: "Persoon 1"}, {Name: "Persoon 2"}, {Name: "Persoon 3"}, {Name: "Sara"}}}},
			[]string{"Persoon 1", "Persoon 3", "Sara"}},
		{"nobody comes", Party{People: []Asked{said(1, 5, Yes)}, Whole: &Reply{ID: 6, Answer: No}}, nil},
	} {
		var got []string
		for _, one := range c.party.Comers() {
			text := one.Name
			if one.NamedBy != "" {
				text += " by " + one.NamedBy
			}
			if one.Online {
				text += " online"
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestNamedBy(t *testing.T) {
	p := Party{
		People: []Asked{said(1, 5, Yes, "Persoon 1", "persoon  2", "Persoon 3"), asked(2), said(3, 6, No), asked(4)},
	}
	for id, want := range map[int64]string{1: "", 2: "Persoon 1", 3: "", 4: "", 9: ""} {
		if got := p.NamedBy(id); got != want {
			t.Errorf("%d is named by %q, want %q", id, got, want)
		}
	}
}

func TestExpects(t *testing.T) {
	whole := &Reply{ID: 5, Answer: Yes}
	for _, c := range []struct {
		name  string
		party Party
		want  []int64
	}{
		{"who said yes", Party{People: []Asked{said(1, 5, Yes), asked(2), said(3, 6, No)}}, []int64{1}},
		{
			"all, when only the organisation comes", Party{People: []Asked{asked(1), asked(2)}, Whole: whole},
			[]int64{1, 2},
		},
		{"all but who declined", Party{People: []Asked{asked(1), said(2, 6, No)}, Whole: whole}, []int64{1}},
		{"who says yes beside the note", Party{People: []Asked{said(1, 6, Yes), asked(2)}, Whole: whole}, []int64{1}},
		{"nobody", Party{People: []Asked{asked(1)}, Whole: &Reply{ID: 5, Answer: No}}, nil},
	} {
		var got []int64
		for _, a := range c.party.People {
			if c.party.Expects(a.Invitee.ID) {
				got = append(got, a.Invitee.ID)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestPartyInAnyOrder lets a few people answer in any order: what the party says
// must follow from everybody's last word.
func TestPartyInAnyOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := &Party{People: []Asked{asked(1), asked(2), asked(3)}}
		last := map[int64]Answer{}
		nobody := false
		for id := range int64(rapid.IntRange(0, 12).Draw(rt, "replies")) {
			who := rapid.Int64Range(0, 3).Draw(rt, "who")
			r := Reply{
				ID: id + 1, InviteeID: who, Answer: rapid.SampledFrom([]Answer{Yes, Online, No}).Draw(rt, "answer"),
				People: []Person{{Name: "X"}},
			}
			if who == 0 { // nobody of us comes
				r.Answer, r.People = No, nil
				for _, a := range p.SignedOff() {
					one := r
					one.InviteeID = a.Invitee.ID
					p, last[a.Invitee.ID] = p.With(one), No
				}
			}
			p = p.With(r)
			if nobody = nobody && !r.Answer.Comes() || who == 0; who != 0 {
				last[who] = r.Answer
			}
		}
		coming, declined := 0, 0
		for _, a := range last {
			if a.Comes() {
				coming++
			} else {
				declined++
			}
		}
		want := Silent
		switch {
		case coming > 0:
			want = Comes
		case nobody || declined == 3:
			want = ComesNot
		}
		if got := p.Stance(); got != want || len(p.Comers()) != coming {
			rt.Fatalf("%s with %d who come; want %s with %d: %v", got, len(p.Comers()), want, coming, last)
		}
	})
}

func TestSeenTellsStatesApart(t *testing.T) {
	seen := map[string]string{}
	for name, p := range map[string]Party{
		"nothing":  {People: []Asked{asked(1), asked(2)}},
		"one":      {People: []Asked{said(1, 5, Yes), asked(2)}},
		"again":    {People: []Asked{said(1, 6, Yes), asked(2)}},
		"another":  {People: []Asked{asked(1), said(2, 5, Yes)}},
		"one more": {People: []Asked{asked(1), asked(2), asked(3)}},
		"whole":    {People: []Asked{asked(1), asked(2)}, Whole: &Reply{ID: 5}},
	} {
		if other, there := seen[p.Seen()]; there {
			t.Errorf("%s looks like %s", name, other)
		}
		seen[p.Seen()] = name
	}
}

func TestRemindersLookAtThePerson(t *testing.T) {
	now := inviteNow
	m := Meeting{
		Occasion: Occasion{
			ReleasedAt: now.Add(-48 * time.Hour), AnswerBy: now.Add(time.Hour), Starts: now.Add(48 * time.Hour),
		},
	}
	rule := map[Before]Rule{BeforeDeadline: {Before: BeforeDeadline}, BeforeMeeting: {Before: BeforeMeeting}}
	for _, c := range []struct {
		name       string
		party      Party
		consortium string
		who        int64
		before     Before
		want       Verdict
	}{
		{"silent", Party{People: []Asked{asked(1), asked(2)}}, "", 1, BeforeDeadline, DueNow},
		{"a colleague said no", Party{People: []Asked{asked(1), said(2, 5, No)}}, "", 1, BeforeDeadline, DueNow},
		{"who said no", Party{People: []Asked{asked(1), said(2, 5, No)}}, "", 2, BeforeDeadline, HasAnswered},
		{"a colleague comes", Party{People: []Asked{asked(1), said(2, 5, Yes)}}, "", 1, BeforeDeadline, HasAnswered},
		{
			"nobody comes", Party{People: []Asked{asked(1)}, Whole: &Reply{ID: 5, Answer: No}}, "", 1, BeforeDeadline,
			HasAnswered,
		},
		{
			"sends somebody",
			Party{People: []Asked{change(asked(1), func(a *Asked) { a.Invitee.StandInID = 2 }), asked(2)}}, "", 1,
			BeforeDeadline, ColleagueComes,
		},
		{
			"the stand-in",
			Party{People: []Asked{change(asked(1), func(a *Asked) { a.Invitee.StandInID = 2 }), asked(2)}}, "", 2,
			BeforeDeadline, DueNow,
		},
		{"the consortium comes", Party{People: []Asked{asked(1)}}, "De Brug", 1, BeforeDeadline, ConsortiumComes},
		{"comes", Party{People: []Asked{said(1, 5, Yes), asked(2)}}, "", 1, BeforeMeeting, Planned},
		{"does not come", Party{People: []Asked{said(1, 5, Yes), said(2, 6, No)}}, "", 2, BeforeMeeting, DoesNotCome},
		{
			"a colleague of who comes", Party{People: []Asked{said(1, 5, Yes), asked(2)}}, "", 2, BeforeMeeting,
			ColleagueComes,
		},
		{"nobody answered", Party{People: []Asked{asked(1)}}, "De Brug", 1, BeforeMeeting, NotAnswered},
		{
			"the organisation alone comes", Party{People: []Asked{asked(1)}, Whole: &Reply{ID: 5, Answer: Yes}}, "", 1,
			BeforeMeeting, Planned,
		},
	} {
		a := c.party.Of(c.who)
		a.Invitee.AddedAt = now.Add(-72 * time.Hour)
		st := Standing{
			Occasion: m.Occasion, Invitee: a.Invitee, Contact: a.Contact, Reply: a.Reply, Party: &c.party,
			Consortium: c.consortium,
		}
		r := rule[c.before]
		if got := r.Decide(st, now); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
