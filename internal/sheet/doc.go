// Package sheet reads and writes tables as Dutch Excel does: CSV with
// semicolons, in whatever encoding the sender's Excel chose, and XLSX. It
// knows nothing of what the columns mean, and treats every file as one a
// stranger sent: whatever it holds, reading ends soon, within bounded memory,
// with a table or with one of the errors named here.
//
// XLSX is read here and not with excelize, which writes it: the library trusts
// the sizes a ZIP file states, holds whole parts in memory several times over,
// takes quadratic time for certain strings and returns half a sheet without an
// error when the XML breaks off.
//
// What is read is counted while it is read: parts, bytes unpacked, tags, texts,
// styles, rows, columns. The memory is that of the file and at most some 60 MiB,
// so let no two files be read at once.
package sheet
