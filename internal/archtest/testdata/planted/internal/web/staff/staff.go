// Package staff writes an address out twice.
package staff

const list = "/beheer/mail"

func back() string { return "/beheer/mail" } // planted: paths
