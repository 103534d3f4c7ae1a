package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Restore puts a backup in the place of the SQLite database that a setting
// names. What stood there, whole or not, is kept beside it as
// PATH.before-restore.N under a number that is free; former is that path, empty
// when nothing stood there. A backup of an older program is brought up to date.
//
// The backup is copied, checked and made ready before anything is moved, and
// the result is checked before it returns. It refuses what is not whole, not
// ours or of a newer program. ready is called with the copy, and what it refuses
// is not restored. Wherever it is killed, the former database stands whole under
// one name or the other, and it can be run again.
func Restore(ctx context.Context, setting, file string, ready func(*DB) error) (former string, err error) {
	path, ok := strings.CutPrefix(setting, "sqlite:")
	if !ok {
		return "", errUsePgDump
	}
	if path, err = realPath(path); err != nil {
		return "", err
	}
	release, err := LockFile(path)
	if err != nil {
		return "", err
	}
	defer release()
	r := &restoration{path: path, file: file, ready: ready}
	for _, s := range r.steps() {
		if err := s.do(ctx); err != nil {
			return "", r.failed(s.name, err)
		}
	}
	return r.moved, nil
}

// restoration is one restore on its way. What is ready to go in is called
// PATH.restoring; from the moment at which the former database is moved it is
// PATH.restoring.N.
type restoration struct {
	path, file string
	ready      func(*DB) error
	number     int    // of what is moved aside; 0 before that begins
	moved      string // the former database, once any of it was moved
}

// step is a part of the restore between whose neighbours it may be killed.
type step struct {
	name string
	do   func(context.Context) error
}

func (r *restoration) steps() []step {
	all := []step{
		{"look at the backup", r.look},
		{"clear away what an unfinished restore left", r.clear},
		{"copy the backup", r.copy},
		{"check the backup", r.check},
		{"make the copy ready", r.prepare},
		{"choose a name for the former database", r.choose},
	}
	// The database before its tails: without it the program does not start, and
	// with it and without them it would lack the newest answers.
	for _, tail := range append([]string{""}, tails...) {
		all = append(
			all, step{"move the former database aside", func(context.Context) error { return r.moveAside(tail) }},
		)
	}
	return append(all, step{"put the copy in its place", r.place}, step{"check the result", r.confirm})
}

// failed says what became of it, and takes away what nobody needs.
func (r *restoration) failed(name string, err error) error {
	if r.number == 0 {
		return fmt.Errorf("nothing was restored: %s: %w", name, errors.Join(err, r.removeCopies()))
	}
	return fmt.Errorf("the restore did not come to its end: %s: %w; the former database is %s or %s: mend this and run restore again",
		name, err, r.former(), r.path)
}

func (r *restoration) former() string { return beforeRestore(r.path, r.number) }

func beforeRestore(path string, number int) string {
	return path + ".before-restore." + strconv.Itoa(number)
}

const restoring = ".restoring"

// look refuses what must not be copied.
func (r *restoration) look(context.Context) error {
	file, err := realPath(r.file)
	if err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no file", file)
	}
	if target, err := os.Stat(r.path); err == nil && os.SameFile(info, target) {
		return fmt.Errorf("%s is the database itself", r.file)
	}
	if strings.HasPrefix(file, r.path+restoring) {
		return fmt.Errorf("%s is what an unfinished restore left: name the backup", r.file)
	}
	r.file = file
	return notServed(file)
}

// notServed refuses a file that a program is writing: a plain copy of it would
// not be of one moment.
func notServed(path string) error {
	f, err := os.Open(path + ".lock")
	if err != nil {
		return nil //nolint:nilerr // nobody ever served it
	}
	defer func() { _ = f.Close() }()
	if syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) != nil {
		return fmt.Errorf("%s is being served: make a backup of it", path)
	}
	return nil
}

