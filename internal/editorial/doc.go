// Package editorial holds the checks of a text before it is published: what a
// reader would stumble over or miss, and what staff may want to mend. It knows
// how sentences end and what a passage shows of a text. It has no clock and no
// I/O.
package editorial
