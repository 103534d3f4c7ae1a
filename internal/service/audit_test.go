package service_test

import (
	"errors"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
)

// TestEraseAuditDetail: who may ask for it is forgotten in the log, and the log
// says so and stays sound. No role can do it from the pages.
func TestEraseAuditDetail(t *testing.T) {
	o := newOffice(t)
	for _, role := range consult.Roles {
		actor := o.marleen
		actor.Role = role
		if err := o.EraseAuditDetail(t.Context(), actor, 1, "gevraagd"); !errors.Is(err, consult.ErrForbidden) {
			t.Errorf("a %s: %v", role, err)
		}
	}
	newest := func() consult.Event {
		t.Helper()
		events, _, err := o.Audit(t.Context(), o.marleen, service.AuditFilter{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		return events[0]
	}
	signedIn := newest()
	if signedIn.Actor.Name == "" || signedIn.Actor.Origin == "" {
		t.Fatalf("nothing personal to erase: %+v", signedIn)
	}
	if err := o.EraseAuditDetail(t.Context(), consult.SystemActor, signedIn.ID, "gevraagd"); err != nil {
		t.Fatal(err)
	}
	if e := newest(); e.Action != "audit.erased" || e.Object != "audit" || e.About != signedIn.ID ||
		e.Detail["reason"] != "gevraagd" || e.Actor.Kind != consult.System {
		t.Errorf("the log says %+v", e)
	}
	events, _, err := o.Audit(t.Context(), o.marleen, service.AuditFilter{Before: signedIn.ID + 1, Limit: 1})
	if err != nil || events[0].Hash != signedIn.Hash || events[0].Actor.Name != "" || events[0].Actor.Origin != "" ||
		events[0].Detail != nil {
		t.Errorf("what is left: %+v, %v", events, err)
	}
	if v, err := o.VerifyAudit(t.Context(), signedIn.Hash); err != nil || v.Erased != 1 {
		t.Errorf("%+v, %v", v, err)
	}
	for id, want := range map[int64]error{signedIn.ID: consult.ErrConflict, 999: consult.ErrNotFound} {
		if err := o.EraseAuditDetail(t.Context(), consult.SystemActor, id, "gevraagd"); !errors.Is(err, want) {
			t.Errorf("entry %d: %v, want %v", id, err, want)
		}
	}
}
