package staff_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

func TestAutosave(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	id := writePost(t, c, "news", "Titel", "Eerste tekst.")
	form := c.Get(postPath(id, "wijzig")).Form("#schrijf")
	form.Set("body", "Tweede tekst.")
	var got scriptAnswer
	asScript(t, c, postPath(id, "bewaar"), form, &got).Want(http.StatusOK)
	one := postNow(t, p, id)
	if one.Text.Body != "Tweede tekst." || got.Edited != one.Edited ||
		got.Saved != p.Clock.Now().In(consult.Amsterdam).Format("15.04") {
		t.Fatalf("saved: %+v, answer %+v", one, got)
	}
	// The same words again are no save: nobody's number goes up.
	form.Set("edited", itoa(got.Edited))
	asScript(t, c, postPath(id, "bewaar"), form, &got).Want(http.StatusOK)
	if after := postNow(t, p, id); after.Edited != one.Edited {
		t.Errorf("saved again: %d after %d", after.Edited, one.Edited)
	}
	form.Set("shown_on", "gisteren")
	got = scriptAnswer{}
	asScript(t, c, postPath(id, "bewaar"), form, &got).Want(http.StatusUnprocessableEntity)
	if len(got.Problems) != 1 || got.Problems[0].Field != "shown_on" || got.Problems[0].Message == "" {
		t.Errorf("problems: %+v", got)
	}
	form.Set("shown_on", "")
	form.Set("title", strings.Repeat("x", consult.MaxPostTitle+1))
	asScript(t, c, postPath(id, "bewaar"), form, &got).Want(http.StatusUnprocessableEntity)
	if postNow(t, p, id).Text.Title != "Titel" {
		t.Error("a title that is too long was saved")
	}
	other := p.SignIn(consult.Admin)
	theirs := other.Get(postPath(id, "wijzig")).Form("#schrijf")
	theirs.Set("lead", "Van Marleen.")
	other.Post(postPath(id, "wijzig"), theirs).Redirect()
	form.Set("title", "Titel")
	form.Set("body", "Derde tekst.")
	got = scriptAnswer{}
	asScript(t, c, postPath(id, "bewaar"), form, &got).Want(http.StatusConflict)
	if got.Message == "" || postNow(t, p, id).Text.Body != "Tweede tekst." {
		t.Errorf("conflict: %+v", got)
	}
	// Without the script the same address answers as the form does.
	if at := c.Post(postPath(id, "bewaar"), other.Get(postPath(id, "wijzig")).Form("#schrijf")).
		Redirect(); !strings.HasPrefix(at, postPath(id, "wijzig")) {
		t.Errorf("leads to %s", at)
	}
}

// TestAutosaveAfterALostAnswer: who saved and did not hear of it sends the same
// again with the old number. That is no conflict; what is different is.
func TestAutosaveAfterALostAnswer(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	id := writePost(t, c, "press_release", "Titel", "Eerste tekst.")
	form := c.Get(postPath(id, "wijzig")).Form("#schrijf")
	form.Set("body", "Tweede tekst.\r\n\r\nRegel twee.")
	asScript(t, c, postPath(id, "bewaar"), form, nil).Want(http.StatusOK)
	saved := postNow(t, p, id)
	var got scriptAnswer
	asScript(t, c, postPath(id, "bewaar"), form, &got).Want(http.StatusOK)
	if after := postNow(t, p, id); got.Edited != saved.Edited || after.Edited != saved.Edited {
		t.Fatalf("answer %d, post %d, saved as %d", got.Edited, after.Edited, saved.Edited)
	}
	late := form.Get("edited")
	form.Set("body", "Derde tekst.")
	asScript(t, c, postPath(id, "bewaar"), form, nil).Want(http.StatusConflict)
	form.Set("edited", itoa(got.Edited))
	asScript(t, c, postPath(id, "bewaar"), form, nil).Want(http.StatusOK)
	// Once somebody wrote after it, the same words again are a conflict.
	form.Set("edited", late)
	form.Set("body", "Tweede tekst.\r\n\r\nRegel twee.")
	asScript(t, c, postPath(id, "bewaar"), form, nil).Want(http.StatusConflict)
	if body := postNow(t, p, id).Text.Body; body != "Derde tekst." {
		t.Errorf("overwritten: %q", body)
	}
}

