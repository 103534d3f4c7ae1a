package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"samenspraak/internal/consult"
)

// theme is a heading of the frequently asked questions.
type theme struct{ key, former, title, lead string }

var themes = []theme{
	{"instromen", "", "Instromen en contracten", "Meedoen met een contract dat al loopt, verlengen en stoppen."},
	{"samenwerken", "", "Samenwerken en combinaties", "Samen inschrijven, en wie dan tekent."},
	{"dialoog", "", "De dialoog", "Hoe de gesprekken gaan en wat er met uw voorstel gebeurt."},
	{"tarieven", "", "Tarieven en geld", ""},
	{"planning", "Planning", "Planning en temporiseren", "Wanneer wat gebeurt, en waarom wij meer tijd nemen."},
	{"administratie", "", "Administratie", ""},
}

func themeAt(key string) int {
	return slices.IndexFunc(themes, func(t theme) bool { return t.key == key })
}

// faqSteps are the frequently asked questions: each published as soon as it was
// written, some of them changed later.
func (f *filler) faqSteps() []step {
	all := []step{{f.at(moment{420, 9, 0}), f.makeThemes}, {f.at(moment{138, 9, 20}), f.renameTheme}}
	for _, p := range answered {
		all = append(all, step{f.at(p.moment), f.writesAnswer(p)})
	}
	soon, later := f.days.back(3, 0, 0), f.days.ahead(60, 0, 0)
	return append(
		all,
		step{
			f.at(moment{240, 11, 10}),
			f.corrects("index", "Het percentage van dit jaar is bekend.", reworded(indexUnknown, indexKnown)),
		},
		step{
			f.at(moment{95, 10, 5}),
			f.corrects(
				"index", "De index geldt ook voor vervoer.",
				reworded("voor vervoer geldt een eigen bedrag", "ook voor vervoer"),
			),
		},
		step{
			f.at(moment{60, 13, 30}),
			f.corrects("verlengen", "De datum van de brief is veranderd.", reworded("1 maart", "1 februari")),
		},
		step{
			f.at(moment{33, 9, 45}),
			f.corrects(
				"nietgekomen", "Duidelijker opgeschreven, er verandert niets.", reworded(missedBefore, missedNow),
			),
		},
		step{f.at(moment{28, 16, 10}), f.movesUp("instromen", 3)},
		step{
			f.at(moment{28, 16, 15}),
			f.withdrawsPost(
				"oudinstromen", "Deze vraag staat nu in één antwoord, samen met de voorwaarden.", "instromen",
			),
		},
		step{
			f.at(moment{18, 9, 5}),
			f.withdrawsPost(
				"papieren",
				"Facturen op papier bestaan niet meer. Declareren gaat alleen nog met het berichtenverkeer.", "",
			),
		},
		step{f.at(moment{58, 9, 0}), f.places("verlengen", func(p *consult.PostPlace) { p.ReviewOn = soon })},
		step{f.at(moment{58, 9, 4}), f.places("index", func(p *consult.PostPlace) { p.ReviewOn = later })},
		step{f.at(moment{2, 9, 50}), f.showsElsewhere},
		step{f.at(moment{2, 13, 20}), f.writes(unanswered)},
		step{f.at(moment{2, 13, 35}), f.places(unanswered.key, func(p *consult.PostPlace) { p.Note = unansweredNote })},
	)
}

func (f *filler) makeThemes(ctx context.Context) error {
	for _, t := range themes {
		begun := consult.Theme{Title: t.title, Lead: t.lead}
		if t.former != "" {
			begun.Title = t.former
		}
		id, err := f.svc.SaveTheme(ctx, f.staff[ilse], begun)
		if err != nil {
			return fmt.Errorf("theme %s: %w", t.key, err)
		}
		f.themes[t.key] = id
	}
	return nil
}

// renameTheme gives the one theme that began under another title its own.
func (f *filler) renameTheme(ctx context.Context) error {
	t := themes[themeAt("planning")]
	_, err := f.svc.SaveTheme(ctx, f.staff[ilse], consult.Theme{ID: f.themes[t.key], Title: t.title, Lead: t.lead})
	return err
}

func (f *filler) writesAnswer(p post) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := f.writes(p)(ctx); err != nil {
			return err
		}
		return f.releases(p.key, time.Time{})(ctx)
	}
}

// movesUp puts an answer so many places higher in its theme.
func (f *filler) movesUp(key string, places int) func(context.Context) error {
	return func(ctx context.Context) error {
		for range places {
			if err := f.svc.MoveAnswer(ctx, f.writers[key], f.posts[key], -1); err != nil {
				return err
			}
		}
		return nil
	}
}

// showsElsewhere lets two coming meetings and an announcement show an answer.
func (f *filler) showsElsewhere(ctx context.Context) error {
	return f.places("beoordeling", func(p *consult.PostPlace) {
		p.ShownBy = []consult.ShownBy{
			{MeetingID: f.done.KickOff}, {MeetingID: f.done.Consultation}, {PostID: f.posts["verzet"]},
		}
	})(ctx)
}
