// Package staff writes addresses out.
package staff

import "samenspraak/internal/address"

const list = "/beheer/mail" // planted: paths

func route() string { return address.Of(":id", address.ToEdit) }

func page() string { return address.Of("wijzig") } // planted: paths

func act(path string) string { return path + "/weg" } // planted: paths

func parameter() string { return address.Mail + "/:id" } // planted: paths

func about() string { return "Look under /beheer/mail, or elsewhere/not" }
