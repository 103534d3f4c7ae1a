// Package consult breaks what the domain must keep.
package consult

import (
	"context"                        // planted: rules
	_ "database/sql/driver"          // planted: doors rules
	_ "github.com/google/go-cmp/cmp" // planted: rules
	_ "net/http"                     // planted: rules
	"net/mail"
	_ "os/exec" // planted: rules
	"time"

	_ "samenspraak/internal/i18n" // planted: imports rules
)

// Reply has an innocent import, net/mail, and an innocent use of time.
type Reply struct {
	Given time.Time
	From  mail.Address
	Until context.Context
}
