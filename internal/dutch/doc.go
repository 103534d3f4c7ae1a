// Package dutch holds the rules of how things are written in the Netherlands:
// names of people, postcodes, numbers of registers, times, apostrophes and
// accents, and the zone in which all time is meant. They stand here once, below
// the domain and its words in two languages. It imports nothing of ours.
package dutch
