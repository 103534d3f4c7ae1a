package service

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// colleagues are invited together, each by a link of their own.
var colleagues = []string{"Ada", "Ben", "Cor"}

// historyWorld is a number of invitations, each of three colleagues; what
// happens to one of them is one history.
type historyWorld struct {
	*replyWorld
	instances   []*Service // that serve the same database
	invitations []historyInvitation
	begin       time.Time                                      // of the histories, for their monotonic clock
	failed      func(i historyInvitation, in asked, err error) // an answer that nobody should get
	answer      func(svc *Service, token string, received time.Time, r consult.Reply) (consult.Reply, error)
}

type historyInvitation struct {
	id     int64
	people []int64  // the colleagues
	tokens []string // theirs
	seed   uint64
}

// newHistoryWorld invites as many organisations as there will be histories. On
// PostgreSQL two instances serve them, on SQLite there is only ever one.
func newHistoryWorld(t *testing.T, setting string, histories int) *historyWorld {
	t.Helper()
	db := storetest.Open(t, setting)
	w := &historyWorld{replyWorld: newReplyWorld(t, db), begin: time.Now()}
	w.failed = func(i historyInvitation, in asked, err error) { t.Errorf("invitation %d, %+v: %v", i.id, in, err) }
	w.answer = func(svc *Service, token string, received time.Time, r consult.Reply) (consult.Reply, error) {
		return svc.GiveReply(context.Background(), token, received, r)
	}
	w.instances = []*Service{w.svc}
	if strings.HasPrefix(setting, "postgres") {
		other := *w.svc
		other.db = storetest.Open(t, setting)
		w.instances = append(w.instances, &other)
	}
	for n := range histories {
		names := make([][3]string, len(colleagues))
		for k, name := range colleagues {
			names[k] = [3]string{name, "de", fmt.Sprintf("Vries %d", n)}
		}
		o := consult.Organisation{Type: consult.LocalTeam, Name: fmt.Sprintf("Wijkteam %d", n)}
		w.update(func(tx *store.Tx) error { return w.addOrganisation(tx, o, names) })
	}
	_, err := w.svc.Invite(
		context.Background(), w.staff, w.meeting.ID,
		consult.Audience{Types: []consult.OrganisationType{consult.LocalTeam}}, "",
	)
	if err != nil {
		t.Fatal(err)
	}
	w.view(func(tx *store.Tx) error {
		all, err := tx.Invitations(w.meeting.ID)
		for _, i := range all {
			one := historyInvitation{id: i.ID, seed: rand.Uint64()}
			invitees, err := tx.InviteesOf(i.ID)
			if err != nil {
				return err
			}
			for _, v := range invitees {
				one.people = append(one.people, v.ID)
				one.tokens = append(one.tokens, w.svc.token(linkInvitation, v.ID, v.Generation))
			}
			w.invitations = append(w.invitations, one)
		}
		return err
	})
	return w
}

// violations makes a history of every invitation, a few at once, and returns
// those that no order explains.
func (w *historyWorld) violations() []string {
	var (
		mu      sync.Mutex
		wrong   []string
		all     sync.WaitGroup
		waiting = make(chan historyInvitation)
	)
	for range 4 {
		all.Go(func() {
			for i := range waiting {
				h := w.history(i)
				if !porcupine.CheckOperations(oneAfterAnother, h) {
					mu.Lock()
					wrong = append(wrong, fmt.Sprintf("invitation %d, seed %d:%s", i.id, i.seed, inWords(h)))
					mu.Unlock()
				}
			}
		})
	}
	for _, i := range w.invitations {
		waiting <- i
	}
	close(waiting)
	all.Wait()
	return wrong
}

