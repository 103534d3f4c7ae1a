package consult

import (
	"errors"
	"slices"
	"testing"
	"time"
)

var inviteNow = time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC)

func TestWhySomebodyIsLeftOut(t *testing.T) {
	good := Candidate{Organisation: Organisation{ID: 1}, Contact: Contact{ID: 7}}
	asked := func(change func(*Candidate)) Candidate {
		c := good
		c.Invitation, c.Invitee = Invitation{ID: 1}, Invitee{ID: 3}
		change(&c)
		return c
	}
	for name, c := range map[string]struct {
		candidate Candidate
		except    []int64
		want      LeftOut
	}{
		"nothing against it":    {good, nil, LeftNot},
		"archived contact":      {Candidate{Contact: Contact{ID: 7, ArchivedAt: inviteNow}}, nil, LeftArchived},
		"archived organisation": {Candidate{Organisation: Organisation{ArchivedAt: inviteNow}}, nil, LeftArchived},
		"nobody to write to":    {Candidate{Organisation: Organisation{ID: 1}}, nil, LeftNoContact},
		"address fails":         {Candidate{Contact: Contact{ID: 7, Undeliverable: inviteNow}}, nil, LeftUndeliverable},
		"taken out":             {good, []int64{7}, LeftByHand},
		"invited":               {asked(func(*Candidate) {}), nil, LeftAlready},
		"invited and failing":   {asked(func(c *Candidate) { c.Contact.Undeliverable = inviteNow }), nil, LeftAlready},
		"withdrawn":             {asked(func(c *Candidate) { c.Invitee.WithdrawnAt = inviteNow }), nil, LeftNot},
		"organisation withdrawn": {asked(func(c *Candidate) {
			c.Invitation.WithdrawnAt = inviteNow
		}), nil, LeftNot},
		"said not to be the one": {
			asked(func(c *Candidate) { c.Invitee.WrongPerson = inviteNow }), nil, LeftNotTheRight,
		},
	} {
		if got := (Audience{Except: c.except}).Why(c.candidate); got != c.want {
			t.Errorf("%s: left out as %q, want %q", name, got, c.want)
		}
	}
}

func TestStandAndReach(t *testing.T) {
	for name, c := range map[string]struct {
		line  InviteeLine
		stand Stand
		reach Reach
	}{
		"nothing": {InviteeLine{}, StandOpen, ReachNone},
		"a colleague said yes": {
			InviteeLine{InviteeID: 1, Party: &Party{People: []Asked{said(2, 5, Yes)}}, MailState: Sent}, StandOpen,
			ReachSent,
		},
		"sends somebody": {InviteeLine{StandInID: 4, MailState: Queued}, StandColleague, ReachWaiting},
		"said no":        {InviteeLine{Reply: &Reply{Answer: No}, MailState: Retry}, StandNo, ReachWaiting},
		"yes, then sends": {
			InviteeLine{StandInID: 4, Reply: &Reply{Answer: Yes}, MailState: Retry}, StandYes, ReachWaiting,
		},
		"withdrawn after a yes": {
			InviteeLine{WithdrawnAt: inviteNow, Reply: &Reply{Answer: Yes}, MailState: Uncertain}, StandWithdrawn,
			ReachUncertain,
		},
		"not the one":   {InviteeLine{WrongPerson: inviteNow, MailState: Failed}, StandWrong, ReachFailed},
		"address fails": {InviteeLine{Undeliverable: inviteNow, MailState: Sent}, StandOpen, ReachFailed},
		"held":          {InviteeLine{MailState: Held}, StandOpen, ReachWaiting},
	} {
		if got := c.line.Stand(); got != c.stand {
			t.Errorf("%s: stands %q, want %q", name, got, c.stand)
		}
		if got := c.line.Reach(); got != c.reach {
			t.Errorf("%s: reach %q, want %q", name, got, c.reach)
		}
	}
}

