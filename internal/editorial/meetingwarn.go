package editorial

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
)

// nearDeadline is how much time to answer is thought short.
const nearDeadline = 7 * 24 * time.Hour

// linkWords are the words of a link in Markdown.
var linkWords = regexp.MustCompile(`\[([^\[\]]+)\]\(`)

// MeetingWarnings are what staff may want to mend and may leave: a deadline on a day
// off or soon, a meeting in the past, a file that is announced and not there,
// a link whose words say nothing. files is how many files stand with it.
func MeetingWarnings(m consult.Meeting, files int, now time.Time) []consult.Problem {
	var p consult.Problems
	last := m.AnswerBy.Add(-time.Nanosecond).In(dutch.Zone)
	switch {
	case last.Weekday() == time.Saturday || last.Weekday() == time.Sunday:
		p.Add("deadline", "meeting.warning.deadline_weekend")
	case dutch.Holiday(last):
		p.Add("deadline", "meeting.warning.deadline_holiday")
	}
	if left := m.AnswerBy.Sub(now); left > 0 && left < nearDeadline {
		p.Add("deadline", "meeting.warning.deadline_near")
	}
	if dutch.Holiday(m.Starts) {
		p.Add("date", "meeting.warning.date_holiday")
	}
	if m.Over(now) {
		p.Add("date", "meeting.warning.date_past")
	}
	if m.Online && m.OnlineURL == "" {
		p.Add("online_url", "meeting.warning.online_url")
	}
	announces := func(line string) bool { _, ok := AnnouncesFile(line); return ok }
	if files == 0 && slices.ContainsFunc(strings.Split(m.Body, "\n"), announces) {
		p.Add("body", "meeting.warning.attachment")
	}
	saysNothing := func(link []string) bool { return SaysNothing(link[1]) }
	if slices.ContainsFunc(linkWords.FindAllStringSubmatch(m.Body, -1), saysNothing) {
		p.Add("body", "meeting.warning.link")
	}
	return p
}
