package store

import (
	"fmt"
	"reflect"
	"testing"
	"time"
)

// filled is a value of which every field differs from every other and from
// zero: the same seed makes the same value. Slices hold two. Instants are as
// precise as both databases keep them.
func filled[V any](t *testing.T, seed int) V {
	t.Helper()
	var v V
	n := seed * 1000
	fillValue(t, reflect.ValueOf(&v).Elem(), "v", &n)
	return v
}

func fillValue(t *testing.T, v reflect.Value, path string, n *int) {
	t.Helper()
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("%s %d", path, *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillValue(t, v.Elem(), path, n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(fmt.Sprintf("%s %d", path, *n)))
			return
		}
		for i := range v.Len() {
			fillValue(t, v.Index(i), path, n)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, time.March, 1, 0, *n, 0, 123456000, time.UTC)))
			return
		}
		for i := range v.NumField() {
			fillValue(t, v.Field(i), v.Type().Field(i).Name, n)
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]any{"title": path, "count": float64(*n)}))
	default:
		t.Fatalf("%s is a %s, which is not filled here", path, v.Kind())
	}
}

// fields are the names of a struct's fields, those of structs in it by path.
func fields(typ reflect.Type, path string) []string {
	if typ.Kind() != reflect.Struct || typ == reflect.TypeFor[time.Time]() {
		return []string{path}
	}
	var all []string
	for i := range typ.NumField() {
		all = append(all, fields(typ.Field(i).Type, joined(path, typ.Field(i).Name))...)
	}
	return all
}

// empties are those of a value that are zero.
func empties(v reflect.Value, path string) []string {
	if v.Kind() != reflect.Struct || v.Type() == reflect.TypeFor[time.Time]() {
		if v.IsZero() {
			return []string{path}
		}
		return nil
	}
	var all []string
	for i := range v.NumField() {
		all = append(all, empties(v.Field(i), joined(path, v.Type().Field(i).Name))...)
	}
	return all
}

func joined(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
