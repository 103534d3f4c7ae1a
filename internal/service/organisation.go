package service

import (
	"context"
	"errors"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/importing"
	"samenspraak/internal/store"
)

// OrganisationList is one page of the list of organisations with what its
// filter can be made of.
type OrganisationList struct {
	Lines          []consult.OrganisationLine
	Total          int // counted up to 10,000
	Municipalities []consult.Municipality
	Tags           []string
}

// Organisations reads the organisations that match.
func (s *Service) Organisations(
	ctx context.Context, actor consult.Actor, f consult.OrganisationFilter,
) (OrganisationList, error) {
	var v OrganisationList
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return v, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if v.Lines, v.Total, err = tx.Organisations(f); err != nil {
			return err
		}
		if v.Municipalities, err = tx.Municipalities(); err != nil {
			return err
		}
		v.Tags, err = tx.Tags()
		return err
	})
	return v, err
}

// OrganisationPage is one organisation with all that belongs to it.
type OrganisationPage struct {
	consult.Organisation
	Municipality consult.Municipality // zero: none
	Consortia    []consult.Member     // that it is a member of
	Contacts     []consult.Contact    // also archived ones
	Invitations  []consult.InvitedLine
}

// historyLength is how many invitations the page of an organisation or a
// contact shows.
const historyLength = 50

// Organisation reads one organisation.
func (s *Service) Organisation(
	ctx context.Context, actor consult.Actor, organisationID int64,
) (OrganisationPage, error) {
	var v OrganisationPage
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return v, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if v.Organisation, err = tx.Organisation(organisationID); err != nil {
			return err
		}
		if v.Municipality, err = municipalityOf(tx, v.MunicipalityID); err != nil {
			return err
		}
		if v.Consortia, err = tx.ConsortiaOf(organisationID); err != nil {
			return err
		}
		if v.Contacts, err = tx.AllContactsOf(organisationID); err != nil {
			return err
		}
		v.Invitations, err = tx.OrganisationInvitations(organisationID, historyLength)
		return err
	})
	return v, err
}

// municipalityOf reads a municipality by its id; 0 is the zero one.
func municipalityOf(tx *store.Tx, municipalityID int64) (consult.Municipality, error) {
	if municipalityID == 0 {
		return consult.Municipality{}, nil
	}
	all, err := tx.Municipalities()
	for _, m := range all {
		if m.ID == municipalityID {
			return m, err
		}
	}
	return consult.Municipality{}, err
}

// Municipalities reads every municipality, also former ones.
func (s *Service) Municipalities(ctx context.Context, actor consult.Actor) ([]consult.Municipality, error) {
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return nil, err
	}
	var all []consult.Municipality
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		all, err = tx.Municipalities()
		return err
	})
	return all, err
}

// AddOrganisation keeps a new organisation and returns its id. When it looks
// like one that is there it returns a problem with the field anyway, unless
// anyway is set. Its note and tags are tidied; members come later.
func (s *Service) AddOrganisation(
	ctx context.Context, actor consult.Actor, o consult.Organisation, anyway bool,
) (int64, error) {
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return 0, err
	}
	o, p := tidyOrganisation(o)
	o.CreatedAt, o.Members = s.now(), nil
	var organisationID int64
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		if err := checkBelonging(tx, &p, o); err != nil {
			return err
		}
		if len(p) == 0 && !anyway {
			if err := lookAlike(tx, &p, o); err != nil {
				return err
			}
		}
		if err := p.Err(); err != nil {
			return err
		}
		var err error
		organisationID, err = tx.AddOrganisation(o)
		e := s.event(actor, "organisation.added", "organisation", organisationID)
		e.Detail = map[string]any{"name": o.Name}
		tx.Record(e)
		return err
	})
	return organisationID, err
}

// tidyOrganisation gives what somebody typed its form and says what is wrong.
func tidyOrganisation(o consult.Organisation) (consult.Organisation, consult.Problems) {
	o.Name, o.KvK, o.AGB = i18n.Tidy(o.Name), digitsOf(o.KvK), digitsOf(o.AGB)
	o.Note = strings.TrimSpace(strings.ReplaceAll(o.Note, "\r\n", "\n"))
	o.Tags, o.SortKey = consult.TidyTags(o.Tags), i18n.SortKey(o.Name)
	return o, consult.CheckOrganisation(o)
}

var spacesAndDots = strings.NewReplacer(" ", "", ".", "")

// digitsOf takes the spaces and dots out of a number.
func digitsOf(number string) string { return spacesAndDots.Replace(i18n.Tidy(number)) }

// checkBelonging says whether the municipality of an organisation exists. The
// one it has already may be a former one.
func checkBelonging(tx *store.Tx, p *consult.Problems, o consult.Organisation) error {
	m, err := municipalityOf(tx, o.MunicipalityID)
	if err == nil && m.ID != o.MunicipalityID {
		p.Add("municipality", "organisation.problem.municipality")
	}
	return err
}

