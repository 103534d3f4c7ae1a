package web

import (
	"time"

	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
)

// Routes lists every address of the program, for the access table.
func Routes(svc *service.Service, now func() time.Time) []gate.Route {
	return (&server{Options: Options{Service: svc, Now: now}}).Routes()
}