func TestInviteeFilterAndOrder(t *testing.T) {
	lines := []InviteeLine{
		{
			InviteeID: 1, Last: "Poel", NameKey: "p", Organisation: "De Brug", OrganisationKey: "b", Type: Provider,
			MunicipalityID: 2,
		},
		{
			InviteeID: 2, Last: "Hart", NameKey: "h", Organisation: "Kompas", OrganisationKey: "k", Type: Consortium,
			Reply: &Reply{Answer: Yes, ReceivedAt: inviteNow}, Party: &Party{People: []Asked{said(2, 1, Yes)}},
		},
		{
			InviteeID: 3, Last: "Aas", NameKey: "a", Organisation: "Kompas", OrganisationKey: "k", Type: Provider,
			MailState: Sent, MailAt: inviteNow,
		},
	}
	for name, c := range map[string]struct {
		filter InviteeFilter
		want   []int64
	}{
		"by name":               {InviteeFilter{}, []int64{3, 2, 1}},
		"down":                  {InviteeFilter{Down: true}, []int64{1, 2, 3}},
		"by organisation, name": {InviteeFilter{By: InviteesByOrganisation}, []int64{1, 3, 2}},
		"organisation, down":    {InviteeFilter{By: InviteesByOrganisation, Down: true}, []int64{3, 2, 1}},
		"by type":               {InviteeFilter{By: InviteesByType}, []int64{3, 1, 2}},
		"by answer":             {InviteeFilter{By: InviteesByAnswer}, []int64{3, 1, 2}},
		"by mail, down":         {InviteeFilter{By: InviteesByMail, Down: true}, []int64{3, 2, 1}},
		"search":                {InviteeFilter{Search: "  kOMPas "}, []int64{3, 2}},
		"answer":                {InviteeFilter{Stand: StandYes}, []int64{2}},
		"organisation comes":    {InviteeFilter{Stance: Comes}, []int64{2}},
		"organisation silent":   {InviteeFilter{Stance: Silent}, []int64{3, 1}},
		"type":                  {InviteeFilter{Type: Provider}, []int64{3, 1}},
		"municipality":          {InviteeFilter{MunicipalityID: 2}, []int64{1}},
		"reach":                 {InviteeFilter{Reach: ReachSent}, []int64{3}},
		"since":                 {InviteeFilter{Since: inviteNow}, []int64{2}},
		"since later":           {InviteeFilter{Since: inviteNow.Add(time.Second)}, []int64{}},
	} {
		got := []int64{}
		for _, l := range c.filter.Apply(lines) {
			got = append(got, l.InviteeID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestTurnoutCountsOrganisationsOnce(t *testing.T) {
	late := said(11, 1, Yes, "A", "B")
	late.Reply.Late = true
	brug := &Party{People: []Asked{late, said(12, 2, No)}}
	kompas := &Party{Whole: &Reply{ID: 3, Answer: Online}}
	got := CountTurnout([]InviteeLine{
		{InvitationID: 1, Type: Provider, Reply: late.Reply, Party: brug},
		{InvitationID: 1, Type: Provider, Reply: brug.People[1].Reply, Party: brug, StandInID: 4},
		{InvitationID: 2, Type: Provider}, {InvitationID: 3, Type: Consortium, Party: kompas},
		{InvitationID: 4, Type: Consortium, Party: brug, WithdrawnAt: inviteNow},
	})
	if got.Invited != 3 || got.Answered != 2 || got.Open != 1 || got.InRoom != 2 || got.TakePart != 1 ||
		got.Contacts != 4 || got.StandIns != 1 || got.LateAnswers != 1 ||
		got.Types[Provider] != (TypeTurnout{Yes: 1, Open: 1}) || got.Types[Consortium] != (TypeTurnout{Online: 1}) {
		t.Errorf("%+v", got)
	}
}

func TestExtensionOnlyGivesMore(t *testing.T) {
	m := Meeting{
		Occasion: Occasion{
			ReleasedAt: inviteNow, AnswerBy: inviteNow.Add(24 * time.Hour), Starts: inviteNow.Add(72 * time.Hour),
		},
	}
	for name, c := range map[string]struct {
		until time.Time
		now   time.Time
		want  string
	}{
		"a day more":             {m.AnswerBy.Add(24 * time.Hour), inviteNow, ""},
		"until the meeting":      {m.Starts, inviteNow, ""},
		"into the meeting":       {m.Starts.Add(time.Second), inviteNow, "invitation.problem.until_late"},
		"the deadline itself":    {m.AnswerBy, inviteNow, "invitation.problem.until_less"},
		"in the past":            {inviteNow, inviteNow, "invitation.problem.until_past"},
		"after the deadline too": {m.AnswerBy.Add(2 * time.Hour), m.AnswerBy.Add(time.Hour), ""},
	} {
		err := CheckExtension(m.Occasion, Invitation{}, c.until, "omdat", c.now)
		got := ""
		var p Problems
		if errors.As(err, &p) {
			got = p[0].Key
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestPeopleAsTyped(t *testing.T) {
	got := ParsePeople(" Dirkje ten Brinke , directeur\r\n\n,\nZoë\nJan, a, b")
	want := []Person{{"Dirkje ten Brinke", "directeur"}, {"Zoë", ""}, {"Jan", "a, b"}}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestConsortiumAndMembersBothAsked(t *testing.T) {
	members := []Membership{
		{ConsortiumID: 1, MemberID: 2}, {ConsortiumID: 1, MemberID: 3}, {ConsortiumID: 4, MemberID: 2},
	}
	for name, one := range map[string]struct {
		now, before []int64
		want        []Membership
	}{
		"both now":                 {[]int64{1, 2}, nil, members[:1]},
		"the consortium before":    {[]int64{3}, []int64{1}, members[1:2]},
		"a member before":          {[]int64{1}, []int64{2}, members[:1]},
		"both before":              {[]int64{5}, []int64{1, 2}, nil},
		"members without it":       {[]int64{2, 3}, nil, nil},
		"the consortium alone":     {[]int64{1}, nil, nil},
		"in two consortia at once": {[]int64{1, 2, 4}, nil, []Membership{members[0], members[2]}},
	} {
		var p AudiencePreview
		for _, id := range one.now {
			p.Invited = append(p.Invited, Candidate{Organisation: Organisation{ID: id}})
		}
		if got := p.Both(members, one.before); !slices.Equal(got, one.want) {
			t.Errorf("%s: %+v; want %+v", name, got, one.want)
		}
	}
}