func TestWritersSeeEachOther(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c, other := p.SignIn(consult.Editor), p.SignIn(consult.Admin)
	id := writePost(t, c, "news", "Titel", "Tekst.")
	var got scriptAnswer
	asScript(t, other, postPath(id, "aanwezig"), nil, &got).Want(http.StatusOK)
	if len(got.Others) != 1 || !strings.HasPrefix(got.Others[0], "Daan IJpelaar, sinds ") { // who saved a moment ago
		t.Errorf("others: %v", got.Others)
	}
	asScript(t, c, postPath(id, "aanwezig"), nil, &got).Want(http.StatusOK)
	if len(got.Others) != 1 || !strings.HasPrefix(got.Others[0], "Marleen Oosterveld, sinds ") {
		t.Errorf("others: %v", got.Others)
	}
	if text := c.Get(postPath(id, "wijzig")).Find("[data-others]").
		Text(); !strings.Contains(text, "Marleen Oosterveld") {
		t.Errorf("the page says %q", text)
	}
	p.Clock.Advance(consult.WriterGone + time.Second)
	if text := c.Get(postPath(id, "wijzig")).Find("[data-others]").Text(); strings.Contains(text, "Marleen") {
		t.Errorf("long gone, the page says %q", text)
	}
}

func TestConflictKeepsBothTexts(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c, other := p.SignIn(consult.Editor), p.SignIn(consult.Admin)
	id := writePost(t, c, "press_release", "Titel", "Wij spreken af in Elzendam.")
	mine := c.Get(postPath(id, "wijzig")).Form("#schrijf")
	theirs := other.Get(postPath(id, "wijzig")).Form("#schrijf")
	theirs.Set("body", "Wij spreken af in Lommerdijk.")
	other.Post(postPath(id, "wijzig"), theirs).Redirect()
	mine.Set("body", "Wij spreken af in Brinkeroord.")
	mine.Del("signatories")
	r := c.Post(postPath(id, "wijzig"), mine).Want(http.StatusConflict)
	pagetest.Check(t, r.Body)
	if r.Find("#body").Text() != "Wij spreken af in Brinkeroord." {
		t.Errorf("lost: %q", r.Find("#body").Text())
	}
	if diff := r.Find(".diff").Text(); !strings.Contains(diff, "Lommerdijk") || !strings.Contains(diff, "Brinkeroord") {
		t.Errorf("difference: %s", diff)
	}
	if r.Has("form[data-save]") {
		t.Error("the script would save by itself")
	}
	if got := postNow(t, p, id).Text.Body; got != "Wij spreken af in Lommerdijk." {
		t.Errorf("overwritten: %q", got)
	}
	if !r.Has("a[href='" + postPath(id, "wijzig") + "']") {
		t.Error("no way to take the other's text")
	}
	c.Post(postPath(id, "wijzig"), r.Form("#schrijf")).Redirect() // having looked: my text
	if got := postNow(t, p, id); got.Text.Body != "Wij spreken af in Brinkeroord." || len(got.Text.Signatories) != 0 {
		t.Errorf("saved: %+v", got.Text)
	}
	// Somebody publishes and withdraws it: nothing can be saved, nothing is lost.
	late := c.Get(postPath(id, "wijzig")).Form("#schrijf")
	for _, m := range []string{"1", "2"} {
		late.Add("signatories", m)
	}
	c.Post(postPath(id, "wijzig"), late).Redirect()
	publishNow(t, other, id)
	form := other.Get(postPath(id, "trek-in")).Form("main form.form")
	form.Set("why", "Het was onjuist.")
	other.Post(postPath(id, "trek-in"), form).Redirect()
	late.Set("body", "Kwam te laat.")
	r = c.Post(postPath(id, "wijzig"), late).Want(http.StatusConflict)
	pagetest.Check(t, r.Body)
	if r.Find("#body").Text() != "Kwam te laat." || r.Has("form#schrijf button.button--primary") {
		t.Errorf("of a withdrawn post: %q", r.Find("#body").Text())
	}
	c.Get(postPath(id, "wijzig")).Redirect()
}

