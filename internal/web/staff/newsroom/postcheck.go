package newsroom

import (
	"strings"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/editorial"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page"
)

// postChecklist is what the checks found, each with the way to where it is
// mended; where nothing was found it says so. at is the address of the editor,
// empty on the editor itself.
func postChecklist(lang i18n.Lang, one consult.Post, found []editorial.Finding, at string) []page.ChecklistItem {
	if len(found) == 0 {
		return []page.ChecklistItem{{Kind: page.OK, Title: i18n.T(lang, "post.check.fine")}}
	}
	items := make([]page.ChecklistItem, len(found))
	for i, f := range found {
		items[i] = newChecklistItem(lang, one, f, at)
	}
	return items
}

func newChecklistItem(lang i18n.Lang, one consult.Post, f editorial.Finding, at string) page.ChecklistItem {
	title, how := firstSentence(i18n.T(lang, f.Key, f.Args...))
	item := page.ChecklistItem{
		Kind: page.Plain, Title: title,
		Text: strings.Join(filled(findingPlace(lang, f), how, findingSuggest(lang, f)), " "),
	}
	if f.Kind == editorial.FindingError {
		item.Kind = page.Bad
	}
	href := at + "#" + mendAt(f.Field)
	if f.Field == "theme" {
		href = address.StaffPost(one.ID, postPlace) + "#theme"
	}
	item.Button = &page.Button{
		Text: i18n.T(lang, "post.check.mend"), About: mendWhat(lang, one.Kind, f), Href: href, Small: true,
	}
	return item
}

// firstSentence parts what is wrong from how to mend it.
func firstSentence(text string) (first, rest string) {
	end := editorial.SentenceEnds(text)[0]
	return strings.TrimSuffix(strings.TrimSpace(text[:end]), "."), strings.TrimSpace(text[end:])
}

// findingPlace says where it is and how it reads there.
func findingPlace(lang i18n.Lang, f editorial.Finding) string {
	switch {
	case f.Line > 0 && f.Quote != "":
		return i18n.T(lang, "post.check.line_quote", "Line", f.Line, "Quote", f.Quote)
	case f.Line > 0:
		return i18n.T(lang, "post.check.line", "Line", f.Line)
	case f.Quote != "":
		return i18n.T(lang, "post.check.quote", "Quote", f.Quote)
	}
	return ""
}

func findingSuggest(lang i18n.Lang, f editorial.Finding) string {
	if f.Suggest == "" {
		return ""
	}
	return i18n.T(lang, "post.check.suggest", "Suggest", f.Suggest)
}

// mendWhat names the field in which a finding is mended, for whoever hears the
// button alone.
func mendWhat(lang i18n.Lang, kind consult.PostKind, f editorial.Finding) string {
	key := "post.form." + f.Field
	if f.Field == "files" {
		key = "post.files.title"
	}
	if answer := "post.form.answer." + f.Field; kind == consult.FAQ && i18n.Has(lang, answer) {
		key = answer
	}
	if !i18n.Has(lang, key) {
		return ""
	}
	if f.Line > 0 {
		return i18n.T(lang, key) + ", " + i18n.T(lang, "post.check.line", "Line", f.Line)
	}
	return i18n.T(lang, key)
}

// mendAt is where on the editor a finding is mended.
func mendAt(field string) string {
	switch field {
	case "title", "lead", "body", "language", "shown_on", "signatories", "press_name", "press_phone", "press_address":
		return field
	case "files":
		return "bestanden"
	case "press":
		return "press_name"
	}
	return "body"
}

// postPlan is what becomes public, when and to whom.
func postPlan(lang i18n.Lang, one consult.Post, files int, now time.Time) []page.Fact {
	what := i18n.T(lang, "post.plan.what."+string(one.Kind))
	if files > 0 {
		what += ", " + i18n.N(lang, "meeting.publish.files", files)
	}
	when := page.Fact{Term: i18n.T(lang, "meeting.publish.when")}
	switch {
	case one.PublicAt(now):
		when.Lines = []string{i18n.T(lang, "post.plan.correction", "Version", one.Version+1)}
		when.Notes = page.Lines(i18n.T(lang, "post.plan.correction_note"))
	case one.Scheduled(now):
		word, at := stateMoment(one, now)
		when.Lines = []string{i18n.T(lang, "post.moment."+word, "Date", i18n.DateTime(lang, at))}
	default:
		when.Lines = []string{i18n.T(lang, "post.plan.choose")}
	}
	return []page.Fact{
		{Term: i18n.T(lang, "meeting.publish.what"), Lines: []string{what},
			Notes: page.Lines(i18n.T(lang, "post.plan.not"))},
		when,
		{Term: i18n.T(lang, "meeting.publish.who"), Lines: []string{i18n.T(lang, "meeting.publish.everyone")},
			Notes: page.Lines(i18n.T(lang, "post.plan.no_mail"))},
	}
}
