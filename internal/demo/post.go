package demo

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/consult"
)

// moment is a wall time on a working day so many before today.
type moment struct{ back, hour, minute int }

func (f *filler) at(m moment) time.Time { return f.days.back(m.back, m.hour, m.minute) }

// post is a text of the history. Its words name days, pages and files between
// braces: see wording.go.
type post struct {
	key   string // other texts name it so
	kind  consult.PostKind
	theme string // of an FAQ entry
	by    string
	moment
	title, lead, body string
	signed            []string // municipalities
	press             bool
	files             []paper
}

// pressSteps are the news, press releases and announcements: each written on
// the working day before it was published.
func (f *filler) pressSteps() []step {
	var all []step
	for _, p := range posts {
		written := moment{p.back + 1, 14, p.minute}
		all = append(all, step{f.at(written), f.writes(p)}, step{f.at(p.moment), f.releases(p.key, time.Time{})})
	}
	return append(
		all,
		step{f.at(moment{462, 9, 15}), f.withdrawsPost("wachttijd", wrongCount, "")},
		step{
			f.at(moment{186, 13, 5}),
			f.corrects(
				"marktverkenning", "Wij hadden vier deelnemers twee keer geteld: het waren er 58, niet 62.",
				reworded("62", "58"),
			),
		},
		step{f.at(moment{171, 10, 40}), f.corrects(
			"marktverkenning",
			"De titel noemde alleen verblijf. De verkenning ging ook over wonen, zoals in een gezinshuis.",
			retitled(surveyTitle),
		)},
		step{f.at(moment{14, 9, 10}), f.replaces("uitgangspunten", principlesAgain)},
		step{f.at(moment{1, 9, 50}), f.rewrites("gespreksronde", reworded("Twaalf praktijken", "Dertien praktijken"))},
		step{f.at(moment{3, 11, 20}), f.writes(embargoed)},
		step{f.at(moment{2, 15, 30}), f.releases(embargoed.key, f.days.ahead(3, 10, 0))},
		step{f.at(moment{1, 15, 10}), f.writes(unfinished)},
		step{f.at(moment{1, 15, 25}), f.places(unfinished.key, func(p *consult.PostPlace) { p.Note = unfinishedNote })},
	)
}

// writes makes a draft with its files, and signs it.
func (f *filler) writes(p post) func(context.Context) error {
	return func(ctx context.Context) error {
		begun := consult.PostText{Title: p.title, Language: "nl"}
		whole := len(p.files) == 0 && len(p.signed) == 0
		if whole {
			begun = f.text(p, nil)
		}
		id, err := f.svc.NewPost(ctx, f.staff[p.by], p.kind, f.themes[p.theme], begun)
		if err != nil {
			return fmt.Errorf("write %s: %w", p.key, err)
		}
		f.posts[p.key], f.writers[p.key] = id, f.staff[p.by]
		if whole {
			return nil
		}
		files, err := f.addPapers(ctx, p)
		if err != nil {
			return err
		}
		_, err = f.svc.SavePost(ctx, f.staff[p.by], id, 0, f.text(p, files), f.signatories(p.signed))
		return err
	}
}

func (f *filler) text(p post, files []consult.Attachment) consult.PostText {
	text := consult.PostText{
		Title: p.title, Lead: f.wording(p.lead, files), Body: f.wording(p.body, files), Language: "nl",
	}
	if p.press {
		text.Press = consult.PressContact{
			Name: "Joëlle Ypma", Phone: "088 000 12 35", Address: "pers@merenland.example",
		}
	}
	return text
}

func (f *filler) addPapers(ctx context.Context, p post) ([]consult.Attachment, error) {
	var all []consult.Attachment
	for _, one := range p.files {
		file, err := f.svc.AddPostFile(ctx, f.staff[p.by], f.posts[p.key], one.upload(consult.OnPost))
		if err != nil {
			return nil, fmt.Errorf("add %s: %w", one.name, err)
		}
		all = append(all, file)
	}
	return all, nil
}