func TestPostFormKeepsWhatWasTyped(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	id := writePost(t, c, "press_release", "Titel", "Tekst.")
	for field, value := range map[string]string{
		"title": strings.Repeat("x", consult.MaxPostTitle+1), "lead": strings.Repeat("x", 801), "language": "fr",
		"shown_on": "30-02-2026", "press_phone": strings.Repeat("0", 41),
	} {
		t.Run(field, func(t *testing.T) {
			form := c.Get(postPath(id, "wijzig")).Form("#schrijf")
			form.Set(field, value)
			form.Set("body", "Wat ik typte.")
			r := c.Post(postPath(id, "wijzig"), form).Want(http.StatusUnprocessableEntity)
			pagetest.Check(t, r.Body)
			if r.Find("#"+field).Attr("aria-invalid") != "true" || !r.Has(`.error-summary a[href="#`+field+`"]`) {
				t.Errorf("nothing is said at %s", field)
			}
			if r.Find("#body").Text() != "Wat ik typte." {
				t.Errorf("lost: %q", r.Find("#body").Text())
			}
		})
	}
	// A municipality that did not exist on the day of the post.
	if err := p.Service().
		ChangeMunicipality(
			t.Context(), p.Admin,
			consult.Municipality{ID: 2, Name: "’t Waalhof", From: time.Date(2020, 1, 1, 0, 0, 0, 0, consult.Amsterdam)},
		); err != nil {
		t.Fatal(err)
	}
	form := c.Get(postPath(id, "wijzig")).Form("#schrijf")
	form.Set("shown_on", "2016-02-15")
	r := c.Post(postPath(id, "wijzig"), form).Want(http.StatusUnprocessableEntity)
	pagetest.Check(t, r.Body)
	if text := r.Find(".error-summary").Text(); !strings.Contains(text, "’t Waalhof") {
		t.Errorf("summary: %s", text)
	}
	form["signatories"] = []string{"1"}
	c.Post(postPath(id, "wijzig"), form).Redirect()
	if boxes := c.Get(postPath(id, "wijzig")).Page().All("input[name=signatories]"); len(boxes) != 1 {
		t.Errorf("%d municipalities are offered for 2016", len(boxes))
	}
}

// TestExpiredSignInKeepsTheText: what was typed comes back, signed in or not,
// and is saved by nobody but its writer.
func TestExpiredSignInKeepsTheText(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	id := writePost(t, c, "news", "Titel", "Tekst.")
	form := c.Get(postPath(id, "wijzig")).Form("#schrijf")
	form.Set("body", "Regel een\r\n\r\n<b>\"regel\" twee</b>")
	p.Clock.Advance(consult.SignInIdle)
	r := c.Post(postPath(id, "wijzig"), form).Want(http.StatusUnauthorized)
	pagetest.Check(t, r.Body)
	if r.Header.Get("Cache-Control") != "no-store" || !r.Has("meta[name=robots][content*=noindex]") ||
		!r.Has("a[target=_blank][href='/beheer/aanmelden']") {
		t.Errorf("the page: %v", r.Header)
	}
	again := r.Form("main form")
	for _, name := range []string{"body", "title", "edited", "language"} {
		// A browser writes line ends as one sign in a page, and as two in what it sends.
		if again.Get(name) != strings.ReplaceAll(form.Get(name), "\r\n", "\n") {
			t.Errorf("%s came back as %q, was %q", name, again.Get(name), form.Get(name))
		}
	}
	if strings.Contains(string(r.Body), "<b>") {
		t.Error("what was typed is read as markup")
	}
	if got := postNow(t, p, id).Text.Body; got != "Tekst." {
		t.Errorf("saved without a sign-in: %q", got)
	}
	if r.Has("main form input[name=file]") || strings.Contains(r.Find("main").Text(), "bestand") {
		t.Error("the page speaks of a file")
	}
	asScript(t, c, postPath(id, "bewaar"), form, nil).Want(http.StatusUnauthorized)
	withFile := c.Upload(postPath(id, "bestanden"), form, "file", "punten.txt", []byte("een")).
		Want(http.StatusUnauthorized)
	pagetest.Check(t, withFile.Body)
	if text := withFile.Find("main").Text(); !strings.Contains(text, "Het bestand dat u koos, is niet meegekomen") {
		t.Errorf("of the file the page says: %s", text)
	}
	if body := withFile.Form("main form").Get("body"); body != again.Get("body") {
		t.Errorf("beside a file came back %q", body)
	}
	p.SignIn(consult.Editor).Post(r.Find("main form").Attr("action"), again).Redirect()
	if got := postNow(t, p, id).Text.Body; got != "Regel een\n\n<b>\"regel\" twee</b>" {
		t.Errorf("sent again: %q", got)
	}
	// From another site nothing of it is shown.
	from := p.Client()
	from.Header = http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}}
	if r := from.Post(postPath(id, "wijzig"), form); r.Status != http.StatusForbidden ||
		strings.Contains(string(r.Body), "regel") {
		t.Errorf("from another site: %d", r.Status)
	}
}