// lookAlike notes the organisations that a new one could be taken for.
func lookAlike(tx *store.Tx, p *consult.Problems, o consult.Organisation) error {
	known, err := tx.KnownOrganisations()
	if err != nil {
		return err
	}
	if alike := importing.AlikeTo(o, known); len(alike) > 0 {
		p.Add("anyway", "organisation.problem.alike", "Name", alike[0].Name)
	}
	return nil
}

// ChangeOrganisation writes what can be edited of an organisation: name, type,
// municipality, numbers, tags and note. consult.ErrConflict when it is no
// longer at the version given.
func (s *Service) ChangeOrganisation(ctx context.Context, actor consult.Actor, o consult.Organisation) error {
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return err
	}
	o, p := tidyOrganisation(o)
	return s.db.Update(ctx, func(tx *store.Tx) error {
		old, err := tx.Organisation(o.ID)
		if err != nil {
			return err
		}
		if old.Version != o.Version {
			return consult.ErrConflict
		}
		if err := checkBelonging(tx, &p, o); err != nil {
			return err
		}
		if old.Type == consult.Consortium && o.Type != consult.Consortium && len(old.Members) > 0 {
			p.Add("type", "organisation.problem.type_members")
		}
		if err := p.Err(); err != nil {
			return err
		}
		o.Members, o.ArchivedAt = old.Members, old.ArchivedAt
		e := s.event(actor, "organisation.changed", "organisation", o.ID)
		e.Detail = map[string]any{"name": o.Name, "was": old.Name}
		tx.Record(e)
		return tx.SetOrganisation(o)
	})
}

// ArchiveOrganisation takes an organisation out of the lists: it is no longer
// invited, and everything it did stays in the record.
func (s *Service) ArchiveOrganisation(ctx context.Context, actor consult.Actor, organisationID int64) error {
	return s.changeOrganisation(ctx, actor, organisationID, "organisation.archived",
		func(_ *store.Tx, o *consult.Organisation) error {
			if !o.ArchivedAt.IsZero() {
				return consult.ErrConflict
			}
			o.ArchivedAt = s.now()
			return nil
		})
}

// RestoreOrganisation takes an organisation back from the archive.
func (s *Service) RestoreOrganisation(ctx context.Context, actor consult.Actor, organisationID int64) error {
	return s.changeOrganisation(ctx, actor, organisationID, "organisation.restored",
		func(_ *store.Tx, o *consult.Organisation) error {
			if o.ArchivedAt.IsZero() {
				return consult.ErrConflict
			}
			o.ArchivedAt = time.Time{}
			return nil
		})
}

// AddMember makes an organisation a member of a consortium.
func (s *Service) AddMember(
	ctx context.Context, actor consult.Actor, consortiumID, organisationID int64, role consult.MemberRole,
) error {
	return s.changeOrganisation(ctx, actor, consortiumID, "organisation.member_added",
		func(tx *store.Tx, o *consult.Organisation) error {
			if o.Type != consult.Consortium {
				return consult.ErrConflict
			}
			member, err := tx.Organisation(organisationID)
			if errors.Is(err, consult.ErrNotFound) {
				return consult.Problems{{Field: "member", Key: "organisation.problem.member"}}
			}
			if err != nil {
				return err
			}
			if err := consult.CheckMember(*o, member, role).Err(); err != nil {
				return err
			}
			o.Members = append(o.Members, consult.Member{OrganisationID: member.ID, Name: member.Name, Role: role})
			return nil
		})
}

// RemoveMember takes an organisation out of a consortium; consult.ErrNotFound
// when it is no member.
func (s *Service) RemoveMember(ctx context.Context, actor consult.Actor, consortiumID, organisationID int64) error {
	return s.changeOrganisation(ctx, actor, consortiumID, "organisation.member_removed",
		func(_ *store.Tx, o *consult.Organisation) error {
			for i, m := range o.Members {
				if m.OrganisationID == organisationID {
					o.Members = append(o.Members[:i:i], o.Members[i+1:]...)
					return nil
				}
			}
			return consult.ErrNotFound
		})
}

// changeOrganisation is one small change of an organisation as it stands.
func (s *Service) changeOrganisation(
	ctx context.Context, actor consult.Actor, organisationID int64, action string,
	change func(*store.Tx, *consult.Organisation) error,
) error {
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		o, err := tx.Organisation(organisationID)
		if err != nil {
			return err
		}
		if err := change(tx, &o); err != nil {
			return err
		}
		e := s.event(actor, action, "organisation", o.ID)
		e.Detail = map[string]any{"name": o.Name}
		tx.Record(e)
		return tx.SetOrganisation(o)
	})
}
