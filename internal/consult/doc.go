// Package consult is the domain: the types of a consultation and the pure rules
// about them (who may answer until when, which reminder is due, who may do
// what). It knows no database, no HTTP and no clock: time is always an argument.
package consult
