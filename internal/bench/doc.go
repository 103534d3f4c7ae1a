// Package bench measures the program against the limit of what it stands on:
// every figure comes with that of its limit from the same run, because the
// ratio of the two says something on any machine and neither does alone. It
// holds benchmarks only; make bench runs them.
package bench
