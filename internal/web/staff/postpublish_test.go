package staff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

func TestChecksStandBeforePublishing(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	id := writePost(t, c, "press_release", "Titel", "")
	form := c.Get(postPath(id, "wijzig")).Form("#schrijf")
	form.Del("press_name")
	form.Del("press_phone")
	c.Post(postPath(id, "wijzig"), form).Redirect()
	r := c.Get(postPath(id, "publiceer")).Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	if !r.Has(".checklist__item--bad a[href='"+postPath(id, "wijzig")+"#body']") || r.Has("button.button--primary") {
		t.Errorf("an empty text: %s", r.Find(".checklist").Text())
	}
	edited := itoa(postNow(t, p, id).Edited)
	r = c.Post(postPath(id, "publiceer"), url.Values{"edited": {edited}, "when": {"nu"}, "check": {"1"}}).
		Want(http.StatusUnprocessableEntity)
	pagetest.Check(t, r.Body)
	form = c.Get(postPath(id, "wijzig")).Form("#schrijf")
	form.Set("body", "Een tekst.")
	if at := c.Post(postPath(id, "wijzig"), with(form, "verder", "publiceer")).
		Redirect(); at != postPath(id, "publiceer") {
		t.Errorf("save and go on leads to %s", at)
	}
	r = c.Get(postPath(id, "publiceer")).Want(http.StatusOK)
	form = r.Form("main .split form.form") // without the box ticked: nobody to ask for the press
	form.Set("when", "nu")
	r = c.Post(postPath(id, "publiceer"), form).Want(http.StatusUnprocessableEntity)
	pagetest.Check(t, r.Body)
	if !r.Has(`.error-summary a[href="#check"]`) || !postNow(t, p, id).Draft() {
		t.Error("a warning was not asked about")
	}
	form.Set("check", "1")
	c.Post(postPath(id, "publiceer"), form).Redirect()
	if !postNow(t, p, id).PublicAt(p.Clock.Now()) {
		t.Error("not published")
	}
}

func with(form url.Values, name, value string) url.Values {
	form.Set(name, value)
	return form
}

func TestScheduleAndUnschedule(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	id := writePost(t, c, "press_release", "Embargo", "Een tekst.")
	form := c.Get(postPath(id, "publiceer")).Form("main .split form.form")
	form.Set("when", "later")
	form.Set("check", "1")
	for _, one := range []struct{ date, clock, wrong string }{
		{"", "10:00", "at"}, {"morgen", "10:00", "at"}, {"2026-11-05", "straks", "at_time"},
		{"2027-03-28", "02:30", "at_time"}, {"2026-11-01", "10:00", "at"},
	} {
		form.Set("at", one.date)
		form.Set("at_time", one.clock)
		r := c.Post(postPath(id, "publiceer"), form).Want(http.StatusUnprocessableEntity)
		pagetest.Check(t, r.Body)
		if r.Find("#"+one.wrong).Attr("aria-invalid") != "true" || r.Find("#at").Attr("value") != one.date {
			t.Errorf("%v: nothing is said at %s, or it was lost", one, one.wrong)
		}
	}
	form.Set("at", "2027-10-31") // the hour that comes twice
	form.Set("at_time", "02.30")
	if at := c.Post(postPath(id, "publiceer"), form).Redirect(); !strings.HasSuffix(at, "?gedaan=scheduled_twice") {
		t.Errorf("leads to %s", at)
	}
	one := postNow(t, p, id)
	if want := time.Date(2027, time.October, 31, 1, 30, 0, 0, time.UTC); !one.ReleasedAt.Equal(want) {
		t.Fatalf("scheduled for %v, want %v", one.ReleasedAt, want)
	}
	p.Client().Get("/nieuws/embargo").Want(http.StatusNotFound)
	r := c.Get(postPath(id, "publiceer")).Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	if r.Find("#at").Attr("value") != "2027-10-31" ||
		!strings.Contains(r.Find("main").Text(), "Embargo tot zondag 31 oktober 2027") {
		t.Error("the planned moment is not shown")
	}
	// What is written over it waits, and is named.
	edit := c.Get(postPath(id, "wijzig")).Form("#schrijf")
	edit.Set("body", "Een betere tekst.")
	c.Post(postPath(id, "wijzig"), edit).Redirect()
	if one = postNow(t, p, id); one.Pending == nil || one.Text.Body != "Een tekst." {
		t.Fatalf("over a planned text: %+v", one)
	}
	drop := c.Get(postPath(id, "laat-vallen")).Want(http.StatusOK)
	pagetest.Check(t, drop.Body)
	if !strings.Contains(drop.Find(".diff").Text(), "betere") {
		t.Error("what is lost is not named")
	}
	c.Post(postPath(id, "laat-vallen"), drop.Form("main form.form")).Redirect()
	c.Get(postPath(id, "laat-vallen")).Want(http.StatusConflict)
	old := r.Form("form[action='" + postPath(id, "uit-planning") + "']")
	r = c.Post(postPath(id, "uit-planning"), old).Want(http.StatusConflict)
	pagetest.Check(t, r.Body)
	fresh := c.Get(postPath(id, "publiceer")).Form("form[action='" + postPath(id, "uit-planning") + "']")
	c.Post(postPath(id, "uit-planning"), fresh).Redirect()
	if !postNow(t, p, id).Draft() {
		t.Error("still planned")
	}
	form = c.Get(postPath(id, "publiceer")).Form("main .split form.form")
	form.Set("when", "nu")
	form.Set("check", "1")
	c.Post(postPath(id, "publiceer"), form).Redirect()
	p.Client().Get("/nieuws/embargo").Want(http.StatusOK)
	r = c.Post(postPath(id, "publiceer"), form).Want(http.StatusConflict)
	pagetest.Check(t, r.Body)
	if !strings.Contains(r.Find(".notice").Text(), "staat intussen op de site") {
		t.Errorf("what happened: %s", r.Find(".notice").Text())
	}
}

