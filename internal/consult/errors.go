package consult

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// The few kinds of refusal. Every layer wraps one of these, and web/page maps
// them to a status in one table.
var (
	// ErrNotFound: it does not exist, or the asker may not know that it does.
	ErrNotFound = errors.New("not found")
	// ErrClosed: the moment for it has passed; what one can still do is shown.
	ErrClosed = errors.New("closed")
	// ErrConflict: somebody else changed it, or it is in a state that does not
	// allow the act.
	ErrConflict = errors.New("conflict")
	// ErrForbidden: the asker is known and lacks the right.
	ErrForbidden = errors.New("forbidden")
	// ErrTooMany: a limit on costly acts is reached; try again later.
	ErrTooMany = errors.New("too many attempts")
	// ErrTooLarge: what was sent is larger than the limit.
	ErrTooLarge = errors.New("too large")
	// ErrTooManyPixels is also ErrTooLarge: a picture of more than MaxMegapixels.
	ErrTooManyPixels = fmt.Errorf("%w: too many pixels", ErrTooLarge)
	// ErrMediaType: the kind of file is not one that is taken in.
	ErrMediaType = errors.New("media type not allowed")
	// ErrUnavailable: what the program keeps its data in cannot be reached or
	// written just now. Nothing was decided about what was asked.
	ErrUnavailable = errors.New("unavailable")
)

// TooMany is ErrTooMany with how long to wait, for the header Retry-After.
type TooMany struct{ After time.Duration }

// Error says how long to wait.
func (t TooMany) Error() string { return fmt.Sprintf("%v: try again in %v", ErrTooMany, t.After) }

// Unwrap makes it an ErrTooMany.
func (t TooMany) Unwrap() error { return ErrTooMany }

// Problem is one thing wrong with one field of a form. Key names a text in the
// catalogue that says how to mend it; Args are its placeholders in pairs.
type Problem struct {
	Field string
	Key   string
	Args  []any
}

// Problems is the error for input that does not validate. It is never empty
// when returned as an error: use Err.
type Problems []Problem

// Add notes one more problem.
func (p *Problems) Add(field, key string, args ...any) {
	*p = append(*p, Problem{Field: field, Key: key, Args: args})
}

// Err returns nil when nothing is wrong.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// Error lists the fields and keys, for the log; people see the texts.
func (p Problems) Error() string {
	parts := make([]string, len(p))
	for i, one := range p {
		parts[i] = fmt.Sprintf("%s: %s", one.Field, one.Key)
	}
	return "invalid: " + strings.Join(parts, ", ")
}