// history lets three colleagues and a member of staff do four things each with
// one invitation, all at once.
func (w *historyWorld) history(i historyInvitation) []porcupine.Operation {
	var (
		mu  sync.Mutex
		h   []porcupine.Operation
		all sync.WaitGroup
	)
	for who := range len(colleagues) + 1 {
		all.Go(func() {
			random := rand.New(rand.NewPCG(i.seed, uint64(who)))
			desk := []asked{{act: note, says: "yes"}, {act: read}, {act: note, says: "no"}}
			switch random.IntN(4) { // an extension or an end, in half of the histories each at some place
			case 0:
				desk[random.IntN(3)] = asked{act: withdraw}
			case 1, 2:
				desk[random.IntN(3)] = asked{act: extend}
			}
			for k := range 4 {
				in := asked{act: read}
				switch {
				case who == len(colleagues):
					if k == len(desk) {
						return
					}
					in = desk[k]
				case random.IntN(4) > 0:
					answer := []consult.Answer{consult.Yes, consult.Online, consult.No}[random.IntN(3)]
					in = asked{act: give, who: who, says: string(answer), late: random.IntN(4) == 0}
				}
				op := w.do(i, who, w.instances[random.IntN(len(w.instances))], in)
				mu.Lock()
				h = append(h, op)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if slices.ContainsFunc(h, func(op porcupine.Operation) bool { return op.Output == nil }) {
		return nil // it failed already
	}
	return h
}

// do asks one thing and notes when it was asked, what was said and when.
func (w *historyWorld) do(i historyInvitation, who int, svc *Service, in asked) porcupine.Operation {
	op := porcupine.Operation{ClientId: who, Input: in, Call: int64(time.Since(w.begin))}
	out, err := w.ask(i, who, svc, in)
	op.Return = int64(time.Since(w.begin))
	switch {
	case errors.Is(err, consult.ErrClosed):
		out = told{outcome: closed}
	case errors.Is(err, consult.ErrNotFound), errors.Is(err, consult.ErrConflict):
		out = told{outcome: gone}
	case err != nil:
		w.failed(i, in, err)
		return op
	}
	op.Output = out
	return op
}

func (w *historyWorld) ask(i historyInvitation, who int, svc *Service, in asked) (told, error) {
	ctx, token := context.Background(), i.tokens[who%len(i.tokens)]
	reply := consult.Reply{Answer: consult.Answer(in.says)}
	if reply.Answer.Comes() {
		reply.People = []consult.Person{{Name: "Wie er komt"}}
	}
	switch in.act {
	case give:
		received := replyNow
		if in.late {
			received = w.meeting.AnswerBy
		}
		r, err := w.answer(svc, token, received, reply)
		return told{reply: r.ID}, err
	case note:
		reply.Source, reply.ReceivedAt = consult.ByPhone, replyNow
		r, err := svc.NoteReply(ctx, w.staff, i.id, reply)
		return told{reply: r.ID}, err
	case extend:
		return told{}, svc.Extend(ctx, w.staff, i.id, w.meeting.AnswerBy.Add(24*time.Hour), "ziekte")
	case withdraw:
		n, err := svc.Withdraw(ctx, w.staff, w.meeting.ID, i.people, "vergissing")
		if err == nil && n == 0 {
			err = consult.ErrConflict
		}
		return told{}, err
	}
	v, err := svc.Opened(ctx, token)
	out := told{extended: !v.Invitation.ExtendedUntil.IsZero()}
	if err != nil {
		return out, err
	}
	for k, a := range v.Party.People {
		if a.Reply != nil {
			out.last[k] = word{a.Reply.ID, string(a.Reply.Answer)}
			if a.Reply.StaffID != 0 {
				out.last[k] = word{says: signedOff}
			}
		}
	}
	if whole := v.Party.Whole; whole != nil {
		out.last[office] = word{whole.ID, string(whole.Answer)}
	}
	return out, err
}

func inWords(h []porcupine.Operation) string {
	var b strings.Builder
	for _, op := range h {
		fmt.Fprintf(&b, "\n%10d to %10d, client %d: %+v -> %+v", op.Call, op.Return, op.ClientId, op.Input, op.Output)
	}
	return b.String()
}

// TestHistoriesHaveAnOrder lets colleagues and staff answer, change, read,
// extend and withdraw the same invitation at once: whatever each was told must
// be explained by one order of all that was done, and that order must fit the
// moments at which they asked and were told. TestHistoryCheckerNotices and
// TestTwinWithoutTheLockHasNoOrder show that it would notice.
func TestHistoriesHaveAnOrder(t *testing.T) {
	const atOnce = 25 // in one database: one transaction invites them all
	want, end := 50, time.Now().Add(time.Hour)
	if minutes, err := strconv.Atoi(os.Getenv("SAMENSPRAAK_SOAK")); err == nil {
		want, end = 10_000, time.Now().Add(time.Duration(minutes)*time.Minute)
	}
	for name, database := range map[string]func(testing.TB) string{
		"sqlite": storetest.SQLite, "postgres": storetest.Postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checked, wrong := 0, 0
			for n := 0; checked < want && time.Now().Before(end); n++ {
				t.Run(strconv.Itoa(n), func(t *testing.T) { // a test of its own closes its database
					w := newHistoryWorld(t, database(t), atOnce)
					found := w.violations()
					checked, wrong = checked+len(w.invitations), wrong+len(found)
					for _, one := range found {
						t.Error(one)
					}
				})
			}
			if checked < atOnce {
				t.Errorf("only %d histories were made", checked)
			}
			t.Logf("soak: %s histories=%d without_order=%d", name, checked, wrong)
		})
	}
}

// TestTwinWithoutTheLockHasNoOrder takes the lock of the invitation away from
// answers by link.
func TestTwinWithoutTheLockHasNoOrder(t *testing.T) {
	w := newHistoryWorld(t, storetest.Postgres(t), 10)
	w.failed = func(historyInvitation, asked, error) {} // without the lock much can go wrong
	w.answer = func(svc *Service, token string, received time.Time, r consult.Reply) (consult.Reply, error) {
		err := svc.db.Update(context.Background(), func(tx *store.Tx) error {
			m, st, err := svc.lockGuest(tx, token, unlocked)
			if err != nil {
				return err
			}
			time.Sleep(5 * time.Millisecond)
			return svc.reply(tx, m, st, &r, (*consult.Reply).Check, received, replyNow)
		})
		return r, err
	}
	if found := w.violations(); len(found) == 0 {
		t.Error("without the lock every history still has an order: the test of the lock would not notice its loss")
	}
}
