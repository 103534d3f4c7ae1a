// Package address is the home of addresses, and says one of them twice.
package address

const (
	Home   = "/beheer"
	Mail   = Home + "/mail"
	Again  = Home + ToMail // planted: paths
	ToMail = "/mail"
	ToEdit = "wijzig"
	ToSave = "bewaar"
)

func Of(words ...string) string { return words[0] }
