package consult

// Limits of a rule: how long before the anchor a reminder may go.
const MaxRuleDays = 60

// Check holds a rule against its limits and returns Problems by field: before,
// days, at.
func (r Rule) Check() error {
	var p Problems
	if r.Before != BeforeDeadline && r.Before != BeforeMeeting {
		p.Add("before", "mail.problem.before")
	}
	if r.Days < 0 || r.Days > MaxRuleDays {
		p.Add("days", "mail.problem.days", "Max", MaxRuleDays)
	}
	if r.At < 0 || r.At >= 24*60 {
		p.Add("at", "mail.problem.at")
	}
	return p.Err()
}

// Verdicts is every verdict in the order of lists: who gets the reminder first,
// then why the others do not.
var Verdicts = []Verdict{
	DueNow, Planned, AlreadySent, HasAnswered, DoesNotCome, NotAnswered, ColleagueComes, ConsortiumComes, AskedNoMore,
	NotTheRightOne,
	AddressFails, TakenBack, InvitedTooLate, BeforeRule, MomentPassed, RuleStopped, MeetingOff,
}

// Purpose is what mail of a rule is for.
func (r Rule) Purpose() Purpose {
	if r.Before == BeforeMeeting {
		return ForMeetingReminder
	}
	return ForDeadlineReminder
}
