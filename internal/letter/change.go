package letter

import (
	"slices"

	"samenspraak/internal/calendar"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

var changedLetters = written{
	consult.ForMoved:     from(movedOf, moved),
	consult.ForCancelled: from(changedOf, cancelled),
	consult.ForWithdrawn: from(changedOf, withdrawn),
	consult.ForExtension: from(changedOf, extension),
	consult.ForReport:    from(meetingOf, report),
}

// changed is what a letter about a change to the meeting or to the invitation
// tells.
type changed struct {
	meeting
	reason string
	comes  bool // the answer that counts is a yes
}

func changedOf(in Input) changed {
	f := changed{meeting: meetingOf(in), reason: harmless(in.Mail.Facts.Reason)}
	if r := in.reply(); r != nil {
		f.comes = r.Answer.Comes()
	}
	if f.reason != "" {
		return f
	}
	switch s := in.Standing; in.Mail.Purpose {
	case consult.ForCancelled:
		f.reason = harmless(in.Meeting.CancelledBy)
	case consult.ForWithdrawn:
		f.reason = harmless(s.Invitation.WithdrawnWhy)
	case consult.ForExtension:
		f.reason = harmless(s.Invitation.ExtendedWhy)
	}
	return f
}

func (f changed) why() []block {
	if f.reason == "" {
		return nil
	}
	return []block{paragraph(i18n.T(f.lang, "letter.reason", "Reason", f.reason))}
}

func cancelled(f changed) sheet {
	nothing := i18n.T(f.lang, "letter.cancelled.nothing")
	if f.comes {
		nothing = i18n.T(f.lang, "letter.cancelled.lapses")
	}
	return sheet{
		subject:   i18n.T(f.lang, "letter.cancelled.subject", "Title", f.title, "Day", f.day),
		preheader: nothing, heading: i18n.T(f.lang, "letter.cancelled.heading", "Day", f.day),
		body: slices.Concat([]block{
			paragraph(i18n.T(f.lang, "letter.cancelled.tells", "Title", f.title, "When", f.when)),
		},
			f.why(), []block{paragraph(nothing)}, f.inCalendar(), []block{f.more()}),
		why: i18n.T(f.lang, "letter.invited.why", "Organisation", f.organisation),
	}
}

func withdrawn(f changed) sheet {
	return sheet{
		subject:   i18n.T(f.lang, "letter.withdrawn.subject", "Title", f.title, "Day", f.day),
		preheader: i18n.T(f.lang, "letter.withdrawn.link"), heading: i18n.T(f.lang, "letter.withdrawn.heading"),
		body: slices.Concat([]block{paragraph(i18n.T(f.lang, "letter.withdrawn.tells",
			"Organisation", f.organisation, "Title", f.title, "When", f.when))},
			f.why(), []block{paragraph(i18n.T(f.lang, "letter.withdrawn.link"))}, f.inCalendar()),
		why: i18n.T(f.lang, "letter.withdrawn.why", "Organisation", f.organisation),
	}
}

func extension(f changed) sheet {
	return sheet{
		subject:   i18n.T(f.lang, "letter.extension.subject", "Title", f.title, "Until", f.until),
		preheader: i18n.T(f.lang, "letter.extension.preheader", "Day", f.day),
		heading:   i18n.T(f.lang, "letter.extension.heading"),
		body: slices.Concat([]block{
			paragraph(i18n.T(f.lang, "letter.extension.tells", "Organisation", f.organisation, "Title", f.title)),
		},
			f.why(), f.ask(), []block{f.where, f.more()}),
		why: i18n.T(f.lang, "letter.invited.why", "Organisation", f.organisation),
	}
}

// movedFacts is what a letter about another time or place tells.
type movedFacts struct {
	changed
	answered                    bool
	oldWhen, oldPlace           string
	newDay, newClock, elsewhere bool
}

func movedOf(in Input) movedFacts {
	was, m := in.Mail.Facts, in.Meeting
	f := movedFacts{changed: changedOf(in), answered: in.reply() != nil, oldPlace: harmless(was.OldPlace)}
	if !was.OldStarts.IsZero() {
		f.oldWhen = i18n.Span(f.lang, was.OldStarts, was.OldEnds)
		f.newDay = i18n.DayOf(was.OldStarts) != i18n.DayOf(m.Starts)
		f.newClock = !f.newDay && (!was.OldStarts.Equal(m.Starts) || !was.OldEnds.Equal(m.Ends))
	}
	f.elsewhere = f.oldPlace != "" && f.oldPlace != f.place
	return f
}

// was is the old beside the new.
func (f movedFacts) was() facts {
	var old facts
	if f.newDay || f.newClock {
		old = append(old, fact{i18n.T(f.lang, "letter.moved.was_when"), []string{f.oldWhen}})
	}
	if f.elsewhere {
		old = append(old, fact{i18n.T(f.lang, "letter.moved.was_where"), []string{f.oldPlace}})
	}
	return slices.Concat(f.where, old)
}

func moved(f movedFacts) sheet {
	s := f.moves()
	body := slices.Concat(s.body, f.why(), []block{f.was()})
	switch {
	case !f.answered && f.open:
		body = slices.Concat(body, f.ask())
	case f.answered && f.comes:
		body = slices.Concat(body, []block{paragraph(i18n.T(f.lang, "letter.moved.stands_yes"))}, f.change())
	case f.answered:
		body = slices.Concat(body, []block{paragraph(i18n.T(f.lang, "letter.moved.stands_no"))}, f.change())
	}
	s.body = slices.Concat(body, f.newEntry(), []block{f.more()})
	s.preheader = i18n.T(f.lang, "letter.moved.preheader", "When", f.when, "Place", f.place)
	s.why = i18n.T(f.lang, "letter.invited.why", "Organisation", f.organisation)
	return s
}

// moves says what moved: the day, the time of day, the place, or two of them.
func (f movedFacts) moves() sheet {
	var s sheet
	var tells string
	switch {
	case f.newDay:
		s.subject = i18n.T(f.lang, "letter.moved.subject_day", "Title", f.title, "Day", f.day)
		s.heading = i18n.T(f.lang, "letter.moved.heading_day", "Day", f.day)
		tells = i18n.T(f.lang, "letter.moved.day", "Title", f.title)
	case f.newClock:
		s.subject = i18n.T(f.lang, "letter.moved.subject_time", "Title", f.title, "When", f.when)
		s.heading = i18n.T(f.lang, "letter.moved.heading_time")
		tells = i18n.T(f.lang, "letter.moved.time", "Title", f.title)
	default:
		s.subject = i18n.T(f.lang, "letter.moved.subject_place", "Title", f.title, "Day", f.day)
		s.heading = i18n.T(f.lang, "letter.moved.heading_place")
		tells = i18n.T(f.lang, "letter.moved.place", "Title", f.title)
	}
	switch {
	case f.newDay && f.elsewhere:
		tells = i18n.T(f.lang, "letter.moved.day_place", "Title", f.title)
	case f.newClock && f.elsewhere:
		tells = i18n.T(f.lang, "letter.moved.time_place", "Title", f.title)
	}
	s.body = []block{paragraph(tells)}
	return s
}

func (f movedFacts) newEntry() []block {
	switch f.entry {
	case calendar.Request:
		return []block{small(i18n.T(f.lang, "letter.entry.moved"))}
	case calendar.Publish:
		return []block{small(i18n.T(f.lang, "letter.entry.publish_moved"))}
	}
	return nil
}

func report(f meeting) sheet {
	return sheet{
		subject:   i18n.T(f.lang, "letter.report.subject", "Title", f.title, "Day", f.day),
		preheader: i18n.T(f.lang, "letter.report.preheader"), heading: i18n.T(f.lang, "letter.report.heading"),
		body: []block{
			paragraph(i18n.T(f.lang, "letter.report.tells", "Title", f.title, "Day", f.day)),
			button{i18n.T(f.lang, "letter.button.report"), f.page}, small(i18n.T(f.lang, "letter.report.all")),
		},
		why: i18n.T(f.lang, "letter.invited.why", "Organisation", f.organisation),
	}
}
