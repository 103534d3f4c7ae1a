package pagetest

import (
	"fmt"
	"reflect"
	"time"
)

// Filler sets every exported field of a view to something that is not zero, so
// that a template goes into every branch: strings that differ, slices of two,
// pointers that point, bools as Bools says. Types nested deeper than a page
// ever is are left zero.
type Filler struct {
	Bools bool
	count int
}

const deepest = 12

// Fill sets what view points to.
func (f *Filler) Fill(view any) { f.set(reflect.ValueOf(view).Elem(), 0) }

func (f *Filler) set(v reflect.Value, depth int) {
	if depth > deepest || !v.CanSet() {
		return
	}
	f.count++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("x%d", f.count))
	case reflect.Bool:
		v.SetBool(f.Bools)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(f.count%7 + 1))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(f.count%7 + 1))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(1.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.set(v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.set(v.Index(0), depth+1)
		f.set(v.Index(1), depth+1)
	case reflect.Struct:
		f.fields(v, depth)
	}
}

func (f *Filler) fields(v reflect.Value, depth int) {
	if t, ok := v.Addr().Interface().(*time.Time); ok {
		*t = time.Date(2026, time.November, 26, 14, 0, 0, 0, time.UTC)
		return
	}
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if name == "Icon" && v.Field(i).Kind() == reflect.String {
			v.Field(i).SetString("clock")
			continue
		}
		f.set(v.Field(i), depth+1)
	}
}
