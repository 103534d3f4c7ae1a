package service

import "samenspraak/internal/consult"

// InvitationToken is the secret of an invitee's link, for the demo and for
// tests, which answer in the names of invented people. No page calls it: a
// person who is shown somebody's link goes through ShowLink, which is audited.
func (s *Service) InvitationToken(v consult.Invitee) string {
	return s.token(linkInvitation, v.ID, v.Generation)
}
