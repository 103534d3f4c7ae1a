package service

import (
	"time"

	"samenspraak/internal/consult"
)

// ReadImport is the way of a file from bytes to verdicts, without a database,
// for the fuzz test.
func ReadImport(data []byte, now time.Time) (consult.ImportPlan, error) {
	table, err := readTable(data)
	if err != nil {
		return consult.ImportPlan{}, err
	}
	m := recognise(table)
	if err := consult.CheckMapping(m).Err(); err != nil {
		return consult.ImportPlan{}, err
	}
	rows := readRows(table, m, []consult.Municipality{{ID: 1, Name: "Aldermeer"}}, now)
	return consult.PlanImport(rows, nil, nil, m.Alike), nil
}
