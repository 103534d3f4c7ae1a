package i18n

// Place says where something is held: the address as it is written, and that
// one can take part online. Without an address it is online alone.
func Place(lang Lang, address string, online bool) string {
	switch {
	case !online:
		return address
	case address == "":
		return T(lang, "place.online")
	}
	return T(lang, "place.or_online", "Place", address)
}