// clear takes away the copies of a restore that was killed. Where it was moving
// the former database aside, its tails follow it: they are parts of one.
func (r *restoration) clear(context.Context) error {
	for _, name := range r.copies() {
		number, err := strconv.Atoi(strings.TrimPrefix(name, r.path+restoring+"."))
		if err != nil || there(r.path) {
			continue
		}
		for _, tail := range tails {
			if to := beforeRestore(r.path, number) + tail; there(r.path+tail) && !there(to) {
				if err := rename(r.path+tail, to); err != nil {
					return err
				}
			}
		}
	}
	return r.removeCopies()
}

// copies are the files of this restore, or of one that was killed.
func (r *restoration) copies() []string {
	entries, err := os.ReadDir(filepath.Dir(r.path))
	if err != nil {
		return nil
	}
	var all []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), filepath.Base(r.path)+restoring) {
			all = append(all, filepath.Join(filepath.Dir(r.path), e.Name()))
		}
	}
	return all
}

func (r *restoration) removeCopies() error {
	var errs []error
	for _, name := range r.copies() {
		errs = append(errs, removeFile(name))
	}
	return errors.Join(errs...)
}

// copy takes the tails too: what a restore set aside can be restored itself.
func (r *restoration) copy(context.Context) error {
	model := r.path
	if !there(model) {
		model = filepath.Dir(r.path)
	}
	to := r.path + restoring
	for _, tail := range []string{"", "-wal", "-journal"} {
		if tail != "" && !there(r.file+tail) {
			continue
		}
		if err := errors.Join(copyFile(r.file+tail, to+tail), ownedAs(to+tail, model)); err != nil {
			return err
		}
	}
	return nil
}

// open opens the copy for one step.
func (r *restoration) open(path string, do func(d *DB) error) error {
	d, err := openSQLite(path, toWrite, nil)
	if err != nil {
		return err
	}
	return errors.Join(do(d), d.Close())
}

// check looks whether the copy may go in.
func (r *restoration) check(ctx context.Context) error {
	return r.open(r.path+restoring, func(d *DB) error {
		if err := d.examine(ctx); err != nil {
			return fmt.Errorf("it is not whole: %w", err)
		}
		if ours, err := d.hasTable(ctx, installationRow{}.TableName()); err != nil || !ours {
			return errors.Join(err, errors.New("it is a database, but not one of samenspraak"))
		}
		p, err := d.provider()
		if err != nil {
			return err
		}
		return d.refuseNewer(ctx, p)
	})
}

// prepare does all that has to be done with it before it stands in its place,
// and leaves it one file.
func (r *restoration) prepare(ctx context.Context) error {
	path := r.path + restoring
	err := r.open(path, func(d *DB) error {
		if _, err := d.Migrate(ctx); err != nil {
			return err
		}
		if err := r.ready(d); err != nil {
			return err
		}
		if _, err := d.VerifyAudit(ctx, ""); err != nil {
			return fmt.Errorf("its audit does not hold: %w", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, tail := range []string{"-wal", "-journal"} {
		if there(path + tail) {
			return fmt.Errorf("%s was not taken into it", path+tail)
		}
	}
	return errors.Join(syncFile(path), syncFolder(path))
}

// choose finds a number under which nothing was ever set aside.
func (r *restoration) choose(context.Context) error {
	number := 1
	for r.taken(number) {
		number++
	}
	if err := rename(r.path+restoring, r.path+restoring+"."+strconv.Itoa(number)); err != nil {
		return err
	}
	r.number = number
	return nil
}

func (r *restoration) taken(number int) bool {
	for _, tail := range append([]string{""}, tails...) {
		if there(beforeRestore(r.path, number) + tail) {
			return true
		}
	}
	return false
}

func (r *restoration) moveAside(tail string) error {
	if !there(r.path + tail) {
		return nil
	}
	r.moved = r.former()
	return rename(r.path+tail, r.former()+tail)
}

func (r *restoration) place(context.Context) error {
	return rename(r.path+restoring+"."+strconv.Itoa(r.number), r.path)
}

// confirm looks at the database where it now stands.
func (r *restoration) confirm(ctx context.Context) error {
	return r.open(r.path, func(d *DB) error {
		_, err := d.VerifyAudit(ctx, "")
		return errors.Join(d.examine(ctx), d.Current(ctx), err)
	})
}