func (f *filler) signatories(names []string) []int64 {
	var ids []int64
	for _, name := range names {
		ids = append(ids, f.towns[name])
	}
	return ids
}

// withPost does something with a post as it stands now, as the one who wrote it.
func (f *filler) withPost(ctx context.Context, key string, do func(consult.Actor, consult.Post) error) error {
	p, err := f.svc.Post(ctx, f.writers[key], f.posts[key])
	if err == nil {
		err = do(f.writers[key], p)
	}
	if err != nil {
		return fmt.Errorf("post %s: %w", key, err)
	}
	return nil
}

// releases publishes a draft; a zero instant is at once.
func (f *filler) releases(key string, at time.Time) func(context.Context) error {
	return func(ctx context.Context) error {
		return f.withPost(ctx, key, func(by consult.Actor, p consult.Post) error {
			return f.svc.PublishPost(ctx, by, p.ID, p.Edited, at, true)
		})
	}
}

// rewrites saves a change of what is public, without publishing it.
func (f *filler) rewrites(key string, change func(*consult.PostText)) func(context.Context) error {
	return func(ctx context.Context) error {
		return f.withPost(ctx, key, func(by consult.Actor, p consult.Post) error {
			text := p.Working()
			change(&text)
			if reflect.DeepEqual(text, p.Working()) {
				return errors.New("nothing changes")
			}
			var ids []int64
			for _, s := range text.Signatories {
				ids = append(ids, s.ID)
			}
			_, err := f.svc.SavePost(ctx, by, p.ID, p.Edited, text, ids)
			return err
		})
	}
}

// corrects makes a dated version of what is public.
func (f *filler) corrects(key, reason string, change func(*consult.PostText)) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := f.rewrites(key, change)(ctx); err != nil {
			return err
		}
		return f.withPost(ctx, key, func(by consult.Actor, p consult.Post) error {
			return f.svc.CorrectPost(ctx, by, p.ID, p.Edited, reason, true)
		})
	}
}

func reworded(was, is string) func(*consult.PostText) {
	return func(t *consult.PostText) {
		t.Lead, t.Body = strings.ReplaceAll(t.Lead, was, is), strings.ReplaceAll(t.Body, was, is)
	}
}

func retitled(title string) func(*consult.PostText) {
	return func(t *consult.PostText) { t.Title = title }
}

// withdrawsPost takes a post back; another FAQ entry may answer instead.
func (f *filler) withdrawsPost(key, why, instead string) func(context.Context) error {
	return func(ctx context.Context) error {
		return f.withPost(ctx, key, func(by consult.Actor, p consult.Post) error {
			return f.svc.WithdrawPost(ctx, by, p.ID, p.Edited, why, f.posts[instead])
		})
	}
}

// places changes what surrounds the words of a post.
func (f *filler) places(key string, change func(*consult.PostPlace)) func(context.Context) error {
	return func(ctx context.Context) error {
		return f.withPost(ctx, key, func(by consult.Actor, p consult.Post) error {
			place := consult.PostPlace{Note: p.Note, ThemeID: p.ThemeID, ReviewOn: p.ReviewOn, ShownBy: p.ShownBy}
			change(&place)
			return f.svc.PlacePost(ctx, by, p.ID, p.Edited, place)
		})
	}
}

// replaces puts a newer version in the place of the file with its name.
func (f *filler) replaces(key string, with paper) func(context.Context) error {
	return func(ctx context.Context) error {
		files, err := f.svc.PostFiles(ctx, f.writers[key], f.posts[key])
		if err != nil {
			return err
		}
		old := slices.IndexFunc(
			files, func(a consult.Attachment) bool { return a.InPlace() && a.FileName == with.name },
		)
		if old < 0 {
			return fmt.Errorf("file %s: %w", with.name, consult.ErrNotFound)
		}
		return f.svc.ReplaceAttachment(ctx, f.writers[key], files[old].ID, with.upload(consult.OnPost))
	}
}
