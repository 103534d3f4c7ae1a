package service

import (
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/importing"
)

// ReadImport is the way of a file from bytes to verdicts, without a database,
// for the fuzz test.
func ReadImport(data []byte, now time.Time) (importing.Plan, error) {
	table, err := readTable(data)
	if err != nil {
		return importing.Plan{}, err
	}
	m := recognise(table)
	if err := importing.CheckMapping(m).Err(); err != nil {
		return importing.Plan{}, err
	}
	rows := readRows(table, m, []consult.Municipality{{ID: 1, Name: "Aldermeer"}}, now)
	return importing.PlanImport(rows, nil, nil, m.Alike), nil
}