func TestCorrectAndWithdraw(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	id := writePost(t, c, "news", "Titel", "Aanmelden kan tot vrijdag.")
	publishNow(t, c, id)
	edit := c.Get(postPath(id, "wijzig")).Form("#schrijf")
	c.Post(postPath(id, "wijzig"), edit).Redirect() // nothing changed: no correction waits
	if postNow(t, p, id).Pending != nil {
		t.Error("a correction without a difference")
	}
	edit.Set("body", "Aanmelden kan tot zaterdag.")
	c.Post(postPath(id, "wijzig"), edit).Redirect()
	if !strings.Contains(c.Get(posts).Find("tbody").Text(), "Correctie in voorbereiding") {
		t.Error("the list does not say that a correction is being written")
	}
	r := c.Get(postPath(id, "publiceer")).Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	if !strings.Contains(r.Find(".diff").Text(), "zaterdag") {
		t.Error("the difference is not shown")
	}
	form := r.Form("main .split form.form")
	form.Set("check", "1")
	r = c.Post(postPath(id, "publiceer"), form).Want(http.StatusUnprocessableEntity)
	if r.Find("#reason").Attr("aria-invalid") != "true" {
		t.Error("a correction without a reason")
	}
	form.Set("reason", "De dag klopte niet.")
	c.Post(postPath(id, "publiceer"), form).Redirect()
	if one := postNow(t, p, id); one.Version != 2 || one.Text.Body != "Aanmelden kan tot zaterdag." {
		t.Fatalf("corrected: %+v", one)
	}
	versions := c.Get(postPath(id, "versies")).Want(http.StatusOK)
	pagetest.Check(t, versions.Body)
	for _, want := range []string{
		"De dag klopte niet.", "vrijdag", "zaterdag", "Daan IJpelaar", "Versie 2", "Versie 1",
	} {
		if !strings.Contains(versions.Find("main").Text(), want) {
			t.Errorf("versions do not say %q", want)
		}
	}
	r = c.Get(postPath(id, "trek-in")).Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	form = r.Form("main form.form")
	c.Post(postPath(id, "trek-in"), form).Want(http.StatusUnprocessableEntity)
	form.Set("edited", "0")
	form.Set("why", "Het bericht was onjuist.")
	r = c.Post(postPath(id, "trek-in"), form).Want(http.StatusConflict)
	pagetest.Check(t, r.Body)
	if r.Find("#why").Attr("value") != "Het bericht was onjuist." {
		t.Error("lost the note")
	}
	c.Post(postPath(id, "trek-in"), r.Form("main form.form")).Redirect()
	show := c.Get(posts + "/" + itoa(id)).Want(http.StatusOK)
	pagetest.Check(t, show.Body)
	if !strings.Contains(show.Find("main").Text(), "Het bericht was onjuist.") {
		t.Error("the overview does not say why it was withdrawn")
	}
	c.Get(postPath(id, "trek-in")).Want(http.StatusConflict)
}

func TestDiscardPost(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	id := writePost(t, c, "news", "Weg ermee", "Drie woorden tekst.")
	r := c.Get(postPath(id, "weg")).Want(http.StatusOK)
	if text := r.Find("main").Text(); !strings.Contains(text, "Weg ermee") || !strings.Contains(text, "3 woorden") {
		t.Errorf("what is lost: %s", text)
	}
	old := r.Form("main form.form")
	form := c.Get(postPath(id, "gegevens")).Form("main form.form")
	form.Set("note", "Toch nog iets.")
	c.Post(postPath(id, "gegevens"), form).Redirect()
	r = c.Post(postPath(id, "weg"), old).Want(http.StatusConflict)
	pagetest.Check(t, r.Body)
	if got := c.Post(postPath(id, "weg"), r.Form("main form.form")).Redirect(); got != posts+"?gedaan=discarded" {
		t.Errorf("leads to %s", got)
	}
	c.Get(postPath(id, "wijzig")).Want(http.StatusNotFound)
}
