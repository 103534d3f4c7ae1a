package app

import "runtime/debug"

// Version tells which program this is: the version of its module and the
// revision it was built from, which is empty when the build did not look.
func Version() (version, revision string) {
	version = "development"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	return version, revision
}
